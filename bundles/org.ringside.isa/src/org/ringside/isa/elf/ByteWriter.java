package org.ringside.isa.elf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Collects numbers in one byte order. */
final class ByteWriter {

	private final boolean is64;
	private final boolean bigEndian;
	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	ByteWriter(boolean is64, boolean bigEndian) {
		this.is64 = is64;
		this.bigEndian = bigEndian;
	}

	int size() {
		return out.size();
	}

	byte[] bytes() {
		return out.toByteArray();
	}

	ByteWriter number(long value, int width) {
		for (int i = 0; i < width; i++) {
			out.write((int) (value >>> 8 * (bigEndian ? width - 1 - i : i)));
		}
		return this;
	}

	ByteWriter one(long value) {
		return number(value, 1);
	}

	ByteWriter half(long value) {
		return number(value, 2);
	}

	ByteWriter word(long value) {
		return number(value, 4);
	}

	ByteWriter address(long value) {
		return number(value, is64 ? 8 : 4);
	}

	int addressWidth() {
		return is64 ? 8 : 4;
	}

	ByteWriter bytes(byte[] bytes) {
		out.writeBytes(bytes);
		return this;
	}

	/** With a zero at its end. */
	ByteWriter string(String text) {
		return bytes(text.getBytes(StandardCharsets.UTF_8)).one(0);
	}

	ByteWriter unsigned(long value) {
		long left = value;
		do {
			int b = (int) left & 0x7f;
			left >>>= 7;
			out.write(left == 0 ? b : b | 0x80);
		} while (left != 0);
		return this;
	}

	ByteWriter signed(long value) {
		long left = value;
		while (left < -0x40 || left > 0x3f) {
			out.write((int) left & 0x7f | 0x80);
			left >>= 7;
		}
		out.write((int) left & 0x7f);
		return this;
	}

	/** Zeros up to an offset. */
	ByteWriter padTo(long offset) {
		return bytes(new byte[Math.toIntExact(offset - size())]);
	}

	/** Fills in a word that was left open. */
	byte[] withLength(int at) {
		byte[] all = bytes();
		byte[] length = new ByteWriter(is64, bigEndian).word(all.length - at - 4L).bytes();
		System.arraycopy(length, 0, all, at, 4);
		return all;
	}
}
