package org.ringside.isa.riscv;

import static org.ringside.isa.riscv.Format.SINGLE;
import static org.ringside.isa.riscv.SoftFloat.NV;
import static org.ringside.isa.riscv.SoftFloat.RNE;

/** Arithmetic on single-precision numbers, given as their bits: each operation's result, and the flags that it raises. */
final class Binary32 {

	static final int SIGN = 1 << 31;
	private static final int INFINITY = 0x7f80_0000;
	private static final int NAN = 0x7fc0_0000;
	private static final int QUIET = 0x0040_0000;

	private Binary32() {
	}

	/** In a register of 64 bits: section "NaN Boxing of Narrower Values". */
	static long box(int a) {
		return a | -1L << 32;
	}

	/** What a register holds as a single: what is not boxed is a NaN. */
	static int unbox(long register) {
		return register >> 32 == -1 ? (int) register : NAN;
	}

	static float value(int a) {
		return Float.intBitsToFloat(a);
	}

	/** The bits of a result of the host, which are RISC-V's for a NaN too. */
	static int bits(float value) {
		return Float.floatToIntBits(value);
	}

	static long wide(int a) {
		return a & 0xffff_ffffL;
	}

	static int negate(int a) {
		return a ^ SIGN;
	}

	static boolean isNan(int a) {
		return (a & ~SIGN) > INFINITY;
	}

	static boolean isSignaling(int a) {
		return isNan(a) && (a & QUIET) == 0;
	}

	// ---- arithmetic

	static int add(int a, int b, int rounding) {
		return rounding == RNE ? bits(value(a) + value(b)) : (int) SoftFloat.add(SINGLE, wide(a), wide(b), rounding).bits();
	}

	static long addFlags(int a, int b, int rounding) {
		return SoftFloat.add(SINGLE, wide(a), wide(b), rounding).flags();
	}

	static int multiply(int a, int b, int rounding) {
		return rounding == RNE ? bits(value(a) * value(b)) : (int) SoftFloat.multiply(SINGLE, wide(a), wide(b), rounding).bits();
	}

	static long multiplyFlags(int a, int b, int rounding) {
		return SoftFloat.multiply(SINGLE, wide(a), wide(b), rounding).flags();
	}

	static int divide(int a, int b, int rounding) {
		return rounding == RNE ? bits(value(a) / value(b)) : (int) SoftFloat.divide(SINGLE, wide(a), wide(b), rounding).bits();
	}

	static long divideFlags(int a, int b, int rounding) {
		return SoftFloat.divide(SINGLE, wide(a), wide(b), rounding).flags();
	}

	static int squareRoot(int a, int rounding) {
		return rounding == RNE ? bits((float) Math.sqrt(value(a))) : (int) SoftFloat.squareRoot(SINGLE, wide(a), rounding).bits();
	}

	static long squareRootFlags(int a, int rounding) {
		return SoftFloat.squareRoot(SINGLE, wide(a), rounding).flags();
	}

	static int fused(int a, int b, int c, int rounding) {
		return rounding == RNE ? bits(Math.fma(value(a), value(b), value(c)))
				: (int) SoftFloat.fused(SINGLE, wide(a), wide(b), wide(c), rounding).bits();
	}

	static long fusedFlags(int a, int b, int c, int rounding) {
		return SoftFloat.fused(SINGLE, wide(a), wide(b), wide(c), rounding).flags();
	}

	// ---- comparisons

	/** The lesser; of a number and a NaN, the number; -0 is less than +0. */
	static int lesser(int a, int b) {
		return isNan(a) ? isNan(b) ? NAN : b : isNan(b) ? a : bits(Math.min(value(a), value(b)));
	}

	static int greater(int a, int b) {
		return isNan(a) ? isNan(b) ? NAN : b : isNan(b) ? a : bits(Math.max(value(a), value(b)));
	}

	/** NV if one is a signaling NaN. */
	static long quietFlags(int a, int b) {
		return isSignaling(a) || isSignaling(b) ? NV : 0;
	}

	/** NV if one is a NaN. */
	static long signalingFlags(int a, int b) {
		return isNan(a) || isNan(b) ? NV : 0;
	}

	// ---- conversions

	static long toInteger(int a, int rounding, boolean signed, int width) {
		return SoftFloat.toInteger(SINGLE, wide(a), rounding, signed, width).bits();
	}

	static long toIntegerFlags(int a, int rounding, boolean signed, int width) {
		return SoftFloat.toInteger(SINGLE, wide(a), rounding, signed, width).flags();
	}

	static int fromLong(long a, int rounding) {
		return rounding == RNE ? bits(a) : (int) SoftFloat.fromInteger(SINGLE, a < 0, Math.abs(a), rounding).bits();
	}

	static long fromLongFlags(long a, int rounding) {
		return SoftFloat.fromInteger(SINGLE, a < 0, Math.abs(a), rounding).flags();
	}

	static int fromUnsigned(long a, int rounding) {
		return a >= 0 ? fromLong(a, rounding) : (int) SoftFloat.fromInteger(SINGLE, false, a, rounding).bits();
	}

	static long fromUnsignedFlags(long a, int rounding) {
		return a >= 0 ? fromLongFlags(a, rounding) : SoftFloat.fromInteger(SINGLE, false, a, rounding).flags();
	}
}
