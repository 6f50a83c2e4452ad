package org.ringside.lab.gdb.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Takes a packet's text apart, from left to right. */
final class Words {

	private static final int DIGITS = 16;

	private final String text;
	private int at;

	Words(String text) {
		this.text = text;
	}

	boolean atEnd() {
		return at == text.length();
	}

	/** Steps over a word if it comes next. */
	boolean skip(String word) {
		boolean there = text.startsWith(word, at);
		if (there) {
			at += word.length();
		}
		return there;
	}

	/** Steps over a word that has to come next. */
	void expect(String word) {
		if (!skip(word)) {
			throw new PacketException("lacks '" + word + "'");
		}
	}

	/** An unsigned number of up to 64 bits, in hexadecimal digits. */
	long hex() {
		int from = at;
		while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
			at++;
		}
		if (at == from || at - from > DIGITS) {
			throw new PacketException("lacks a number of 1 to " + DIGITS + " hexadecimal digits");
		}
		return Long.parseUnsignedLong(text, from, at, 16);
	}

	/** A number that counts something, or indexes it. */
	int count() {
		long number = hex();
		if (number < 0 || number > Integer.MAX_VALUE) {
			throw new PacketException("has a number out of range: " + Long.toHexString(number));
		}
		return (int) number;
	}

	/** A thread, from 1; 0 for any, -1 for all. */
	long thread() {
		return skip("-1") ? -1 : count();
	}

	/** All that is left. */
	String rest() {
		String rest = text.substring(at);
		at = text.length();
		return rest;
	}

	/** All that is left, up to a character or the end; the character is stepped over. */
	String until(char end) {
		int found = text.indexOf(end, at);
		String word = text.substring(at, found < 0 ? text.length() : found);
		at = found < 0 ? text.length() : found + 1;
		return word;
	}

	/** All that is left, as bytes in hexadecimal digits. */
	byte[] hexBytes() {
		try {
			return HexFormat.of().parseHex(rest());
		} catch (IllegalArgumentException e) {
			throw new PacketException("has bytes that are no pairs of hexadecimal digits");
		}
	}

	/** All that is left, as it is. */
	byte[] bytes() {
		return rest().getBytes(StandardCharsets.ISO_8859_1);
	}
}
