package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/** Basic bit manipulation: logic with a complement, counts, extrema, extensions, rotations, bytes. */
@Chapter(value = "Zbb", title = "Basic bit-manipulation", when = "!withoutZbb")
final class Zbb {

	private static final long LOWS = 0x7f7f_7f7f_7f7f_7f7fL;

	private Zbb() {
	}

	// ---- logic with a complement

	@Instruction(bits = "0100000 rs2 rs1 111 rd 0110011", asm = "rd, rs1, rs2")
	static long andn(long rs1, long rs2) {
		return rs1 & ~rs2;
	}

	@Instruction(bits = "0100000 rs2 rs1 110 rd 0110011", asm = "rd, rs1, rs2")
	static long orn(long rs1, long rs2) {
		return rs1 | ~rs2;
	}

	@Instruction(bits = "0100000 rs2 rs1 100 rd 0110011", asm = "rd, rs1, rs2")
	static long xnor(long rs1, long rs2) {
		return ~(rs1 ^ rs2);
	}

	// ---- counts of bits

	@Instruction(bits = "0110000 00000 rs1 001 rd 0010011", asm = "rd, rs1")
	static long clz(long rs1) {
		return Long.numberOfLeadingZeros(rs1);
	}

	@Instruction(bits = "0110000 00000 rs1 001 rd 0011011", asm = "rd, rs1")
	static long clzw(long rs1) {
		return Integer.numberOfLeadingZeros((int) rs1);
	}

	@Instruction(bits = "0110000 00001 rs1 001 rd 0010011", asm = "rd, rs1")
	static long ctz(long rs1) {
		return Long.numberOfTrailingZeros(rs1);
	}

	@Instruction(bits = "0110000 00001 rs1 001 rd 0011011", asm = "rd, rs1")
	static long ctzw(long rs1) {
		return Integer.numberOfTrailingZeros((int) rs1);
	}

	@Instruction(bits = "0110000 00010 rs1 001 rd 0010011", asm = "rd, rs1")
	static long cpop(long rs1) {
		return Long.bitCount(rs1);
	}

	@Instruction(bits = "0110000 00010 rs1 001 rd 0011011", asm = "rd, rs1")
	static long cpopw(long rs1) {
		return Integer.bitCount((int) rs1);
	}

	// ---- extrema

	@Instruction(bits = "0000101 rs2 rs1 110 rd 0110011", asm = "rd, rs1, rs2")
	static long max(long rs1, long rs2) {
		return Math.max(rs1, rs2);
	}

	@Instruction(bits = "0000101 rs2 rs1 111 rd 0110011", asm = "rd, rs1, rs2")
	static long maxu(long rs1, long rs2) {
		return Long.compareUnsigned(rs1, rs2) > 0 ? rs1 : rs2;
	}

	@Instruction(bits = "0000101 rs2 rs1 100 rd 0110011", asm = "rd, rs1, rs2")
	static long min(long rs1, long rs2) {
		return Math.min(rs1, rs2);
	}

	@Instruction(bits = "0000101 rs2 rs1 101 rd 0110011", asm = "rd, rs1, rs2")
	static long minu(long rs1, long rs2) {
		return Long.compareUnsigned(rs1, rs2) < 0 ? rs1 : rs2;
	}

	// ---- extensions

	@Instruction(bits = "0110000 00100 rs1 001 rd 0010011", asm = "rd, rs1")
	static long sext_b(long rs1) {
		return (byte) rs1;
	}

	@Instruction(bits = "0110000 00101 rs1 001 rd 0010011", asm = "rd, rs1")
	static long sext_h(long rs1) {
		return (short) rs1;
	}

	@Instruction(bits = "0000100 00000 rs1 100 rd 0111011", asm = "rd, rs1")
	static long zext_h(long rs1) {
		return (char) rs1;
	}

	// ---- rotations

	@Instruction(bits = "0110000 rs2 rs1 001 rd 0110011", asm = "rd, rs1, rs2")
	static long rol(long rs1, long rs2) {
		return Long.rotateLeft(rs1, (int) rs2);
	}

	@Instruction(bits = "0110000 rs2 rs1 001 rd 0111011", asm = "rd, rs1, rs2")
	static long rolw(long rs1, long rs2) {
		return Integer.rotateLeft((int) rs1, (int) rs2);
	}

	@Instruction(bits = "0110000 rs2 rs1 101 rd 0110011", asm = "rd, rs1, rs2")
	static long ror(long rs1, long rs2) {
		return Long.rotateRight(rs1, (int) rs2);
	}

	@Instruction(bits = "0110000 rs2 rs1 101 rd 0111011", asm = "rd, rs1, rs2")
	static long rorw(long rs1, long rs2) {
		return Integer.rotateRight((int) rs1, (int) rs2);
	}

	@Instruction(bits = "011000 shamt[5:0] rs1 101 rd 0010011", asm = "rd, rs1, shamt")
	static long rori(long rs1, long shamt) {
		return Long.rotateRight(rs1, (int) shamt);
	}

	@Instruction(bits = "0110000 shamt[4:0] rs1 101 rd 0011011", asm = "rd, rs1, shamt")
	static long roriw(long rs1, long shamt) {
		return Integer.rotateRight((int) rs1, (int) shamt);
	}

	// ---- bytes

	/** Bytes that are not 0 become 0xff: adding 0x7f to the lower seven bits carries into the eighth if any of them is set. */
	@Instruction(bits = "0010100 00111 rs1 101 rd 0010011", asm = "rd, rs1")
	static long orc_b(long rs1) {
		long set = ((rs1 & LOWS) + LOWS | rs1) & ~LOWS;
		return (set << 1) - (set >>> 7);
	}

	@Instruction(bits = "0110101 11000 rs1 101 rd 0010011", asm = "rd, rs1")
	static long rev8(long rs1) {
		return Long.reverseBytes(rs1);
	}
}
