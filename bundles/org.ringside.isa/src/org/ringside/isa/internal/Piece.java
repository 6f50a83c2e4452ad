package org.ringside.isa.internal;

/**
 * Neighbouring bits of an instruction that are neighbouring bits of a field.
 *
 * @param word which half of the {@link Window}
 * @param at lowest bit in that half
 * @param width bits
 * @param to lowest bit in the field's value
 */
record Piece(int word, int at, int width, int to) {

	long ones() {
		return -1L >>> 64 - width;
	}

	long get(long first, long second) {
		return ((word == 0 ? first : second) >>> at & ones()) << to;
	}
}
