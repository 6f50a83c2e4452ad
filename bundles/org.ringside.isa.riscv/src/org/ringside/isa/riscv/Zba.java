package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/** Address generation: an index, scaled or cut to a word, added to a base. */
@Chapter(value = "Zba", title = "Address generation instructions", when = "!withoutZba")
final class Zba {

	private static final long WORD = 0xffff_ffffL;

	private Zba() {
	}

	@Instruction(bits = "0000100 rs2 rs1 000 rd 0111011", asm = "rd, rs1, rs2")
	static long add_uw(long rs1, long rs2) {
		return (rs1 & WORD) + rs2;
	}

	@Instruction(bits = "0010000 rs2 rs1 010 rd 0110011", asm = "rd, rs1, rs2")
	static long sh1add(long rs1, long rs2) {
		return (rs1 << 1) + rs2;
	}

	@Instruction(bits = "0010000 rs2 rs1 100 rd 0110011", asm = "rd, rs1, rs2")
	static long sh2add(long rs1, long rs2) {
		return (rs1 << 2) + rs2;
	}

	@Instruction(bits = "0010000 rs2 rs1 110 rd 0110011", asm = "rd, rs1, rs2")
	static long sh3add(long rs1, long rs2) {
		return (rs1 << 3) + rs2;
	}

	@Instruction(bits = "0010000 rs2 rs1 010 rd 0111011", asm = "rd, rs1, rs2")
	static long sh1add_uw(long rs1, long rs2) {
		return ((rs1 & WORD) << 1) + rs2;
	}

	@Instruction(bits = "0010000 rs2 rs1 100 rd 0111011", asm = "rd, rs1, rs2")
	static long sh2add_uw(long rs1, long rs2) {
		return ((rs1 & WORD) << 2) + rs2;
	}

	@Instruction(bits = "0010000 rs2 rs1 110 rd 0111011", asm = "rd, rs1, rs2")
	static long sh3add_uw(long rs1, long rs2) {
		return ((rs1 & WORD) << 3) + rs2;
	}

	@Instruction(bits = "000010 shamt[5:0] rs1 001 rd 0011011", asm = "rd, rs1, shamt")
	static long slli_uw(long rs1, long shamt) {
		return (rs1 & WORD) << shamt;
	}
}
