package org.ringside.isa.riscv;

import static org.ringside.isa.riscv.Binary32.SIGN;
import static org.ringside.isa.riscv.Binary32.box;
import static org.ringside.isa.riscv.Binary32.negate;
import static org.ringside.isa.riscv.Binary32.unbox;
import static org.ringside.isa.riscv.Binary32.value;
import static org.ringside.isa.riscv.Binary32.wide;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;
import org.ringside.machine.runtime.Access;

/**
 * Single-precision numbers, in registers of 64 bits whose upper half is ones. A result and the flags that are accrued
 * with it are computed apart, so that flags nobody reads cost nothing. All of it exists only while {@code mstatus.FS} is
 * not off, which is a bit of the context; so is whether {@code frm}, which {@code dyn} stands for, holds a rounding mode.
 */
@Chapter(value = "F", title = "\"F\" Standard Extension for Single-Precision Floating-Point")
final class SingleFloat {

	/** The rows exist in this context. */
	static final String ON = "FS";
	/** The rounding modes that there are. */
	static final String ROUNDED = "rm != 5, rm != 6, rm != 7 or FRM";
	/** Writing a register or flags makes the state of floating point one to be saved. */
	static final String DIRTY = "mstatus = dirty";

	private SingleFloat() {
	}

	// ---- memory

	@Instruction(bits = "imm[11:0] rs1 010 frd 0000111", asm = "frd, imm(rs1)", when = ON, result = "frd", also = DIRTY)
	static long flw(Access memory, long rs1, long imm) {
		return box((int) memory.load32(rs1 + imm));
	}

	@Instruction(bits = "imm[11:5] frs2 rs1 010 imm[4:0] 0100111", asm = "frs2, imm(rs1)", when = ON)
	static void fsw(Access memory, long rs1, long frs2, long imm) {
		memory.store32(rs1 + imm, frs2);
	}

	// ---- arithmetic

	@Instruction(bits = "0000000 frs2 frs1 rm frd 1010011", asm = "frd, frs1, frs2{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = addFlags", DIRTY })
	static long fadd_s(long frs1, long frs2, long rm, long frm) {
		return box(Binary32.add(unbox(frs1), unbox(frs2), RiscvHart.rounding(rm, frm)));
	}

	static long addFlags(long fflags, long frs1, long frs2, long rm, long frm) {
		return Binary32.addFlags(fflags, unbox(frs1), unbox(frs2), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0000100 frs2 frs1 rm frd 1010011", asm = "frd, frs1, frs2{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = subFlags", DIRTY })
	static long fsub_s(long frs1, long frs2, long rm, long frm) {
		return box(Binary32.add(unbox(frs1), negate(unbox(frs2)), RiscvHart.rounding(rm, frm)));
	}

	static long subFlags(long fflags, long frs1, long frs2, long rm, long frm) {
		return Binary32.addFlags(fflags, unbox(frs1), negate(unbox(frs2)), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0001000 frs2 frs1 rm frd 1010011", asm = "frd, frs1, frs2{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = mulFlags", DIRTY })
	static long fmul_s(long frs1, long frs2, long rm, long frm) {
		return box(Binary32.multiply(unbox(frs1), unbox(frs2), RiscvHart.rounding(rm, frm)));
	}

	static long mulFlags(long fflags, long frs1, long frs2, long rm, long frm) {
		return Binary32.multiplyFlags(fflags, unbox(frs1), unbox(frs2), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0001100 frs2 frs1 rm frd 1010011", asm = "frd, frs1, frs2{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = divFlags", DIRTY })
	static long fdiv_s(long frs1, long frs2, long rm, long frm) {
		return box(Binary32.divide(unbox(frs1), unbox(frs2), RiscvHart.rounding(rm, frm)));
	}

	static long divFlags(long fflags, long frs1, long frs2, long rm, long frm) {
		return Binary32.divideFlags(fflags, unbox(frs1), unbox(frs2), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0101100 00000 frs1 rm frd 1010011", asm = "frd, frs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = sqrtFlags", DIRTY })
	static long fsqrt_s(long frs1, long rm, long frm) {
		return box(Binary32.squareRoot(unbox(frs1), RiscvHart.rounding(rm, frm)));
	}

	static long sqrtFlags(long fflags, long frs1, long rm, long frm) {
		return Binary32.squareRootFlags(fflags, unbox(frs1), RiscvHart.rounding(rm, frm));
	}

	// ---- fused multiply-add: rounded once; what is subtracted is added with the other sign

	@Instruction(bits = "frs3 00 frs2 frs1 rm frd 1000011", asm = "frd, frs1, frs2, frs3{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = maddFlags", DIRTY })
	static long fmadd_s(long frs1, long frs2, long frs3, long rm, long frm) {
		return box(Binary32.fused(unbox(frs1), unbox(frs2), unbox(frs3), RiscvHart.rounding(rm, frm)));
	}

	static long maddFlags(long fflags, long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary32.fusedFlags(fflags, unbox(frs1), unbox(frs2), unbox(frs3), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "frs3 00 frs2 frs1 rm frd 1000111", asm = "frd, frs1, frs2, frs3{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = msubFlags", DIRTY })
	static long fmsub_s(long frs1, long frs2, long frs3, long rm, long frm) {
		return box(Binary32.fused(unbox(frs1), unbox(frs2), negate(unbox(frs3)), RiscvHart.rounding(rm, frm)));
	}

	static long msubFlags(long fflags, long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary32.fusedFlags(fflags, unbox(frs1), unbox(frs2), negate(unbox(frs3)), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "frs3 00 frs2 frs1 rm frd 1001011", asm = "frd, frs1, frs2, frs3{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = nmsubFlags", DIRTY })
	static long fnmsub_s(long frs1, long frs2, long frs3, long rm, long frm) {
		return box(Binary32.fused(negate(unbox(frs1)), unbox(frs2), unbox(frs3), RiscvHart.rounding(rm, frm)));
	}

	static long nmsubFlags(long fflags, long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary32.fusedFlags(fflags, negate(unbox(frs1)), unbox(frs2), unbox(frs3), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "frs3 00 frs2 frs1 rm frd 1001111", asm = "frd, frs1, frs2, frs3{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = nmaddFlags", DIRTY })
	static long fnmadd_s(long frs1, long frs2, long frs3, long rm, long frm) {
		return box(Binary32.fused(negate(unbox(frs1)), unbox(frs2), negate(unbox(frs3)), RiscvHart.rounding(rm, frm)));
	}

	static long nmaddFlags(long fflags, long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary32.fusedFlags(fflags, negate(unbox(frs1)), unbox(frs2), negate(unbox(frs3)), RiscvHart.rounding(rm, frm));
	}

	// ---- signs

	@Instruction(bits = "0010000 frs2 frs1 000 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd", also = DIRTY)
	static long fsgnj_s(long frs1, long frs2) {
		return box(unbox(frs1) & ~SIGN | unbox(frs2) & SIGN);
	}

	@Instruction(bits = "0010000 frs2 frs1 001 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd", also = DIRTY)
	static long fsgnjn_s(long frs1, long frs2) {
		return box(unbox(frs1) & ~SIGN | ~unbox(frs2) & SIGN);
	}

	@Instruction(bits = "0010000 frs2 frs1 010 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd", also = DIRTY)
	static long fsgnjx_s(long frs1, long frs2) {
		return box(unbox(frs1) ^ unbox(frs2) & SIGN);
	}

	// ---- comparison

	@Instruction(bits = "0010100 frs2 frs1 000 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd",
			also = { "fflags = quietFlags", DIRTY })
	static long fmin_s(long frs1, long frs2) {
		return box(Binary32.lesser(unbox(frs1), unbox(frs2)));
	}

	@Instruction(bits = "0010100 frs2 frs1 001 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd",
			also = { "fflags = quietFlags", DIRTY })
	static long fmax_s(long frs1, long frs2) {
		return box(Binary32.greater(unbox(frs1), unbox(frs2)));
	}

	static long quietFlags(long fflags, long frs1, long frs2) {
		return fflags | Binary32.quietFlags(unbox(frs1), unbox(frs2));
	}

	@Instruction(bits = "1010000 frs2 frs1 010 rd 1010011", asm = "rd, frs1, frs2", when = ON, also = { "fflags = quietFlags", DIRTY })
	static long feq_s(long frs1, long frs2) {
		return value(unbox(frs1)) == value(unbox(frs2)) ? 1 : 0;
	}

	@Instruction(bits = "1010000 frs2 frs1 001 rd 1010011", asm = "rd, frs1, frs2", when = ON, also = { "fflags = signalingFlags", DIRTY })
	static long flt_s(long frs1, long frs2) {
		return value(unbox(frs1)) < value(unbox(frs2)) ? 1 : 0;
	}

	@Instruction(bits = "1010000 frs2 frs1 000 rd 1010011", asm = "rd, frs1, frs2", when = ON, also = { "fflags = signalingFlags", DIRTY })
	static long fle_s(long frs1, long frs2) {
		return value(unbox(frs1)) <= value(unbox(frs2)) ? 1 : 0;
	}

	static long signalingFlags(long fflags, long frs1, long frs2) {
		return fflags | Binary32.signalingFlags(unbox(frs1), unbox(frs2));
	}

	@Instruction(bits = "1110000 00000 frs1 001 rd 1010011", asm = "rd, frs1", when = ON)
	static long fclass_s(long frs1) {
		return Format.SINGLE.classOf(wide(unbox(frs1)));
	}

	// ---- conversions to integers and from them

	@Instruction(bits = "1100000 00000 frs1 rm rd 1010011", asm = "rd, frs1{, rm=dyn}", where = ROUNDED, when = ON,
			also = { "fflags = wFlags", DIRTY })
	static long fcvt_w_s(long frs1, long rm, long frm) {
		return Binary32.toInteger(unbox(frs1), RiscvHart.rounding(rm, frm), true, 32);
	}

	static long wFlags(long fflags, long frs1, long rm, long frm) {
		return Binary32.toIntegerFlags(fflags, unbox(frs1), RiscvHart.rounding(rm, frm), true, 32);
	}

	@Instruction(bits = "1100000 00001 frs1 rm rd 1010011", asm = "rd, frs1{, rm=dyn}", where = ROUNDED, when = ON,
			also = { "fflags = wuFlags", DIRTY })
	static long fcvt_wu_s(long frs1, long rm, long frm) {
		return Binary32.toInteger(unbox(frs1), RiscvHart.rounding(rm, frm), false, 32);
	}

	static long wuFlags(long fflags, long frs1, long rm, long frm) {
		return Binary32.toIntegerFlags(fflags, unbox(frs1), RiscvHart.rounding(rm, frm), false, 32);
	}

	@Instruction(bits = "1100000 00010 frs1 rm rd 1010011", asm = "rd, frs1{, rm=dyn}", where = ROUNDED, when = ON,
			also = { "fflags = lFlags", DIRTY })
	static long fcvt_l_s(long frs1, long rm, long frm) {
		return Binary32.toInteger(unbox(frs1), RiscvHart.rounding(rm, frm), true, 64);
	}

	static long lFlags(long fflags, long frs1, long rm, long frm) {
		return Binary32.toIntegerFlags(fflags, unbox(frs1), RiscvHart.rounding(rm, frm), true, 64);
	}

	@Instruction(bits = "1100000 00011 frs1 rm rd 1010011", asm = "rd, frs1{, rm=dyn}", where = ROUNDED, when = ON,
			also = { "fflags = luFlags", DIRTY })
	static long fcvt_lu_s(long frs1, long rm, long frm) {
		return Binary32.toInteger(unbox(frs1), RiscvHart.rounding(rm, frm), false, 64);
	}

	static long luFlags(long fflags, long frs1, long rm, long frm) {
		return Binary32.toIntegerFlags(fflags, unbox(frs1), RiscvHart.rounding(rm, frm), false, 64);
	}

	@Instruction(bits = "1101000 00000 rs1 rm frd 1010011", asm = "frd, rs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = fromWFlags", DIRTY })
	static long fcvt_s_w(long rs1, long rm, long frm) {
		return box(Binary32.fromLong((int) rs1, RiscvHart.rounding(rm, frm)));
	}

	static long fromWFlags(long fflags, long rs1) {
		return Binary32.fromLongFlags(fflags, (int) rs1);
	}

	@Instruction(bits = "1101000 00001 rs1 rm frd 1010011", asm = "frd, rs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = fromWUFlags", DIRTY })
	static long fcvt_s_wu(long rs1, long rm, long frm) {
		return box(Binary32.fromLong(rs1 & 0xffff_ffffL, RiscvHart.rounding(rm, frm)));
	}

	static long fromWUFlags(long fflags, long rs1) {
		return Binary32.fromLongFlags(fflags, rs1 & 0xffff_ffffL);
	}

	@Instruction(bits = "1101000 00010 rs1 rm frd 1010011", asm = "frd, rs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = fromLFlags", DIRTY })
	static long fcvt_s_l(long rs1, long rm, long frm) {
		return box(Binary32.fromLong(rs1, RiscvHart.rounding(rm, frm)));
	}

	static long fromLFlags(long fflags, long rs1) {
		return Binary32.fromLongFlags(fflags, rs1);
	}

	@Instruction(bits = "1101000 00011 rs1 rm frd 1010011", asm = "frd, rs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = fromLUFlags", DIRTY })
	static long fcvt_s_lu(long rs1, long rm, long frm) {
		return box(Binary32.fromUnsigned(rs1, RiscvHart.rounding(rm, frm)));
	}

	static long fromLUFlags(long fflags, long rs1) {
		return Binary32.fromUnsignedFlags(fflags, rs1);
	}

	// ---- moves of bits

	@Instruction(bits = "1110000 00000 frs1 000 rd 1010011", asm = "rd, frs1", when = ON)
	static long fmv_x_w(long frs1) {
		return (int) frs1;
	}

	@Instruction(bits = "1111000 00000 rs1 000 frd 1010011", asm = "frd, rs1", when = ON, result = "frd", also = DIRTY)
	static long fmv_w_x(long rs1) {
		return box((int) rs1);
	}
}
