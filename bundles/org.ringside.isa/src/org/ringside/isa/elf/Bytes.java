package org.ringside.isa.elf;

import java.nio.charset.StandardCharsets;

/** Bytes of a section, read with every bound checked. Offsets are unsigned. */
final class Bytes {

	private final byte[] bytes;
	private final boolean big;

	Bytes(byte[] bytes, boolean big) {
		this.bytes = bytes;
		this.big = big;
	}

	static ElfException broken(long offset, String what) {
		return new ElfException("source lines cannot be read: offset 0x" + Long.toHexString(offset) + ": " + what);
	}

	int length() {
		return bytes.length;
	}

	/** Fails unless {@code size} bytes are there at {@code offset}. */
	void check(long offset, long size, String what) {
		if (offset < 0 || size < 0 || offset > bytes.length || size > bytes.length - offset) {
			throw broken(offset, what + " of " + Long.toUnsignedString(size) + " bytes goes beyond the end, 0x" + Integer.toHexString(bytes.length));
		}
	}

	long number(long offset, int width) {
		check(offset, width, "a number");
		long value = 0;
		for (int i = 0; i < width; i++) {
			value |= (bytes[(int) offset + i] & 0xffL) << 8 * (big ? width - 1 - i : i);
		}
		return value;
	}

	/** A string that ends with a zero before {@code end}. */
	String string(long offset, long end) {
		check(offset, 0, "a file name");
		long limit = Math.min(end, bytes.length);
		for (long i = offset; i < limit; i++) {
			if (bytes[(int) i] == 0) {
				return new String(bytes, (int) offset, (int) (i - offset), StandardCharsets.ISO_8859_1);
			}
		}
		throw broken(offset, "a file name does not end");
	}
}
