package org.ringside.isa.internal;

import java.util.List;

import org.ringside.isa.IsaException;

/** Where a field's value is in the bits of a row. */
final class Slot {

	private final String name;
	private final Piece[] pieces;
	/** Number of bits of the value, those that are always zero at its low end included. */
	private final int bits;
	private final int low;
	private final boolean signed;
	private final int plus;

	Slot(String name, List<Piece> pieces, int bits, int low, boolean signed, int plus) {
		this.name = name;
		this.pieces = pieces.toArray(Piece[]::new);
		this.bits = bits;
		this.low = low;
		this.signed = signed;
		this.plus = plus;
	}

	long get(long first, long second) {
		long value = 0;
		for (Piece p : pieces) {
			value |= p.get(first, second);
		}
		return extend(value) + plus;
	}

	long extend(long value) {
		return signed ? value << 64 - bits >> 64 - bits : value;
	}

	/** Puts a value into the window's two halves. */
	void put(long value, long[] halves) {
		long encoded = value - plus;
		if ((encoded & (1L << low) - 1) != 0) {
			throw new IsaException(name + " = " + value + " is not a multiple of " + (1L << low));
		}
		if (extend(encoded & -1L >>> 64 - bits) != encoded) {
			throw new IsaException(name + " = " + value + " is not in the range " + least() + " to " + greatest());
		}
		for (Piece p : pieces) {
			halves[p.word()] |= (encoded >>> p.to() & p.ones()) << p.at();
		}
	}

	/** A field of 64 bits has both readings; its values are longs. */
	private boolean belowZero() {
		return signed || bits == 64;
	}

	long least() {
		return (belowZero() ? -1L << bits - 1 : 0) + plus;
	}

	long greatest() {
		long top = belowZero() ? -1L >>> 65 - bits : -1L >>> 64 - bits;
		return (top & -1L << low) + plus;
	}

	/** Distance of two neighbouring values. */
	long step() {
		return 1L << low;
	}

	/** Bits that are encoded. */
	int encodedBits() {
		return bits - low;
	}

	/** The field's value if its encoded bits are {@code code}. */
	long valueOf(long code) {
		return extend(code << low) + plus;
	}

	/** The bits of a half that belong to the field. */
	long mask(int word) {
		long mask = 0;
		for (Piece p : pieces) {
			if (p.word() == word) {
				mask |= p.ones() << p.at();
			}
		}
		return mask;
	}

	/** True if the same bits mean the same value. */
	boolean sameAs(Slot other) {
		return bits == other.bits && signed == other.signed && plus == other.plus && List.of(pieces).equals(List.of(other.pieces));
	}
}
