package org.ringside.isa.riscv;

import static org.ringside.isa.riscv.Format.DOUBLE;
import static org.ringside.isa.riscv.SoftFloat.NV;
import static org.ringside.isa.riscv.SoftFloat.NX;
import static org.ringside.isa.riscv.SoftFloat.RDN;
import static org.ringside.isa.riscv.SoftFloat.RMM;
import static org.ringside.isa.riscv.SoftFloat.RNE;
import static org.ringside.isa.riscv.SoftFloat.RUP;

/**
 * Arithmetic on double-precision numbers, given as their bits: each operation's result, and the accrued flags with those
 * that it raises.
 *
 * <p>To the nearest, results are the host's. Whether one is exact is seen from what was lost, which is a number too as long
 * as nothing is near the ends of the range: in a sum by Knuth's TwoSum, in a product, quotient or root by a fused
 * multiply-add. There, inexact is all that it can be, in whatever rounding mode. What is left goes to {@link SoftFloat}.
 */
final class Binary64 {

	static final long SIGN = 1L << 63;
	private static final long INFINITY = 0x7ff0_0000_0000_0000L;
	private static final long NAN = 0x7ff8_0000_0000_0000L;
	private static final long QUIET = 0x0008_0000_0000_0000L;

	/** Products of at least this magnitude lose numbers, not parts of numbers. */
	private static final double LEAST = 0x1p-960;
	/** The sum of two of this magnitude is far from too large. */
	private static final double MOST = 0x1p1020;

	private Binary64() {
	}

	static double value(long a) {
		return Double.longBitsToDouble(a);
	}

	/** The bits of a result of the host, which are RISC-V's for a NaN too. */
	static long bits(double value) {
		return Double.doubleToLongBits(value);
	}

	static long negate(long a) {
		return a ^ SIGN;
	}

	static boolean isNan(long a) {
		return (a & ~SIGN) > INFINITY;
	}

	static boolean isSignaling(long a) {
		return isNan(a) && (a & QUIET) == 0;
	}

	// ---- arithmetic

	static long add(long a, long b, int rounding) {
		return rounding == RNE ? bits(value(a) + value(b)) : SoftFloat.add(DOUBLE, a, b, rounding).bits();
	}

	static long addFlags(long flags, long a, long b, int rounding) {
		double x = value(a);
		double y = value(b);
		return Math.abs(x) <= MOST && Math.abs(y) <= MOST ? flags | inexact(lost(x, y) == 0)
				: flags | SoftFloat.add(DOUBLE, a, b, rounding).flags();
	}

	/** What the sum of two numbers lacks. */
	static double lost(double x, double y) {
		double sum = x + y;
		double part = sum - x;
		return x - (sum - part) + (y - part);
	}

	static int inexact(boolean exact) {
		return exact ? 0 : NX;
	}

	private static boolean between(double magnitude) {
		return magnitude >= LEAST && magnitude <= MOST;
	}

	static long multiply(long a, long b, int rounding) {
		return rounding == RNE ? bits(value(a) * value(b)) : SoftFloat.multiply(DOUBLE, a, b, rounding).bits();
	}

	static long multiplyFlags(long flags, long a, long b, int rounding) {
		double x = value(a);
		double y = value(b);
		double product = x * y;
		if (between(Math.abs(product))) {
			return flags | inexact(Math.fma(x, y, -product) == 0);
		}
		boolean zero = product == 0 && (x == 0 || y == 0);
		return zero ? flags : flags | SoftFloat.multiply(DOUBLE, a, b, rounding).flags();
	}

	static long divide(long a, long b, int rounding) {
		return rounding == RNE ? bits(value(a) / value(b)) : SoftFloat.divide(DOUBLE, a, b, rounding).bits();
	}

	static long divideFlags(long flags, long a, long b, int rounding) {
		double x = value(a);
		double y = value(b);
		double quotient = x / y;
		return between(Math.abs(x)) && between(Math.abs(quotient)) ? flags | inexact(Math.fma(quotient, y, -x) == 0)
				: flags | SoftFloat.divide(DOUBLE, a, b, rounding).flags();
	}

	static long squareRoot(long a, int rounding) {
		return rounding == RNE ? bits(Math.sqrt(value(a))) : SoftFloat.squareRoot(DOUBLE, a, rounding).bits();
	}

	static long squareRootFlags(long flags, long a, int rounding) {
		double x = value(a);
		double root = Math.sqrt(x);
		return between(x) ? flags | inexact(Math.fma(root, root, -x) == 0) : flags | SoftFloat.squareRoot(DOUBLE, a, rounding).flags();
	}

	static long fused(long a, long b, long c, int rounding) {
		return rounding == RNE ? bits(Math.fma(value(a), value(b), value(c)))
				: SoftFloat.fused(DOUBLE, a, b, c, rounding).bits();
	}

	/** What is lost is no single number; but once the flag is set, and seldom it is not, it need not be known. */
	static long fusedFlags(long flags, long a, long b, long c, int rounding) {
		double x = value(a);
		double y = value(b);
		double z = value(c);
		if ((flags & NX) != 0 && between(Math.abs(Math.fma(x, y, z)))) {
			return flags;
		}
		double product = x * y;
		boolean exact = x == 0 || y == 0 || Math.abs(product) >= LEAST && Math.fma(x, y, -product) == 0;
		return exact && Math.abs(product) <= MOST && Math.abs(z) <= MOST ? flags | inexact(lost(product, z) == 0)
				: flags | SoftFloat.fused(DOUBLE, a, b, c, rounding).flags();
	}

	// ---- comparisons

	/** The lesser; of a number and a NaN, the number; -0 is less than +0. */
	static long lesser(long a, long b) {
		return isNan(a) ? isNan(b) ? NAN : b : isNan(b) ? a : bits(Math.min(value(a), value(b)));
	}

	static long greater(long a, long b) {
		return isNan(a) ? isNan(b) ? NAN : b : isNan(b) ? a : bits(Math.max(value(a), value(b)));
	}

	/** NV if one is a signaling NaN. */
	static long quietFlags(long a, long b) {
		return isSignaling(a) || isSignaling(b) ? NV : 0;
	}

	/** NV if one is a NaN. */
	static long signalingFlags(long a, long b) {
		return isNan(a) || isNan(b) ? NV : 0;
	}

	// ---- conversions

	static int toSingle(long a, int rounding) {
		return rounding == RNE ? Binary32.bits((float) value(a)) : (int) SoftFloat.convert(DOUBLE, Format.SINGLE, a, rounding).bits();
	}

	static long toSingleFlags(long flags, long a, int rounding) {
		float single = (float) value(a);
		return single == value(a) ? flags : Binary32.between(Math.abs(single)) ? flags | NX
				: flags | SoftFloat.convert(DOUBLE, Format.SINGLE, a, rounding).flags();
	}

	static long toInteger(long a, int rounding, boolean signed, int width) {
		double whole = whole(value(a), rounding);
		long integer = (long) whole;
		return rounding < RMM && fits(whole, integer, signed, width) ? width == 32 ? (int) integer : integer
				: SoftFloat.toInteger(DOUBLE, a, rounding, signed, width).bits();
	}

	static long toIntegerFlags(long flags, long a, int rounding, boolean signed, int width) {
		double whole = whole(value(a), rounding);
		long integer = (long) whole;
		return rounding < RMM && fits(whole, integer, signed, width) ? flags | inexact(integer == value(a))
				: flags | SoftFloat.toInteger(DOUBLE, a, rounding, signed, width).flags();
	}

	/** Rounded to a whole number, in the host's modes; that towards zero is left to the cast that follows. */
	static double whole(double x, int rounding) {
		return switch (rounding) {
		case RNE -> Math.rint(x);
		case RDN -> Math.floor(x);
		case RUP -> Math.ceil(x);
		default -> x;
		};
	}

	/** True if it is in the range of a {@code long}, and of an integer of that width. */
	static boolean fits(double whole, long integer, boolean signed, int width) {
		long least = signed ? -1L << width - 1 : 0;
		long most = width == 64 ? Long.MAX_VALUE : (1L << width - (signed ? 1 : 0)) - 1;
		return Math.abs(whole) < 0x1p63 && integer >= least && integer <= most;
	}

	static long fromLong(long a, int rounding) {
		return rounding == RNE || (int) a == a ? bits(a) : SoftFloat.fromInteger(DOUBLE, a < 0, Math.abs(a), rounding).bits();
	}

	static long fromLongFlags(long flags, long a) {
		return flags | inexact((long) (double) a == a && a != Long.MAX_VALUE);
	}

	/** One that is too large for a {@code long} is halved, its last bit kept for the sake of rounding. */
	static long fromUnsigned(long a, int rounding) {
		return a >= 0 ? fromLong(a, rounding) : rounding == RNE ? bits(2 * (double) (a >>> 1 | a & 1))
				: SoftFloat.fromInteger(DOUBLE, false, a, rounding).bits();
	}

	static long fromUnsignedFlags(long flags, long a) {
		return a >= 0 ? fromLongFlags(flags, a) : flags | inexact((a & 0x7ff) == 0);
	}
}
