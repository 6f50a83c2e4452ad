package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/** Single bits, by a number of which the lower six bits count. */
@Chapter(value = "Zbs", title = "Single-bit instructions", when = "!withoutZbs")
final class Zbs {

	private Zbs() {
	}

	@Instruction(bits = "0100100 rs2 rs1 001 rd 0110011", asm = "rd, rs1, rs2")
	static long bclr(long rs1, long rs2) {
		return rs1 & ~(1L << rs2);
	}

	@Instruction(bits = "010010 shamt[5:0] rs1 001 rd 0010011", asm = "rd, rs1, shamt")
	static long bclri(long rs1, long shamt) {
		return rs1 & ~(1L << shamt);
	}

	@Instruction(bits = "0100100 rs2 rs1 101 rd 0110011", asm = "rd, rs1, rs2")
	static long bext(long rs1, long rs2) {
		return rs1 >>> rs2 & 1;
	}

	@Instruction(bits = "010010 shamt[5:0] rs1 101 rd 0010011", asm = "rd, rs1, shamt")
	static long bexti(long rs1, long shamt) {
		return rs1 >>> shamt & 1;
	}

	@Instruction(bits = "0110100 rs2 rs1 001 rd 0110011", asm = "rd, rs1, rs2")
	static long binv(long rs1, long rs2) {
		return rs1 ^ 1L << rs2;
	}

	@Instruction(bits = "011010 shamt[5:0] rs1 001 rd 0010011", asm = "rd, rs1, shamt")
	static long binvi(long rs1, long shamt) {
		return rs1 ^ 1L << shamt;
	}

	@Instruction(bits = "0010100 rs2 rs1 001 rd 0110011", asm = "rd, rs1, rs2")
	static long bset(long rs1, long rs2) {
		return rs1 | 1L << rs2;
	}

	@Instruction(bits = "001010 shamt[5:0] rs1 001 rd 0010011", asm = "rd, rs1, shamt")
	static long bseti(long rs1, long shamt) {
		return rs1 | 1L << shamt;
	}
}
