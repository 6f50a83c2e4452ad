package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/** A value or zero, by a condition. */
@Chapter(value = "Zicond", title = "\"Zicond\" Extension for Integer Conditional Operations", when = "!withoutZicond")
final class Zicond {

	private Zicond() {
	}

	@Instruction(bits = "0000111 rs2 rs1 101 rd 0110011", asm = "rd, rs1, rs2")
	static long czero_eqz(long rs1, long rs2) {
		return rs2 == 0 ? 0 : rs1;
	}

	@Instruction(bits = "0000111 rs2 rs1 111 rd 0110011", asm = "rd, rs1, rs2")
	static long czero_nez(long rs1, long rs2) {
		return rs2 == 0 ? rs1 : 0;
	}
}
