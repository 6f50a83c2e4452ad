package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;
import org.ringside.machine.runtime.Access;

/** What 64-bit registers add to {@link Rv32i}: doublewords, arithmetic on words, and shifts by up to 63. */
@Chapter(value = "RV64I", title = "RV64I Base Integer Instruction Set")
final class Rv64i {

	private Rv64i() {
	}

	@Instruction(bits = "imm[11:0] rs1 110 rd 0000011", asm = "rd, imm(rs1)")
	static long lwu(Access memory, long rs1, long imm) {
		return memory.load32u(rs1 + imm);
	}

	@Instruction(bits = "imm[11:0] rs1 011 rd 0000011", asm = "rd, imm(rs1)")
	static long ld(Access memory, long rs1, long imm) {
		return memory.load64(rs1 + imm);
	}

	@Instruction(bits = "imm[11:5] rs2 rs1 011 imm[4:0] 0100011", asm = "rs2, imm(rs1)")
	static void sd(Access memory, long rs1, long rs2, long imm) {
		memory.store64(rs1 + imm, rs2);
	}

	@Instruction(bits = "000000 shamt[5:0] rs1 001 rd 0010011", asm = "rd, rs1, shamt")
	static long slli(long rs1, long shamt) {
		return rs1 << shamt;
	}

	@Instruction(bits = "000000 shamt[5:0] rs1 101 rd 0010011", asm = "rd, rs1, shamt")
	static long srli(long rs1, long shamt) {
		return rs1 >>> shamt;
	}

	@Instruction(bits = "010000 shamt[5:0] rs1 101 rd 0010011", asm = "rd, rs1, shamt")
	static long srai(long rs1, long shamt) {
		return rs1 >> shamt;
	}

	// ---- words: the low 32 bits of the operands, the result sign-extended

	@Instruction(bits = "imm[11:0] rs1 000 rd 0011011", asm = "rd, rs1, imm")
	static long addiw(long rs1, long imm) {
		return (int) (rs1 + imm);
	}

	@Instruction(bits = "0000000 shamt[4:0] rs1 001 rd 0011011", asm = "rd, rs1, shamt")
	static long slliw(long rs1, long shamt) {
		return (int) rs1 << shamt;
	}

	@Instruction(bits = "0000000 shamt[4:0] rs1 101 rd 0011011", asm = "rd, rs1, shamt")
	static long srliw(long rs1, long shamt) {
		return (int) rs1 >>> shamt;
	}

	@Instruction(bits = "0100000 shamt[4:0] rs1 101 rd 0011011", asm = "rd, rs1, shamt")
	static long sraiw(long rs1, long shamt) {
		return (int) rs1 >> shamt;
	}

	@Instruction(bits = "0000000 rs2 rs1 000 rd 0111011", asm = "rd, rs1, rs2")
	static long addw(long rs1, long rs2) {
		return (int) (rs1 + rs2);
	}

	@Instruction(bits = "0100000 rs2 rs1 000 rd 0111011", asm = "rd, rs1, rs2")
	static long subw(long rs1, long rs2) {
		return (int) (rs1 - rs2);
	}

	@Instruction(bits = "0000000 rs2 rs1 001 rd 0111011", asm = "rd, rs1, rs2")
	static long sllw(long rs1, long rs2) {
		return (int) rs1 << rs2;
	}

	@Instruction(bits = "0000000 rs2 rs1 101 rd 0111011", asm = "rd, rs1, rs2")
	static long srlw(long rs1, long rs2) {
		return (int) rs1 >>> rs2;
	}

	@Instruction(bits = "0100000 rs2 rs1 101 rd 0111011", asm = "rd, rs1, rs2")
	static long sraw(long rs1, long rs2) {
		return (int) rs1 >> rs2;
	}
}
