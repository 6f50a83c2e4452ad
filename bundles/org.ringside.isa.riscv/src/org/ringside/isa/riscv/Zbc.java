package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/** Carry-less multiplication: the product of polynomials over two values, whose coefficients are the bits. */
@Chapter(value = "Zbc", title = "Carry-less multiplication", when = "!withoutZbc")
final class Zbc {

	private Zbc() {
	}

	@Instruction(bits = "0000101 rs2 rs1 001 rd 0110011", asm = "rd, rs1, rs2")
	static long clmul(long rs1, long rs2) {
		long product = 0;
		for (long rest = rs2; rest != 0; rest &= rest - 1) {
			product ^= rs1 << Long.numberOfTrailingZeros(rest);
		}
		return product;
	}

	/** The upper half of the product's 127 bits. */
	@Instruction(bits = "0000101 rs2 rs1 011 rd 0110011", asm = "rd, rs1, rs2")
	static long clmulh(long rs1, long rs2) {
		return clmulr(rs1, rs2) >>> 1;
	}

	/** Bits 126 to 63: the product of reversed values, reversed. */
	@Instruction(bits = "0000101 rs2 rs1 010 rd 0110011", asm = "rd, rs1, rs2")
	static long clmulr(long rs1, long rs2) {
		return Long.reverse(clmul(Long.reverse(rs1), Long.reverse(rs2)));
	}
}
