package org.ringside.isa.riscv;

import static org.ringside.isa.riscv.Binary64.SIGN;
import static org.ringside.isa.riscv.Binary64.bits;
import static org.ringside.isa.riscv.Binary64.negate;
import static org.ringside.isa.riscv.Binary64.value;
import static org.ringside.isa.riscv.SingleFloat.DIRTY;
import static org.ringside.isa.riscv.SingleFloat.ON;
import static org.ringside.isa.riscv.SingleFloat.ROUNDED;
import static org.ringside.isa.riscv.SoftFloat.RNE;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;
import org.ringside.machine.runtime.Access;

/**
 * Double-precision numbers, and conversions between the two formats; otherwise as {@link SingleFloat}. A conversion to a
 * format that has all the numbers of the other has a rounding mode that makes no difference, but must be one.
 */
@Chapter(value = "D", title = "\"D\" Standard Extension for Double-Precision Floating-Point")
final class DoubleFloat {

	private DoubleFloat() {
	}

	// ---- memory

	@Instruction(bits = "imm[11:0] rs1 011 frd 0000111", asm = "frd, imm(rs1)", when = ON, result = "frd", also = DIRTY)
	static long fld(Access memory, long rs1, long imm) {
		return memory.load64(rs1 + imm);
	}

	@Instruction(bits = "imm[11:5] frs2 rs1 011 imm[4:0] 0100111", asm = "frs2, imm(rs1)", when = ON)
	static void fsd(Access memory, long rs1, long frs2, long imm) {
		memory.store64(rs1 + imm, frs2);
	}

	// ---- arithmetic

	@Instruction(bits = "0000001 frs2 frs1 rm frd 1010011", asm = "frd, frs1, frs2{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = addFlags", DIRTY })
	static long fadd_d(long frs1, long frs2, long rm, long frm) {
		return Binary64.add(frs1, frs2, RiscvHart.rounding(rm, frm));
	}

	static long addFlags(long fflags, long frs1, long frs2, long rm, long frm) {
		return Binary64.addFlags(fflags, frs1, frs2, RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0000101 frs2 frs1 rm frd 1010011", asm = "frd, frs1, frs2{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = subFlags", DIRTY })
	static long fsub_d(long frs1, long frs2, long rm, long frm) {
		return Binary64.add(frs1, negate(frs2), RiscvHart.rounding(rm, frm));
	}

	static long subFlags(long fflags, long frs1, long frs2, long rm, long frm) {
		return Binary64.addFlags(fflags, frs1, negate(frs2), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0001001 frs2 frs1 rm frd 1010011", asm = "frd, frs1, frs2{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = mulFlags", DIRTY })
	static long fmul_d(long frs1, long frs2, long rm, long frm) {
		return Binary64.multiply(frs1, frs2, RiscvHart.rounding(rm, frm));
	}

	static long mulFlags(long fflags, long frs1, long frs2, long rm, long frm) {
		return Binary64.multiplyFlags(fflags, frs1, frs2, RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0001101 frs2 frs1 rm frd 1010011", asm = "frd, frs1, frs2{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = divFlags", DIRTY })
	static long fdiv_d(long frs1, long frs2, long rm, long frm) {
		return Binary64.divide(frs1, frs2, RiscvHart.rounding(rm, frm));
	}

	static long divFlags(long fflags, long frs1, long frs2, long rm, long frm) {
		return Binary64.divideFlags(fflags, frs1, frs2, RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0101101 00000 frs1 rm frd 1010011", asm = "frd, frs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = sqrtFlags", DIRTY })
	static long fsqrt_d(long frs1, long rm, long frm) {
		return Binary64.squareRoot(frs1, RiscvHart.rounding(rm, frm));
	}

	static long sqrtFlags(long fflags, long frs1, long rm, long frm) {
		return Binary64.squareRootFlags(fflags, frs1, RiscvHart.rounding(rm, frm));
	}

	// ---- fused multiply-add: rounded once; what is subtracted is added with the other sign

	@Instruction(bits = "frs3 01 frs2 frs1 rm frd 1000011", asm = "frd, frs1, frs2, frs3{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = maddFlags", DIRTY })
	static long fmadd_d(long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary64.fused(frs1, frs2, frs3, RiscvHart.rounding(rm, frm));
	}

	static long maddFlags(long fflags, long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary64.fusedFlags(fflags, frs1, frs2, frs3, RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "frs3 01 frs2 frs1 rm frd 1000111", asm = "frd, frs1, frs2, frs3{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = msubFlags", DIRTY })
	static long fmsub_d(long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary64.fused(frs1, frs2, negate(frs3), RiscvHart.rounding(rm, frm));
	}

	static long msubFlags(long fflags, long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary64.fusedFlags(fflags, frs1, frs2, negate(frs3), RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "frs3 01 frs2 frs1 rm frd 1001011", asm = "frd, frs1, frs2, frs3{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = nmsubFlags", DIRTY })
	static long fnmsub_d(long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary64.fused(negate(frs1), frs2, frs3, RiscvHart.rounding(rm, frm));
	}

	static long nmsubFlags(long fflags, long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary64.fusedFlags(fflags, negate(frs1), frs2, frs3, RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "frs3 01 frs2 frs1 rm frd 1001111", asm = "frd, frs1, frs2, frs3{, rm=dyn}", where = ROUNDED, when = ON,
			result = "frd", also = { "fflags = nmaddFlags", DIRTY })
	static long fnmadd_d(long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary64.fused(negate(frs1), frs2, negate(frs3), RiscvHart.rounding(rm, frm));
	}

	static long nmaddFlags(long fflags, long frs1, long frs2, long frs3, long rm, long frm) {
		return Binary64.fusedFlags(fflags, negate(frs1), frs2, negate(frs3), RiscvHart.rounding(rm, frm));
	}

	// ---- signs

	@Instruction(bits = "0010001 frs2 frs1 000 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd", also = DIRTY)
	static long fsgnj_d(long frs1, long frs2) {
		return frs1 & ~SIGN | frs2 & SIGN;
	}

	@Instruction(bits = "0010001 frs2 frs1 001 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd", also = DIRTY)
	static long fsgnjn_d(long frs1, long frs2) {
		return frs1 & ~SIGN | ~frs2 & SIGN;
	}

	@Instruction(bits = "0010001 frs2 frs1 010 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd", also = DIRTY)
	static long fsgnjx_d(long frs1, long frs2) {
		return frs1 ^ frs2 & SIGN;
	}

	// ---- comparison

	@Instruction(bits = "0010101 frs2 frs1 000 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd",
			also = { "fflags = quietFlags", DIRTY })
	static long fmin_d(long frs1, long frs2) {
		return Binary64.lesser(frs1, frs2);
	}

	@Instruction(bits = "0010101 frs2 frs1 001 frd 1010011", asm = "frd, frs1, frs2", when = ON, result = "frd",
			also = { "fflags = quietFlags", DIRTY })
	static long fmax_d(long frs1, long frs2) {
		return Binary64.greater(frs1, frs2);
	}

	static long quietFlags(long fflags, long frs1, long frs2) {
		return fflags | Binary64.quietFlags(frs1, frs2);
	}

	@Instruction(bits = "1010001 frs2 frs1 010 rd 1010011", asm = "rd, frs1, frs2", when = ON, also = { "fflags = quietFlags", DIRTY })
	static long feq_d(long frs1, long frs2) {
		return value(frs1) == value(frs2) ? 1 : 0;
	}

	@Instruction(bits = "1010001 frs2 frs1 001 rd 1010011", asm = "rd, frs1, frs2", when = ON, also = { "fflags = signalingFlags", DIRTY })
	static long flt_d(long frs1, long frs2) {
		return value(frs1) < value(frs2) ? 1 : 0;
	}

	@Instruction(bits = "1010001 frs2 frs1 000 rd 1010011", asm = "rd, frs1, frs2", when = ON, also = { "fflags = signalingFlags", DIRTY })
	static long fle_d(long frs1, long frs2) {
		return value(frs1) <= value(frs2) ? 1 : 0;
	}

	static long signalingFlags(long fflags, long frs1, long frs2) {
		return fflags | Binary64.signalingFlags(frs1, frs2);
	}

	@Instruction(bits = "1110001 00000 frs1 001 rd 1010011", asm = "rd, frs1", when = ON)
	static long fclass_d(long frs1) {
		return Format.DOUBLE.classOf(frs1);
	}

	// ---- conversions to integers and from them

	@Instruction(bits = "1100001 00000 frs1 rm rd 1010011", asm = "rd, frs1{, rm=dyn}", where = ROUNDED, when = ON,
			also = { "fflags = wFlags", DIRTY })
	static long fcvt_w_d(long frs1, long rm, long frm) {
		return Binary64.toInteger(frs1, RiscvHart.rounding(rm, frm), true, 32);
	}

	static long wFlags(long fflags, long frs1, long rm, long frm) {
		return Binary64.toIntegerFlags(fflags, frs1, RiscvHart.rounding(rm, frm), true, 32);
	}

	@Instruction(bits = "1100001 00001 frs1 rm rd 1010011", asm = "rd, frs1{, rm=dyn}", where = ROUNDED, when = ON,
			also = { "fflags = wuFlags", DIRTY })
	static long fcvt_wu_d(long frs1, long rm, long frm) {
		return Binary64.toInteger(frs1, RiscvHart.rounding(rm, frm), false, 32);
	}

	static long wuFlags(long fflags, long frs1, long rm, long frm) {
		return Binary64.toIntegerFlags(fflags, frs1, RiscvHart.rounding(rm, frm), false, 32);
	}

	@Instruction(bits = "1100001 00010 frs1 rm rd 1010011", asm = "rd, frs1{, rm=dyn}", where = ROUNDED, when = ON,
			also = { "fflags = lFlags", DIRTY })
	static long fcvt_l_d(long frs1, long rm, long frm) {
		return Binary64.toInteger(frs1, RiscvHart.rounding(rm, frm), true, 64);
	}

	static long lFlags(long fflags, long frs1, long rm, long frm) {
		return Binary64.toIntegerFlags(fflags, frs1, RiscvHart.rounding(rm, frm), true, 64);
	}

	@Instruction(bits = "1100001 00011 frs1 rm rd 1010011", asm = "rd, frs1{, rm=dyn}", where = ROUNDED, when = ON,
			also = { "fflags = luFlags", DIRTY })
	static long fcvt_lu_d(long frs1, long rm, long frm) {
		return Binary64.toInteger(frs1, RiscvHart.rounding(rm, frm), false, 64);
	}

	static long luFlags(long fflags, long frs1, long rm, long frm) {
		return Binary64.toIntegerFlags(fflags, frs1, RiscvHart.rounding(rm, frm), false, 64);
	}

	@Instruction(bits = "1101001 00000 rs1 rm frd 1010011", asm = "frd, rs1{, rm=rne}", where = ROUNDED, when = ON, result = "frd",
			also = DIRTY)
	static long fcvt_d_w(long rs1) {
		return Binary64.fromLong((int) rs1, RNE);
	}

	@Instruction(bits = "1101001 00001 rs1 rm frd 1010011", asm = "frd, rs1{, rm=rne}", where = ROUNDED, when = ON, result = "frd",
			also = DIRTY)
	static long fcvt_d_wu(long rs1) {
		return Binary64.fromLong(rs1 & 0xffff_ffffL, RNE);
	}

	@Instruction(bits = "1101001 00010 rs1 rm frd 1010011", asm = "frd, rs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = fromLFlags", DIRTY })
	static long fcvt_d_l(long rs1, long rm, long frm) {
		return Binary64.fromLong(rs1, RiscvHart.rounding(rm, frm));
	}

	static long fromLFlags(long fflags, long rs1) {
		return Binary64.fromLongFlags(fflags, rs1);
	}

	@Instruction(bits = "1101001 00011 rs1 rm frd 1010011", asm = "frd, rs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = fromLUFlags", DIRTY })
	static long fcvt_d_lu(long rs1, long rm, long frm) {
		return Binary64.fromUnsigned(rs1, RiscvHart.rounding(rm, frm));
	}

	static long fromLUFlags(long fflags, long rs1) {
		return Binary64.fromUnsignedFlags(fflags, rs1);
	}

	// ---- conversions between the formats

	@Instruction(bits = "0100000 00001 frs1 rm frd 1010011", asm = "frd, frs1{, rm=dyn}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = singleFlags", DIRTY })
	static long fcvt_s_d(long frs1, long rm, long frm) {
		return Binary32.box(Binary64.toSingle(frs1, RiscvHart.rounding(rm, frm)));
	}

	static long singleFlags(long fflags, long frs1, long rm, long frm) {
		return Binary64.toSingleFlags(fflags, frs1, RiscvHart.rounding(rm, frm));
	}

	@Instruction(bits = "0100001 00000 frs1 rm frd 1010011", asm = "frd, frs1{, rm=rne}", where = ROUNDED, when = ON, result = "frd",
			also = { "fflags = doubleFlags", DIRTY })
	static long fcvt_d_s(long frs1) {
		return bits(Binary32.value(Binary32.unbox(frs1)));
	}

	static long doubleFlags(long fflags, long frs1) {
		return fflags | Binary32.quietFlags(Binary32.unbox(frs1), 0);
	}

	// ---- moves of bits

	@Instruction(bits = "1110001 00000 frs1 000 rd 1010011", asm = "rd, frs1", when = ON)
	static long fmv_x_d(long frs1) {
		return frs1;
	}

	@Instruction(bits = "1111001 00000 rs1 000 frd 1010011", asm = "frd, rs1", when = ON, result = "frd", also = DIRTY)
	static long fmv_d_x(long rs1) {
		return rs1;
	}
}
