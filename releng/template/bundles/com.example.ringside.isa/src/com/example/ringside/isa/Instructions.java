package com.example.ringside.isa;

import org.ringside.isa.Chapter;
import org.ringside.isa.Control;
import org.ringside.isa.Instruction;
import org.ringside.machine.runtime.Access;

/** The rows of the manual. To add an instruction, add a method. */
@Chapter(value = "1", title = "Instructions")
final class Instructions {

	private Instructions() {
	}

	@Instruction(bits = "0000000000000000 rt rs rd 0000001", asm = "rd, rs, rt")
	static int add(int rs, int rt) {
		return rs + rt;
	}

	@Instruction(bits = "0000000000000000 rt rs rd 0000010", asm = "rd, rs, rt")
	static int sub(int rs, int rt) {
		return rs - rt;
	}

	@Instruction(bits = "0000000000000000 rt rs rd 0000011", asm = "rd, rs, rt")
	static int and(int rs, int rt) {
		return rs & rt;
	}

	@Instruction(bits = "imm[15:0] 000 rs rd 0000100", asm = "rd, rs, imm")
	static int addi(int rs, int imm) {
		return rs + imm;
	}

	@Instruction(bits = "imm[15:0] 000 rs rd 0000101", asm = "rd, imm(rs)")
	static int lw(Access memory, int rs, int imm) {
		return (int) memory.load32(TallyHart.address(rs + imm));
	}

	@Instruction(bits = "imm[15:0] 000 rs rd 0000110", asm = "rd, imm(rs)")
	static int lb(Access memory, int rs, int imm) {
		return (int) memory.load8u(TallyHart.address(rs + imm));
	}

	@Instruction(bits = "imm[15:0] rt rs 000 0000111", asm = "rt, imm(rs)")
	static void sw(Access memory, int rt, int rs, int imm) {
		memory.store32(TallyHart.address(rs + imm), rt);
	}

	@Instruction(bits = "imm[15:0] rt rs 000 0001000", asm = "rt, imm(rs)")
	static void sb(Access memory, int rt, int rs, int imm) {
		memory.store8(TallyHart.address(rs + imm), rt);
	}

	@Instruction(bits = "imm[15:0] rt rs 000 0001001", asm = "rs, rt, imm", control = Control.BRANCH)
	static boolean beq(int rs, int rt) {
		return rs == rt;
	}

	@Instruction(bits = "imm[15:0] rt rs 000 0001010", asm = "rs, rt, imm", control = Control.BRANCH)
	static boolean bne(int rs, int rt) {
		return rs != rt;
	}
}
