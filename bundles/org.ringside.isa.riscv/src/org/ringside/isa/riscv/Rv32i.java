package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Control;
import org.ringside.isa.Instruction;
import org.ringside.machine.runtime.Access;

/**
 * The base: integer computation, control transfer, loads and stores. Registers are 64 bits wide here; what the manual
 * adds for that width is in {@link Rv64i}, the shifts by a constant among it.
 */
@Chapter(value = "RV32I", title = "RV32I Base Integer Instruction Set")
final class Rv32i {

	private Rv32i() {
	}

	@Instruction(bits = "imm[31:12] rd 0110111", asm = "rd, imm[31:12]")
	static long lui(long imm) {
		return imm;
	}

	@Instruction(bits = "imm[31:12] rd 0010111", asm = "rd, imm[31:12]")
	static long auipc(long pc, long imm) {
		return pc + imm;
	}

	// ---- control transfer

	@Instruction(bits = "imm[20|10:1|11|19:12] rd 1101111", asm = "rd, imm", control = Control.JUMP, also = "rd = link")
	static long jal(long pc, long imm) {
		return pc + imm;
	}

	@Instruction(bits = "imm[11:0] rs1 000 rd 1100111", asm = "rd, imm(rs1)", control = Control.JUMP, also = "rd = link")
	static long jalr(long rs1, long imm) {
		return rs1 + imm & ~1;
	}

	static long link(long next) {
		return next;
	}

	@Instruction(bits = "imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011", asm = "rs1, rs2, imm", control = Control.BRANCH)
	static boolean beq(long rs1, long rs2) {
		return rs1 == rs2;
	}

	@Instruction(bits = "imm[12|10:5] rs2 rs1 001 imm[4:1|11] 1100011", asm = "rs1, rs2, imm", control = Control.BRANCH)
	static boolean bne(long rs1, long rs2) {
		return rs1 != rs2;
	}

	@Instruction(bits = "imm[12|10:5] rs2 rs1 100 imm[4:1|11] 1100011", asm = "rs1, rs2, imm", control = Control.BRANCH)
	static boolean blt(long rs1, long rs2) {
		return rs1 < rs2;
	}

	@Instruction(bits = "imm[12|10:5] rs2 rs1 101 imm[4:1|11] 1100011", asm = "rs1, rs2, imm", control = Control.BRANCH)
	static boolean bge(long rs1, long rs2) {
		return rs1 >= rs2;
	}

	@Instruction(bits = "imm[12|10:5] rs2 rs1 110 imm[4:1|11] 1100011", asm = "rs1, rs2, imm", control = Control.BRANCH)
	static boolean bltu(long rs1, long rs2) {
		return Long.compareUnsigned(rs1, rs2) < 0;
	}

	@Instruction(bits = "imm[12|10:5] rs2 rs1 111 imm[4:1|11] 1100011", asm = "rs1, rs2, imm", control = Control.BRANCH)
	static boolean bgeu(long rs1, long rs2) {
		return Long.compareUnsigned(rs1, rs2) >= 0;
	}

	// ---- loads and stores

	@Instruction(bits = "imm[11:0] rs1 000 rd 0000011", asm = "rd, imm(rs1)")
	static long lb(Access memory, long rs1, long imm) {
		return memory.load8(rs1 + imm);
	}

	@Instruction(bits = "imm[11:0] rs1 001 rd 0000011", asm = "rd, imm(rs1)")
	static long lh(Access memory, long rs1, long imm) {
		return memory.load16(rs1 + imm);
	}

	@Instruction(bits = "imm[11:0] rs1 010 rd 0000011", asm = "rd, imm(rs1)")
	static long lw(Access memory, long rs1, long imm) {
		return memory.load32(rs1 + imm);
	}

	@Instruction(bits = "imm[11:0] rs1 100 rd 0000011", asm = "rd, imm(rs1)")
	static long lbu(Access memory, long rs1, long imm) {
		return memory.load8u(rs1 + imm);
	}

	@Instruction(bits = "imm[11:0] rs1 101 rd 0000011", asm = "rd, imm(rs1)")
	static long lhu(Access memory, long rs1, long imm) {
		return memory.load16u(rs1 + imm);
	}

	@Instruction(bits = "imm[11:5] rs2 rs1 000 imm[4:0] 0100011", asm = "rs2, imm(rs1)")
	static void sb(Access memory, long rs1, long rs2, long imm) {
		memory.store8(rs1 + imm, rs2);
	}

	@Instruction(bits = "imm[11:5] rs2 rs1 001 imm[4:0] 0100011", asm = "rs2, imm(rs1)")
	static void sh(Access memory, long rs1, long rs2, long imm) {
		memory.store16(rs1 + imm, rs2);
	}

	@Instruction(bits = "imm[11:5] rs2 rs1 010 imm[4:0] 0100011", asm = "rs2, imm(rs1)")
	static void sw(Access memory, long rs1, long rs2, long imm) {
		memory.store32(rs1 + imm, rs2);
	}

	// ---- register and constant

	@Instruction(bits = "imm[11:0] rs1 000 rd 0010011", asm = "rd, rs1, imm")
	static long addi(long rs1, long imm) {
		return rs1 + imm;
	}

	@Instruction(bits = "imm[11:0] rs1 010 rd 0010011", asm = "rd, rs1, imm")
	static long slti(long rs1, long imm) {
		return rs1 < imm ? 1 : 0;
	}

	@Instruction(bits = "imm[11:0] rs1 011 rd 0010011", asm = "rd, rs1, imm")
	static long sltiu(long rs1, long imm) {
		return Long.compareUnsigned(rs1, imm) < 0 ? 1 : 0;
	}

	@Instruction(bits = "imm[11:0] rs1 100 rd 0010011", asm = "rd, rs1, imm")
	static long xori(long rs1, long imm) {
		return rs1 ^ imm;
	}

	@Instruction(bits = "imm[11:0] rs1 110 rd 0010011", asm = "rd, rs1, imm")
	static long ori(long rs1, long imm) {
		return rs1 | imm;
	}

	@Instruction(bits = "imm[11:0] rs1 111 rd 0010011", asm = "rd, rs1, imm")
	static long andi(long rs1, long imm) {
		return rs1 & imm;
	}

	// ---- register and register

	@Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
	static long add(long rs1, long rs2) {
		return rs1 + rs2;
	}

	@Instruction(bits = "0100000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
	static long sub(long rs1, long rs2) {
		return rs1 - rs2;
	}

	@Instruction(bits = "0000000 rs2 rs1 001 rd 0110011", asm = "rd, rs1, rs2")
	static long sll(long rs1, long rs2) {
		return rs1 << rs2;
	}

	@Instruction(bits = "0000000 rs2 rs1 010 rd 0110011", asm = "rd, rs1, rs2")
	static long slt(long rs1, long rs2) {
		return rs1 < rs2 ? 1 : 0;
	}

	@Instruction(bits = "0000000 rs2 rs1 011 rd 0110011", asm = "rd, rs1, rs2")
	static long sltu(long rs1, long rs2) {
		return Long.compareUnsigned(rs1, rs2) < 0 ? 1 : 0;
	}

	@Instruction(bits = "0000000 rs2 rs1 100 rd 0110011", asm = "rd, rs1, rs2")
	static long xor(long rs1, long rs2) {
		return rs1 ^ rs2;
	}

	@Instruction(bits = "0000000 rs2 rs1 101 rd 0110011", asm = "rd, rs1, rs2")
	static long srl(long rs1, long rs2) {
		return rs1 >>> rs2;
	}

	@Instruction(bits = "0100000 rs2 rs1 101 rd 0110011", asm = "rd, rs1, rs2")
	static long sra(long rs1, long rs2) {
		return rs1 >> rs2;
	}

	@Instruction(bits = "0000000 rs2 rs1 110 rd 0110011", asm = "rd, rs1, rs2")
	static long or(long rs1, long rs2) {
		return rs1 | rs2;
	}

	@Instruction(bits = "0000000 rs2 rs1 111 rd 0110011", asm = "rd, rs1, rs2")
	static long and(long rs1, long rs2) {
		return rs1 & rs2;
	}

	// ---- ordering: harts take turns on one host thread, so that every order seen is already that of the program

	/** The fields fm, rs1 and rd narrow the fence; an implementation that always fences in full ignores them. */
	@Instruction(bits = "xxxx pred succ xxxxx 000 xxxxx 0001111", asm = "pred, succ")
	static void fence() {
		// nothing to wait for
	}

	// ---- environment

	@Instruction(bits = "000000000000 00000 000 00000 1110011", access = "m:traps s:traps u:traps")
	static void ecall(RiscvHart hart) {
		throw hart.raise(Cause.ECALL_FROM_U + hart.level(), 0);
	}

	/** Its own address would be a legal value of mtval too; QEMU 7.2 leaves 0. */
	@Instruction(bits = "000000000001 00000 000 00000 1110011", access = "m:traps s:traps u:traps")
	static void ebreak(RiscvHart hart) {
		throw hart.raise(Cause.BREAKPOINT, 0);
	}
}
