package org.ringside.isa.assembler.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads the text of a statement from left to right. */
final class Cursor {

	final String text;
	int at;

	Cursor(String text, int at) {
		this.text = text;
		this.at = at;
	}

	Cursor(String text) {
		this(text, 0);
	}

	void skipBlanks() {
		while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
			at++;
		}
	}

	/** True if nothing but blanks is left. */
	boolean done() {
		skipBlanks();
		return at >= text.length();
	}

	/** The next character that is no blank, or 0. */
	char peek() {
		skipBlanks();
		return at < text.length() ? text.charAt(at) : 0;
	}

	/** Takes the text if it comes next, after blanks. */
	boolean take(String expected) {
		skipBlanks();
		if (text.startsWith(expected, at)) {
			at += expected.length();
			return true;
		}
		return false;
	}

	void expect(String expected) {
		if (!take(expected)) {
			throw new Mistake(at, "expected '" + expected + "'" + found());
		}
	}

	/** For messages: what comes instead. */
	String found() {
		return done() ? ", and the statement ends" : ", found '" + text.substring(at).strip() + "'";
	}

	static boolean startsName(char c) {
		return Character.isLetter(c) || c == '_' || c == '.' || c == '$';
	}

	static boolean isInName(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
	}

	/** The name that comes next, after blanks; empty if none does. */
	String name() {
		skipBlanks();
		int from = at;
		if (at < text.length() && startsName(text.charAt(at))) {
			while (at < text.length() && isInName(text.charAt(at))) {
				at++;
			}
		}
		return text.substring(from, at);
	}

	String expectName(String what) {
		String name = name();
		if (name.isEmpty()) {
			throw new Mistake(at, "expected " + what + found());
		}
		return name;
	}

	void expectEnd() {
		if (!done()) {
			throw new Mistake(at, "unexpected '" + text.substring(at).strip() + "'");
		}
	}

	/** What is left, stripped. */
	String rest() {
		skipBlanks();
		String rest = text.substring(at).strip();
		at = text.length();
		return rest;
	}

	/** A name, or a string without its quotes. */
	String nameOrString(String what) {
		return peek() == '"' ? new String(string(), StandardCharsets.UTF_8) : expectName(what);
	}

	/** The bytes of a string in quotes. */
	byte[] string() {
		expect("\"");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (true) {
			if (at >= text.length()) {
				throw new Mistake(at, "the string does not end; close it with \"");
			}
			int c = text.codePointAt(at);
			if (c == '"') {
				at++;
				return bytes.toByteArray();
			}
			if (c == '\\') {
				bytes.write(escape());
			} else {
				at += Character.charCount(c);
				bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
			}
		}
	}

	/** The value of the escape sequence that comes next. */
	int escape() {
		int from = at;
		at++;
		char c = at < text.length() ? text.charAt(at++) : 0;
		switch (c) {
		case 'n':
			return '\n';
		case 't':
			return '\t';
		case 'r':
			return '\r';
		case 'b':
			return '\b';
		case 'f':
			return '\f';
		case 'e':
			return 27;
		case '\\', '"', '\'':
			return c;
		case 'x', 'X':
			return digits(from, 16, 8);
		default:
			if (c >= '0' && c <= '7') {
				at--;
				return digits(from, 8, 3);
			}
			throw new Mistake(from, "'\\" + (c == 0 ? "" : c) + "' is no escape sequence; there are \\n \\t \\r \\b \\f \\e \\\\ \\\" \\' \\x41 \\101");
		}
	}

	private int digits(int from, int radix, int most) {
		int value = 0;
		int count = 0;
		while (count < most && at < text.length() && Character.digit(text.charAt(at), radix) >= 0) {
			value = value * radix + Character.digit(text.charAt(at++), radix);
			count++;
		}
		if (count == 0) {
			throw new Mistake(from, "'\\x' needs digits");
		}
		return value & 0xff;
	}
}
