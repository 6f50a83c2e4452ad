package org.ringside.isa.riscv;

import static org.ringside.isa.riscv.Format.DOUBLE;
import static org.ringside.isa.riscv.SoftFloat.NV;
import static org.ringside.isa.riscv.SoftFloat.RNE;

/** Arithmetic on double-precision numbers, given as their bits: each operation's result, and the flags that it raises. */
final class Binary64 {

	static final long SIGN = 1L << 63;
	private static final long INFINITY = 0x7ff0_0000_0000_0000L;
	private static final long NAN = 0x7ff8_0000_0000_0000L;
	private static final long QUIET = 0x0008_0000_0000_0000L;

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

	static long addFlags(long a, long b, int rounding) {
		return SoftFloat.add(DOUBLE, a, b, rounding).flags();
	}

	static long multiply(long a, long b, int rounding) {
		return rounding == RNE ? bits(value(a) * value(b)) : SoftFloat.multiply(DOUBLE, a, b, rounding).bits();
	}

	static long multiplyFlags(long a, long b, int rounding) {
		return SoftFloat.multiply(DOUBLE, a, b, rounding).flags();
	}

	static long divide(long a, long b, int rounding) {
		return rounding == RNE ? bits(value(a) / value(b)) : SoftFloat.divide(DOUBLE, a, b, rounding).bits();
	}

	static long divideFlags(long a, long b, int rounding) {
		return SoftFloat.divide(DOUBLE, a, b, rounding).flags();
	}

	static long squareRoot(long a, int rounding) {
		return rounding == RNE ? bits(Math.sqrt(value(a))) : SoftFloat.squareRoot(DOUBLE, a, rounding).bits();
	}

	static long squareRootFlags(long a, int rounding) {
		return SoftFloat.squareRoot(DOUBLE, a, rounding).flags();
	}

	static long fused(long a, long b, long c, int rounding) {
		return rounding == RNE ? bits(Math.fma(value(a), value(b), value(c)))
				: SoftFloat.fused(DOUBLE, a, b, c, rounding).bits();
	}

	static long fusedFlags(long a, long b, long c, int rounding) {
		return SoftFloat.fused(DOUBLE, a, b, c, rounding).flags();
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

	static long toSingleFlags(long a, int rounding) {
		return SoftFloat.convert(DOUBLE, Format.SINGLE, a, rounding).flags();
	}

	static long toInteger(long a, int rounding, boolean signed, int width) {
		return SoftFloat.toInteger(DOUBLE, a, rounding, signed, width).bits();
	}

	static long toIntegerFlags(long a, int rounding, boolean signed, int width) {
		return SoftFloat.toInteger(DOUBLE, a, rounding, signed, width).flags();
	}

	static long fromLong(long a, int rounding) {
		return rounding == RNE ? bits(a) : SoftFloat.fromInteger(DOUBLE, a < 0, Math.abs(a), rounding).bits();
	}

	static long fromLongFlags(long a, int rounding) {
		return SoftFloat.fromInteger(DOUBLE, a < 0, Math.abs(a), rounding).flags();
	}

	static long fromUnsigned(long a, int rounding) {
		return a >= 0 ? fromLong(a, rounding) : SoftFloat.fromInteger(DOUBLE, false, a, rounding).bits();
	}

	static long fromUnsignedFlags(long a, int rounding) {
		return a >= 0 ? fromLongFlags(a, rounding) : SoftFloat.fromInteger(DOUBLE, false, a, rounding).flags();
	}
}
