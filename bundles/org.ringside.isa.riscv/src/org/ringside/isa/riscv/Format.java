package org.ringside.isa.riscv;

/**
 * A binary format of IEEE 754: how its bits are laid out. Numbers are their bits, in the low {@link #width} bits of a
 * {@code long}, zeros above.
 *
 * @param precision bits of a normal number's significand, the one that is not stored included
 * @param exponentBits bits of the exponent
 */
record Format(int precision, int exponentBits) {

	static final Format SINGLE = new Format(24, 8);
	static final Format DOUBLE = new Format(53, 11);

	int width() {
		return precision + exponentBits;
	}

	private int fractionBits() {
		return precision - 1;
	}

	/** The bit of the sign. */
	long sign() {
		return 1L << width() - 1;
	}

	/** Positive infinity; what is above it, but for the sign, is no number. */
	long infinity() {
		return greatestField() + 2L << fractionBits();
	}

	private long quiet() {
		return 1L << fractionBits() - 1;
	}

	/** The one NaN that operations produce: section "NaN Generation and Propagation". */
	long nan() {
		return infinity() | quiet();
	}

	long magnitude(long bits) {
		return bits & sign() - 1;
	}

	boolean negative(long bits) {
		return (bits & sign()) != 0;
	}

	boolean isNan(long bits) {
		return magnitude(bits) > infinity();
	}

	boolean isSignaling(long bits) {
		return isNan(bits) && (bits & quiet()) == 0;
	}

	boolean isInfinite(long bits) {
		return magnitude(bits) == infinity();
	}

	boolean isZero(long bits) {
		return magnitude(bits) == 0;
	}

	/** One bit for each kind of number, as the manual's "Format of result of FCLASS instruction" has them. */
	int classOf(long bits) {
		if (isNan(bits)) {
			return isSignaling(bits) ? 1 << 8 : 1 << 9;
		}
		int kind = isInfinite(bits) ? 3 : isZero(bits) ? 0 : field(bits) == 0 ? 1 : 2;
		return negative(bits) ? 1 << 3 - kind : 1 << 4 + kind;
	}

	/** A finite number is its significand times two to the power of its {@link #exponent}. */
	long significand(long bits) {
		long fraction = bits & (1L << fractionBits()) - 1;
		return field(bits) == 0 ? fraction : fraction | 1L << fractionBits();
	}

	int exponent(long bits) {
		return least() + Math.max(field(bits), 1) - 1;
	}

	private int field(long bits) {
		return (int) (magnitude(bits) >>> fractionBits());
	}

	/** Exponent of the least number above zero. */
	int least() {
		return 2 - (1 << exponentBits - 1) - fractionBits();
	}

	/** How far above {@link #least} the exponent of a finite number can be. */
	int greatestField() {
		return (1 << exponentBits) - 3;
	}

	/**
	 * The magnitude {@code significand} times two to the power of {@link #least} + {@code above}. A significand that is as
	 * long as the precision has a one that is not stored: added, it makes the exponent one larger than it was, as it must be.
	 */
	long encode(int above, long significand) {
		return ((long) above << fractionBits()) + significand;
	}
}
