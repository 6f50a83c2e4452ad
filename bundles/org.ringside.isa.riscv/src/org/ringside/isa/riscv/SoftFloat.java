package org.ringside.isa.riscv;

/**
 * Arithmetic of IEEE 754 by integers, for every rounding mode and every flag: correct by being plain, and so the last
 * resort of {@link Binary32} and {@link Binary64}, which do the common cases by the host's arithmetic.
 *
 * <p>Each operation computes its result as if with unlimited precision, as a magnitude of up to 128 bits times a power of
 * two, whose last bit is a one if anything was lost below it; then it is {@linkplain #round rounded} once.
 */
final class SoftFloat {

	// accrued exceptions, as in fflags
	static final int NX = 1;
	static final int UF = 2;
	static final int OF = 4;
	static final int DZ = 8;
	static final int NV = 16;

	// rounding modes, as in frm
	/** To the nearest, of two the even one. */
	static final int RNE = 0;
	/** Towards zero. */
	static final int RTZ = 1;
	static final int RDN = 2;
	static final int RUP = 3;
	/** To the nearest, of two the one of greater magnitude. */
	static final int RMM = 4;

	private static final int LEADING = 127;

	/**
	 * What an operation has as its result.
	 *
	 * @param bits of a number; of an integer, sign-extended
	 * @param flags exceptions that it raised
	 */
	record Rounded(long bits, int flags) {
	}

	private SoftFloat() {
	}

	// ---- operations

	static Rounded add(Format f, long a, long b, int rounding) {
		return fused(f, a, f.encode(-f.least() - f.precision() + 1, 1L << f.precision() - 1), b, rounding);
	}

	/** A product plus a zero of its own sign, which changes nothing. */
	static Rounded multiply(Format f, long a, long b, int rounding) {
		return fused(f, a, b, (a ^ b) & f.sign(), rounding);
	}

	/** {@code a * b + c}, rounded once. */
	static Rounded fused(Format f, long a, long b, long c, int rounding) {
		boolean negative = f.negative(a ^ b);
		if (f.isInfinite(a) && f.isZero(b) || f.isZero(a) && f.isInfinite(b)) {
			return invalid(f);
		}
		if (f.isNan(a) || f.isNan(b) || f.isNan(c)) {
			return nan(f, f.isSignaling(a) || f.isSignaling(b) || f.isSignaling(c));
		}
		if (f.isInfinite(a) || f.isInfinite(b)) {
			return f.isInfinite(c) && f.negative(c) != negative ? invalid(f) : infinity(f, negative);
		}
		if (f.isInfinite(c)) {
			return new Rounded(c, 0);
		}
		long x = f.significand(a);
		long y = f.significand(b);
		Exact product = new Exact(negative, f.exponent(a) + f.exponent(b), Math.unsignedMultiplyHigh(x, y), x * y);
		return round(f, product.plus(exact(f, c), rounding), rounding);
	}

	static Rounded divide(Format f, long a, long b, int rounding) {
		boolean negative = f.negative(a ^ b);
		if (f.isNan(a) || f.isNan(b)) {
			return nan(f, f.isSignaling(a) || f.isSignaling(b));
		}
		if (f.isInfinite(a)) {
			return f.isInfinite(b) ? invalid(f) : infinity(f, negative);
		}
		if (f.isInfinite(b)) {
			return new Rounded(negative ? f.sign() : 0, 0);
		}
		if (f.isZero(b)) {
			return f.isZero(a) ? invalid(f) : new Rounded(infinity(f, negative).bits, DZ);
		}
		return round(f, quotient(negative, exact(f, a), exact(f, b)), rounding);
	}

	/** Long division, ten digits at a time: both significands are made 53 bits long, the quotient so has 60 or 61. */
	private static Exact quotient(boolean negative, Exact a, Exact b) {
		int up = Long.numberOfLeadingZeros(a.low) - 11;
		int down = Long.numberOfLeadingZeros(b.low) - 11;
		long dividend = a.low << up;
		long divisor = b.low << down;
		long quotient = dividend / divisor;
		long rest = dividend % divisor;
		for (int digits = 0; digits < 60; digits += 10) {
			quotient = quotient << 10 | (rest << 10) / divisor;
			rest = (rest << 10) % divisor;
		}
		return new Exact(negative, a.exponent - up - b.exponent + down - 60, 0, a.low == 0 ? 0 : quotient | (rest != 0 ? 1 : 0));
	}

	static Rounded squareRoot(Format f, long a, int rounding) {
		if (f.isNan(a)) {
			return nan(f, f.isSignaling(a));
		}
		if (f.isZero(a)) {
			return new Rounded(a, 0);
		}
		if (f.negative(a)) {
			return invalid(f);
		}
		return f.isInfinite(a) ? new Rounded(a, 0) : round(f, root(exact(f, a)), rounding);
	}

	/** The root digit by digit, as on paper: two of the number for each of the root, 30 before the point and 30 after. */
	private static Exact root(Exact a) {
		int up = Long.numberOfLeadingZeros(a.low) - 4;
		up -= a.exponent - up & 1;
		long number = a.low << up;
		long root = 0;
		long rest = 0;
		for (int place = 29; place >= -30; place--) {
			rest = rest << 2 | (place >= 0 ? number >>> 2 * place & 3 : 0);
			long trial = root << 2 | 1;
			root <<= 1;
			if (rest >= trial) {
				rest -= trial;
				root |= 1;
			}
		}
		return new Exact(false, (a.exponent - up) / 2 - 31, 0, root << 1 | (rest != 0 ? 1 : 0));
	}

	// ---- conversions

	static Rounded convert(Format from, Format to, long a, int rounding) {
		if (from.isNan(a)) {
			return nan(to, from.isSignaling(a));
		}
		return from.isInfinite(a) ? infinity(to, from.negative(a)) : round(to, exact(from, a), rounding);
	}

	/** @param magnitude unsigned */
	static Rounded fromInteger(Format to, boolean negative, long magnitude, int rounding) {
		return round(to, new Exact(negative, 0, 0, magnitude), rounding);
	}

	/** To an integer of 32 or 64 bits; what it has no place for is NV, and becomes its least or greatest. */
	static Rounded toInteger(Format from, long a, int rounding, boolean signed, int width) {
		Exact exact = exact(from, a);
		boolean negative = exact.negative && !from.isNan(a);
		int length = exact.length();
		boolean far = from.isNan(a) || from.isInfinite(a) || length != 0 && length + exact.exponent > 64;
		long magnitude = far ? -1 : exact.whole(0, rounding);
		long most = signed ? (1L << width - 1) - (negative ? 0 : 1) : negative ? 0 : -1L >>> 64 - width;
		if (far || Long.compareUnsigned(magnitude, most) > 0) {
			return new Rounded(integer(negative, most, width), NV);
		}
		return new Rounded(integer(negative, magnitude, width), exact.tail(0) != 0 ? NX : 0);
	}

	private static long integer(boolean negative, long magnitude, int width) {
		long value = negative ? -magnitude : magnitude;
		return width == 32 ? (int) value : value;
	}

	// ---- special results

	private static Rounded nan(Format f, boolean signaling) {
		return new Rounded(f.nan(), signaling ? NV : 0);
	}

	private static Rounded invalid(Format f) {
		return new Rounded(f.nan(), NV);
	}

	private static Rounded infinity(Format f, boolean negative) {
		return new Rounded(f.infinity() | (negative ? f.sign() : 0), 0);
	}

	// ---- exact results, and their rounding

	private static Exact exact(Format f, long finite) {
		return new Exact(f.negative(finite), f.exponent(finite), 0, f.significand(finite));
	}

	/**
	 * A number before it is rounded: {@code (high * 2^64 + low) * 2^exponent}. If its last bit is far below what rounding
	 * looks at, it stands for all that is lost below.
	 */
	private record Exact(boolean negative, int exponent, long high, long low) {

		boolean zero() {
			return (high | low) == 0;
		}

		int length() {
			return high != 0 ? 128 - Long.numberOfLeadingZeros(high) : 64 - Long.numberOfLeadingZeros(low);
		}

		/** The same with its first bit at place 126, so that there is room for a carry. */
		private Exact leading() {
			int up = LEADING - length();
			return new Exact(negative, exponent - up, up >= 64 ? low << up - 64 : up == 0 ? high : high << up | low >>> 64 - up, up >= 64 ? 0 : low << up);
		}

		/** The same in multiples of a greater power of two, what is lost kept as its last bit. */
		private Exact at(int unit) {
			int down = unit - exponent;
			return down == 0 ? this : new Exact(negative, unit, down >= 64 ? 0 : high >>> down, from(down) | (tail(unit) != 0 ? 1 : 0));
		}

		/** The 64 bits from a place on. */
		private long from(int place) {
			return place >= 128 ? 0 : place >= 64 ? high >>> place - 64 : place == 0 ? low : low >>> place | high << 64 - place;
		}

		/** The sum; of opposites, the zero that the rounding mode wants. */
		Exact plus(Exact other, int rounding) {
			if (zero() || other.zero()) {
				return !zero() ? this : !other.zero() || negative == other.negative ? other : new Exact(rounding == RDN, 0, 0, 0);
			}
			Exact a = leading();
			Exact b = other.leading();
			boolean less = a.exponent != b.exponent ? a.exponent < b.exponent
					: a.high != b.high ? a.high < b.high : Long.compareUnsigned(a.low, b.low) < 0;
			Exact more = less ? b : a;
			Exact fewer = (less ? a : b).at(more.exponent);
			if (negative == other.negative) {
				long sum = more.low + fewer.low;
				long carry = Long.compareUnsigned(sum, more.low) < 0 ? 1 : 0;
				return new Exact(negative, more.exponent, more.high + fewer.high + carry, sum);
			}
			long borrow = Long.compareUnsigned(more.low, fewer.low) < 0 ? 1 : 0;
			Exact difference = new Exact(more.negative, more.exponent, more.high - fewer.high - borrow, more.low - fewer.low);
			return difference.zero() ? new Exact(rounding == RDN, 0, 0, 0) : difference;
		}

		/** What is lost of it in multiples of {@code 2^unit}: 0 nothing, 1 less than half of one, 2 half, 3 more. */
		int tail(int unit) {
			int down = unit - exponent;
			if (down <= 0 || zero()) {
				return 0;
			}
			boolean half = (from(down - 1) & 1) != 0;
			int lowest = low != 0 ? Long.numberOfTrailingZeros(low) : 64 + Long.numberOfTrailingZeros(high);
			return (half ? 2 : 0) | (lowest < down - 1 ? 1 : 0);
		}

		/** The magnitude in multiples of {@code 2^unit}, rounded to a whole number of them. */
		long whole(int unit, int rounding) {
			int down = unit - exponent;
			if (down <= 0) {
				return zero() ? 0 : low << -down;
			}
			long kept = from(down);
			int tail = tail(unit);
			boolean up = switch (rounding) {
			case RNE -> tail == 3 || tail == 2 && (kept & 1) != 0;
			case RDN -> negative && tail != 0;
			case RUP -> !negative && tail != 0;
			case RMM -> tail >= 2;
			default -> false;
			};
			return up ? kept + 1 : kept;
		}
	}

	/**
	 * Rounds to a number of the format. A result is tiny if it would be below the least normal number even after rounding
	 * with an unlimited exponent, which means one bit more than there is place for (IEEE 754-2008, section 7.5).
	 */
	private static Rounded round(Format f, Exact exact, int rounding) {
		long sign = exact.negative ? f.sign() : 0;
		if (exact.zero()) {
			return new Rounded(sign, 0);
		}
		int unit = Math.max(exact.exponent + exact.length() - f.precision(), f.least());
		boolean inexact = exact.tail(unit) != 0;
		int above = unit - f.least();
		long magnitude = above > f.greatestField() ? f.infinity() : f.encode(above, exact.whole(unit, rounding));
		if (magnitude >= f.infinity()) {
			boolean beyond = rounding == RNE || rounding == RMM || rounding == (exact.negative ? RDN : RUP);
			return new Rounded(sign | (beyond ? f.infinity() : f.infinity() - 1), OF | NX);
		}
		boolean tiny = above == 0 && exact.whole(unit - 1, rounding) < 1L << f.precision();
		return new Rounded(sign | magnitude, inexact ? tiny ? NX | UF : NX : 0);
	}
}
