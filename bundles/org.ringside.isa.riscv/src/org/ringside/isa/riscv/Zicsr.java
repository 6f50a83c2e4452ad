package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/**
 * Access to control and status registers. The instructions themselves may be executed anywhere; whether one traps is a
 * matter of the register, and said in its row. No register has a side effect of being read, so that reading one for
 * {@code x0} does no harm.
 */
@Chapter(value = "Zicsr", title = "\"Zicsr\" Control and Status Register (CSR) Instructions")
final class Zicsr {

	private Zicsr() {
	}

	@Instruction(bits = "csr rs1 001 rd 1110011", asm = "rd, csr, rs1", access = Csrs.EVERY)
	static long csrrw(RiscvHart hart, long csr, long rs1, long bits) {
		long old = read(hart, (int) csr, true, bits);
		Csrs.writeByInstruction(hart, (int) csr, rs1);
		return old;
	}

	@Instruction(bits = "csr rs1 010 rd 1110011", asm = "rd, csr, rs1", access = Csrs.EVERY)
	static long csrrs(RiscvHart hart, long csr, long rs1, long bits) {
		return set(hart, (int) csr, rs1, bits);
	}

	@Instruction(bits = "csr rs1 011 rd 1110011", asm = "rd, csr, rs1", access = Csrs.EVERY)
	static long csrrc(RiscvHart hart, long csr, long rs1, long bits) {
		return clear(hart, (int) csr, rs1, bits);
	}

	@Instruction(bits = "csr uimm[4:0] 101 rd 1110011", asm = "rd, csr, uimm", access = Csrs.EVERY)
	static long csrrwi(RiscvHart hart, long csr, long uimm, long bits) {
		return csrrw(hart, csr, uimm, bits);
	}

	@Instruction(bits = "csr uimm[4:0] 110 rd 1110011", asm = "rd, csr, uimm", access = Csrs.EVERY)
	static long csrrsi(RiscvHart hart, long csr, long uimm, long bits) {
		return set(hart, (int) csr, uimm, bits);
	}

	@Instruction(bits = "csr uimm[4:0] 111 rd 1110011", asm = "rd, csr, uimm", access = Csrs.EVERY)
	static long csrrci(RiscvHart hart, long csr, long uimm, long bits) {
		return clear(hart, (int) csr, uimm, bits);
	}

	private static long set(RiscvHart hart, int csr, long mask, long bits) {
		boolean writes = writes(bits);
		long old = read(hart, csr, writes, bits);
		if (writes) {
			Csrs.writeByInstruction(hart, csr, Csrs.readToModify(hart, csr, old) | mask);
		}
		return old;
	}

	private static long clear(RiscvHart hart, int csr, long mask, long bits) {
		boolean writes = writes(bits);
		long old = read(hart, csr, writes, bits);
		if (writes) {
			Csrs.writeByInstruction(hart, csr, Csrs.readToModify(hart, csr, old) & ~mask);
		}
		return old;
	}

	/** With {@code x0} or a constant of 0, in the same bits, nothing is written, not even what is there already. */
	private static boolean writes(long bits) {
		return (bits >>> 15 & 0x1f) != 0;
	}

	private static long read(RiscvHart hart, int csr, boolean writes, long bits) {
		if (!Csrs.permitted(hart, csr, writes)) {
			throw hart.illegal(bits, 4);
		}
		return Csrs.read(hart, csr);
	}
}
