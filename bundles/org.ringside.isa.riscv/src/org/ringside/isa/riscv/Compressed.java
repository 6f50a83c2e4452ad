package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Control;
import org.ringside.isa.Instruction;
import org.ringside.machine.runtime.Access;

/**
 * Instructions of 16 bits, by quadrant. Encodings that the manual calls reserved are no rows, and so are illegal; its
 * hints are rows, or values of rows, that change nothing, such as a result for {@code x0}.
 */
@Chapter(value = "C", title = "\"C\" Standard Extension for Compressed Instructions")
final class Compressed {

	private Compressed() {
	}

	static long link(long next) {
		return next;
	}

	// ---- quadrant 0

	@Instruction(bits = "000 nzuimm[5:4|9:6|2|3] rd' 00", asm = "rd', sp, nzuimm", where = "nzuimm != 0")
	static long c_addi4spn(long sp, long nzuimm) {
		return sp + nzuimm;
	}

	@Instruction(bits = "001 uimm[5:3] rs1' uimm[7:6] frd' 00", asm = "frd', uimm(rs1')", when = SingleFloat.ON, result = "frd",
			also = SingleFloat.DIRTY)
	static long c_fld(Access memory, long rs1, long uimm) {
		return memory.load64(rs1 + uimm);
	}

	@Instruction(bits = "010 uimm[5:3] rs1' uimm[2|6] rd' 00", asm = "rd', uimm(rs1')")
	static long c_lw(Access memory, long rs1, long uimm) {
		return memory.load32(rs1 + uimm);
	}

	@Instruction(bits = "011 uimm[5:3] rs1' uimm[7:6] rd' 00", asm = "rd', uimm(rs1')")
	static long c_ld(Access memory, long rs1, long uimm) {
		return memory.load64(rs1 + uimm);
	}

	@Instruction(bits = "101 uimm[5:3] rs1' uimm[7:6] frs2' 00", asm = "frs2', uimm(rs1')", when = SingleFloat.ON)
	static void c_fsd(Access memory, long rs1, long frs2, long uimm) {
		memory.store64(rs1 + uimm, frs2);
	}

	@Instruction(bits = "110 uimm[5:3] rs1' uimm[2|6] rs2' 00", asm = "rs2', uimm(rs1')")
	static void c_sw(Access memory, long rs1, long rs2, long uimm) {
		memory.store32(rs1 + uimm, rs2);
	}

	@Instruction(bits = "111 uimm[5:3] rs1' uimm[7:6] rs2' 00", asm = "rs2', uimm(rs1')")
	static void c_sd(Access memory, long rs1, long rs2, long uimm) {
		memory.store64(rs1 + uimm, rs2);
	}

	// ---- quadrant 1

	@Instruction(bits = "000 0 00000 00000 01")
	static void c_nop() {
		// as its name says
	}

	@Instruction(name = "c.nop", bits = "000 nzimm[5] 00000 nzimm[4:0] 01", asm = "nzimm", where = "nzimm != 0")
	static void c_nop_hint() {
		// a hint
	}

	@Instruction(bits = "000 imm[5] rd imm[4:0] 01", asm = "rd, imm", where = "rd != 0")
	static long c_addi(long rd, long imm) {
		return rd + imm;
	}

	@Instruction(bits = "001 imm[5] rd imm[4:0] 01", asm = "rd, imm", where = "rd != 0")
	static long c_addiw(long rd, long imm) {
		return (int) (rd + imm);
	}

	@Instruction(bits = "010 imm[5] rd imm[4:0] 01", asm = "rd, imm")
	static long c_li(long imm) {
		return imm;
	}

	@Instruction(bits = "011 nzimm[9] 00010 nzimm[4|6|8:7|5] 01", asm = "sp, nzimm", where = "nzimm != 0", result = "sp")
	static long c_addi16sp(long sp, long nzimm) {
		return sp + nzimm;
	}

	@Instruction(bits = "011 nzimm[17] rd nzimm[16:12] 01", asm = "rd, nzimm[31:12]", where = "rd != 2, nzimm != 0")
	static long c_lui(long nzimm) {
		return nzimm;
	}

	@Instruction(bits = "100 shamt[5] 00 rd' shamt[4:0] 01", asm = "rd', shamt")
	static long c_srli(long rd, long shamt) {
		return rd >>> shamt;
	}

	@Instruction(bits = "100 shamt[5] 01 rd' shamt[4:0] 01", asm = "rd', shamt")
	static long c_srai(long rd, long shamt) {
		return rd >> shamt;
	}

	@Instruction(bits = "100 imm[5] 10 rd' imm[4:0] 01", asm = "rd', imm")
	static long c_andi(long rd, long imm) {
		return rd & imm;
	}

	@Instruction(bits = "100 0 11 rd' 00 rs2' 01", asm = "rd', rs2'")
	static long c_sub(long rd, long rs2) {
		return rd - rs2;
	}

	@Instruction(bits = "100 0 11 rd' 01 rs2' 01", asm = "rd', rs2'")
	static long c_xor(long rd, long rs2) {
		return rd ^ rs2;
	}

	@Instruction(bits = "100 0 11 rd' 10 rs2' 01", asm = "rd', rs2'")
	static long c_or(long rd, long rs2) {
		return rd | rs2;
	}

	@Instruction(bits = "100 0 11 rd' 11 rs2' 01", asm = "rd', rs2'")
	static long c_and(long rd, long rs2) {
		return rd & rs2;
	}

	@Instruction(bits = "100 1 11 rd' 00 rs2' 01", asm = "rd', rs2'")
	static long c_subw(long rd, long rs2) {
		return (int) (rd - rs2);
	}

	@Instruction(bits = "100 1 11 rd' 01 rs2' 01", asm = "rd', rs2'")
	static long c_addw(long rd, long rs2) {
		return (int) (rd + rs2);
	}

	@Instruction(bits = "101 imm[11|4|9:8|10|6|7|3:1|5] 01", asm = "imm", control = Control.JUMP)
	static long c_j(long pc, long imm) {
		return pc + imm;
	}

	@Instruction(bits = "110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", asm = "rs1', imm", control = Control.BRANCH)
	static boolean c_beqz(long rs1) {
		return rs1 == 0;
	}

	@Instruction(bits = "111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", asm = "rs1', imm", control = Control.BRANCH)
	static boolean c_bnez(long rs1) {
		return rs1 != 0;
	}

	// ---- quadrant 2

	@Instruction(bits = "000 shamt[5] rd shamt[4:0] 10", asm = "rd, shamt")
	static long c_slli(long rd, long shamt) {
		return rd << shamt;
	}

	@Instruction(bits = "001 uimm[5] frd uimm[4:3|8:6] 10", asm = "frd, uimm(sp)", when = SingleFloat.ON, result = "frd",
			also = SingleFloat.DIRTY)
	static long c_fldsp(Access memory, long sp, long uimm) {
		return memory.load64(sp + uimm);
	}

	@Instruction(bits = "010 uimm[5] rd uimm[4:2|7:6] 10", asm = "rd, uimm(sp)", where = "rd != 0")
	static long c_lwsp(Access memory, long sp, long uimm) {
		return memory.load32(sp + uimm);
	}

	@Instruction(bits = "011 uimm[5] rd uimm[4:3|8:6] 10", asm = "rd, uimm(sp)", where = "rd != 0")
	static long c_ldsp(Access memory, long sp, long uimm) {
		return memory.load64(sp + uimm);
	}

	@Instruction(bits = "100 0 rs1 00000 10", asm = "rs1", where = "rs1 != 0", control = Control.JUMP)
	static long c_jr(long rs1) {
		return rs1 & ~1;
	}

	@Instruction(bits = "100 0 rd rs2 10", asm = "rd, rs2", where = "rs2 != 0")
	static long c_mv(long rs2) {
		return rs2;
	}

	@Instruction(bits = "100 1 00000 00000 10", access = "m:traps s:traps u:traps")
	static void c_ebreak(RiscvHart hart) {
		Rv32i.ebreak(hart);
	}

	@Instruction(bits = "100 1 rs1 00000 10", asm = "rs1", where = "rs1 != 0", control = Control.JUMP, also = "ra = link")
	static long c_jalr(long rs1) {
		return rs1 & ~1;
	}

	@Instruction(bits = "100 1 rd rs2 10", asm = "rd, rs2", where = "rs2 != 0")
	static long c_add(long rd, long rs2) {
		return rd + rs2;
	}

	@Instruction(bits = "101 uimm[5:3|8:6] frs2 10", asm = "frs2, uimm(sp)", when = SingleFloat.ON)
	static void c_fsdsp(Access memory, long sp, long frs2, long uimm) {
		memory.store64(sp + uimm, frs2);
	}

	@Instruction(bits = "110 uimm[5:2|7:6] rs2 10", asm = "rs2, uimm(sp)")
	static void c_swsp(Access memory, long sp, long rs2, long uimm) {
		memory.store32(sp + uimm, rs2);
	}

	@Instruction(bits = "111 uimm[5:3|8:6] rs2 10", asm = "rs2, uimm(sp)")
	static void c_sdsp(Access memory, long sp, long rs2, long uimm) {
		memory.store64(sp + uimm, rs2);
	}
}
