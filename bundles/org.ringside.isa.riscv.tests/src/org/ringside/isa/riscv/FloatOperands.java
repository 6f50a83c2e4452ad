package org.ringside.isa.riscv;

import java.util.Random;

/**
 * Operands for floating-point instructions: where results are exact, ties, tiny, too large, cancelled or invalid, more often
 * than chance would have it.
 */
final class FloatOperands {

	/** What the registers that an instruction reads hold. */
	enum Kind {
		SINGLE, DOUBLE, INTEGER
	}

	private static final double[] NEAR = { 0, 0.5, 1, 1.5, 2, 2.5, 3, 7.5, 0x1p31, 0x1p32, 0x1p63, 0x1p64, 0x1p24, 0x1p53, 0x1p52, 0x1p23,
			0x1p128, 0x1p-126, 0x1p-149, 0x1p-150, 0x1p1023, 0x1p-1022, 0x1p-1074, 0x1.fffffep127, 0x1.ffffffp127, Double.MAX_VALUE };
	private static final long[] INTEGERS = { 0, 1, -1, 2, 3, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE,
			Long.MIN_VALUE, 0x1f_ffff_ffff_ffffL, 0x20_0000_0000_0001L, 0x1_ffff_ffL, 0x100_0001L, 0xffff_ff80_0000_0000L, 0xffff_ff40_0000_0000L,
			0x7fff_ffff_ffff_fc00L, 0x7fff_ffff_ffff_fe00L, 0xffff_ffff_ffff_fc00L };

	private final Random random;
	private final Kind kind;
	private final int fraction;
	private final int exponents;

	FloatOperands(Random random, Kind kind) {
		this.random = random;
		this.kind = kind;
		fraction = kind == Kind.SINGLE ? 23 : 52;
		exponents = kind == Kind.SINGLE ? 8 : 11;
	}

	/** Three registers, and the rounding mode and flags before, as {@code fcsr} has them. */
	long[] next() {
		if (kind == Kind.INTEGER) {
			return new long[] { integer(), 0, 0, status() };
		}
		long a = any();
		long b = random.nextInt(3) == 0 ? any() : related(a);
		long c = random.nextInt(3) == 0 ? any() : random.nextBoolean() ? related(a) : cancelling(a, b);
		if (random.nextInt(8) == 0) {
			a = bits(value(a) * value(a));
		} else if (random.nextInt(8) == 0) {
			a = bits(value(b) * short_(any()));
		}
		return new long[] { boxed(a), boxed(b), boxed(c), status() };
	}

	private long status() {
		return random.nextInt(5) << 5 | (random.nextBoolean() ? 0 : random.nextInt(1 << 5));
	}

	private long integer() {
		long some = random.nextBoolean() ? INTEGERS[random.nextInt(INTEGERS.length)] + random.nextInt(5) - 2 : random.nextLong() >> random.nextInt(64);
		return random.nextBoolean() ? some : sparse(some, 63);
	}

	/** A single is boxed, but for a few. */
	private long boxed(long a) {
		if (kind == Kind.DOUBLE) {
			return a;
		}
		return a & 0xffff_ffffL | (random.nextInt(24) != 0 ? -1L << 32 : random.nextLong() << 32 + random.nextInt(32));
	}

	private double value(long a) {
		return kind == Kind.SINGLE ? Float.intBitsToFloat((int) a) : Double.longBitsToDouble(a);
	}

	private long bits(double value) {
		return kind == Kind.SINGLE ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
	}

	private long number(int exponent, long significand) {
		int field = Math.floorMod(exponent, 1 << exponents);
		return random.nextLong(2) << fraction + exponents | (long) field << fraction | significand & (1L << fraction) - 1;
	}

	private int bias() {
		return (1 << exponents - 1) - 1;
	}

	private int exponent(long a) {
		return (int) (a >>> fraction) & (1 << exponents) - 1;
	}

	/** Bits of which most are equal to their neighbours. */
	private long sparse(long seed, int width) {
		return switch (random.nextInt(4)) {
		case 0 -> seed;
		case 1 -> 1L << random.nextInt(width);
		case 2 -> -1L << random.nextInt(width);
		default -> (1L << random.nextInt(width)) - 1 ^ 1L << random.nextInt(width);
		};
	}

	private long significand() {
		return sparse(random.nextLong(), fraction);
	}

	private long any() {
		return switch (random.nextInt(8)) {
		case 0 -> random.nextLong();
		case 1 -> number(-1, random.nextBoolean() ? 0 : significand());
		case 2 -> number(0, random.nextInt(4) == 0 ? 0 : significand());
		case 3, 4 -> bits(NEAR[random.nextInt(NEAR.length)] * (random.nextBoolean() ? 1 : -1)) + random.nextInt(5) - 2;
		case 5 -> number(random.nextInt(1 << exponents), significand());
		default -> number(bias() + random.nextInt(2 * fraction) - fraction, significand());
		};
	}

	/** A number whose sum, product or quotient with {@code a} is at an edge. */
	private long related(long a) {
		int of = exponent(a);
		int about = random.nextInt(5) - 2;
		int far = (fraction + 1) * (random.nextInt(5) - 2);
		return switch (random.nextInt(6)) {
		case 0 -> a + about ^ random.nextLong(2) << fraction + exponents;
		case 1 -> number(of + about + far, significand());
		// products that are nearly tiny or too large, and quotients
		case 2 -> number(bias() + 1 - of + about - random.nextInt(fraction + 2), significand());
		case 3 -> number(3 * bias() - of + about, significand());
		case 4 -> number(of - 1 + about + bias() - random.nextInt(2), significand());
		default -> number(of + random.nextInt(fraction) - fraction / 2, significand());
		};
	}

	/** Nearly the product's opposite. */
	private long cancelling(long a, long b) {
		return bits(-value(a) * value(b)) + (random.nextBoolean() ? 0 : random.nextInt(5) - 2);
	}

	/** With few bits, so that a product with it is exact. */
	private double short_(long a) {
		return value(a & -1L << fraction - 4);
	}
}
