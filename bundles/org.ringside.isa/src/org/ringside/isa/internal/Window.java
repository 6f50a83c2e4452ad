package org.ringside.isa.internal;

/**
 * The first 16 bytes from an instruction's start as two numbers, such that every byte has its place before the length is
 * known. Little-endian: byte i is bits 8i and up of the first number, from the bottom; big-endian: from the top.
 */
final class Window {

	/** Longest instruction, in bytes. */
	static final int MAX = 15;

	private Window() {
	}

	/** How far byte {@code index} is shifted in its half. */
	static int shift(int index, boolean bigEndian) {
		return bigEndian ? 56 - 8 * (index & 7) : 8 * (index & 7);
	}

	/** The bits of a half that lie in the first {@code bytes} bytes of the window. */
	static long known(int word, int bytes, boolean bigEndian) {
		int n = Math.clamp(bytes - 8 * word, 0, 8);
		if (n == 0) {
			return 0;
		}
		return bigEndian ? -1L << 64 - 8 * n : -1L >>> 64 - 8 * n;
	}

	/** The first {@code bytes} bytes, at most eight, as one number in the ISA's order. */
	static long number(long first, int bytes, boolean bigEndian) {
		int n = Math.min(bytes, 8);
		if (n == 0) {
			return 0;
		}
		return bigEndian ? first >>> 64 - 8 * n : first & -1L >>> 64 - 8 * n;
	}
}
