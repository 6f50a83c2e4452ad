package org.ringside.isa.riscv;

import static org.ringside.isa.riscv.Binary64.fits;
import static org.ringside.isa.riscv.Binary64.inexact;
import static org.ringside.isa.riscv.Binary64.lost;
import static org.ringside.isa.riscv.Binary64.whole;
import static org.ringside.isa.riscv.Format.SINGLE;
import static org.ringside.isa.riscv.SoftFloat.NV;
import static org.ringside.isa.riscv.SoftFloat.NX;
import static org.ringside.isa.riscv.SoftFloat.RMM;
import static org.ringside.isa.riscv.SoftFloat.RNE;

/**
 * Arithmetic on single-precision numbers, given as their bits: each operation's result, and the accrued flags with those
 * that it raises.
 *
 * <p>To the nearest, results are the host's. Products of two singles are doubles, so that whether a result is exact is seen
 * by comparing there; if it is not, inexact is all that it can be, in whatever rounding mode, while it is far from the
 * ends of the range. What is left goes to {@link SoftFloat}.
 */
final class Binary32 {

	static final int SIGN = 1 << 31;
	private static final int INFINITY = 0x7f80_0000;
	private static final int NAN = 0x7fc0_0000;
	private static final int QUIET = 0x0040_0000;

	private static final float LEAST = 0x1p-120f;
	private static final float MOST = 0x1p120f;

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

	/** A result of this magnitude is neither tiny nor near the largest. */
	static boolean between(float magnitude) {
		return magnitude >= LEAST && magnitude <= MOST;
	}

	/** A sum whose parts are further apart than a double is long has lost something there. */
	static long addFlags(long flags, int a, int b, int rounding) {
		float sum = value(a) + value(b);
		return exact(value(a), value(b), sum) ? flags : between(Math.abs(sum)) ? flags | NX
				: flags | SoftFloat.add(SINGLE, wide(a), wide(b), rounding).flags();
	}

	private static boolean exact(double x, double y, float sum) {
		return lost(x, y) == 0 && x + y == sum;
	}

	static int multiply(int a, int b, int rounding) {
		return rounding == RNE ? bits(value(a) * value(b)) : (int) SoftFloat.multiply(SINGLE, wide(a), wide(b), rounding).bits();
	}

	static long multiplyFlags(long flags, int a, int b, int rounding) {
		float product = value(a) * value(b);
		return product == (double) value(a) * value(b) ? flags : between(Math.abs(product)) ? flags | NX
				: flags | SoftFloat.multiply(SINGLE, wide(a), wide(b), rounding).flags();
	}

	static int divide(int a, int b, int rounding) {
		return rounding == RNE ? bits(value(a) / value(b)) : (int) SoftFloat.divide(SINGLE, wide(a), wide(b), rounding).bits();
	}

	static long divideFlags(long flags, int a, int b, int rounding) {
		float quotient = value(a) / value(b);
		return (double) quotient * value(b) == value(a) ? flags : between(Math.abs(quotient)) ? flags | NX
				: flags | SoftFloat.divide(SINGLE, wide(a), wide(b), rounding).flags();
	}

	static int squareRoot(int a, int rounding) {
		return rounding == RNE ? bits((float) Math.sqrt(value(a))) : (int) SoftFloat.squareRoot(SINGLE, wide(a), rounding).bits();
	}

	static long squareRootFlags(long flags, int a, int rounding) {
		float root = (float) Math.sqrt(value(a));
		return (double) root * root == value(a) ? flags : between(root) ? flags | NX
				: flags | SoftFloat.squareRoot(SINGLE, wide(a), rounding).flags();
	}

	static int fused(int a, int b, int c, int rounding) {
		return rounding == RNE ? bits(Math.fma(value(a), value(b), value(c)))
				: (int) SoftFloat.fused(SINGLE, wide(a), wide(b), wide(c), rounding).bits();
	}

	static long fusedFlags(long flags, int a, int b, int c, int rounding) {
		float sum = Math.fma(value(a), value(b), value(c));
		return exact((double) value(a) * value(b), value(c), sum) ? flags : between(Math.abs(sum)) ? flags | NX
				: flags | SoftFloat.fused(SINGLE, wide(a), wide(b), wide(c), rounding).flags();
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
		double whole = whole(value(a), rounding);
		long integer = (long) whole;
		return rounding < RMM && fits(whole, integer, signed, width) ? width == 32 ? (int) integer : integer
				: SoftFloat.toInteger(SINGLE, wide(a), rounding, signed, width).bits();
	}

	static long toIntegerFlags(long flags, int a, int rounding, boolean signed, int width) {
		double whole = whole(value(a), rounding);
		long integer = (long) whole;
		return rounding < RMM && fits(whole, integer, signed, width) ? flags | inexact(integer == value(a))
				: flags | SoftFloat.toInteger(SINGLE, wide(a), rounding, signed, width).flags();
	}

	static int fromLong(long a, int rounding) {
		return rounding == RNE ? bits(a) : (int) SoftFloat.fromInteger(SINGLE, a < 0, Math.abs(a), rounding).bits();
	}

	static long fromLongFlags(long flags, long a) {
		return flags | inexact((long) (float) a == a && a != Long.MAX_VALUE);
	}

	/** One that is too large for a {@code long} is halved, its last bit kept for the sake of rounding. */
	static int fromUnsigned(long a, int rounding) {
		return a >= 0 ? fromLong(a, rounding) : rounding == RNE ? bits(2 * (float) (a >>> 1 | a & 1))
				: (int) SoftFloat.fromInteger(SINGLE, false, a, rounding).bits();
	}

	static long fromUnsignedFlags(long flags, long a) {
		return a >= 0 ? fromLongFlags(flags, a) : flags | inexact((a & 0xff_ffff_ffffL) == 0);
	}
}
