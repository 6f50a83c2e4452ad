package org.ringside.isa.riscv;

import static org.ringside.isa.riscv.MachineCsrs.MIE;
import static org.ringside.isa.riscv.MachineCsrs.MPIE;
import static org.ringside.isa.riscv.MachineCsrs.MPP;
import static org.ringside.isa.riscv.MachineCsrs.MPP_SHIFT;
import static org.ringside.isa.riscv.MachineCsrs.MPRV;
import static org.ringside.isa.riscv.MachineCsrs.SIE;
import static org.ringside.isa.riscv.MachineCsrs.SPIE;
import static org.ringside.isa.riscv.MachineCsrs.SPP;

/**
 * What taking a trap and returning from it do to the status register, and the order of interrupts (sections "Privilege
 * and Global Interrupt-Enable Stack in mstatus register" and "Machine Interrupt Registers").
 */
final class Traps {

	private static final long MODE = 3;
	private static final int[] ORDER = { RiscvHart.MEI, RiscvHart.MSI, RiscvHart.MTI, RiscvHart.SEI, RiscvHart.SSI, RiscvHart.STI };

	private Traps() {
	}

	/** The most urgent of the interrupts in a mask that is not 0. */
	static int first(long interrupts) {
		for (int cause : ORDER) {
			if ((interrupts >>> cause & 1) != 0) {
				return cause;
			}
		}
		throw new IllegalArgumentException("no known interrupt in 0x%x".formatted(interrupts));
	}

	/** Saves pc, mode and interrupt enable for {@code level}, and goes to its vector. The mode itself is the caller's to change. */
	static void enter(RiscvHart hart, int level, long cause, long value) {
		long status = hart.mstatus;
		if (level == RiscvHart.M) {
			hart.mepc = hart.pc;
			hart.mcause = cause;
			hart.mtval = value;
			hart.mstatus = status & ~(MPP | MPIE | MIE) | (long) hart.privilege << MPP_SHIFT | ((status & MIE) != 0 ? MPIE : 0);
			hart.pc = target(hart.mtvec, cause);
		} else {
			hart.sepc = hart.pc;
			hart.scause = cause;
			hart.stval = value;
			hart.mstatus = status & ~(SPP | SPIE | SIE) | (hart.privilege == RiscvHart.S ? SPP : 0) | ((status & SIE) != 0 ? SPIE : 0);
			hart.pc = target(hart.stvec, cause);
		}
	}

	/** Exceptions go to the base; with vectors, interrupts go to their own word after it. */
	private static long target(long vector, long cause) {
		long base = vector & ~MODE;
		return (vector & MODE) != 0 && cause < 0 ? base + 4 * (cause & ~Cause.INTERRUPT) : base;
	}

	/** Restores what M saved; answers the mode to return to. */
	static int popMachine(RiscvHart hart) {
		long status = hart.mstatus;
		int mode = (int) (status >>> MPP_SHIFT & MODE);
		hart.mstatus = status & ~(MIE | MPP | lost(mode)) | ((status & MPIE) != 0 ? MIE : 0) | MPIE;
		return mode;
	}

	/** Restores what S saved; answers the mode to return to. */
	static int popSupervisor(RiscvHart hart) {
		long status = hart.mstatus;
		int mode = (status & SPP) != 0 ? RiscvHart.S : RiscvHart.U;
		hart.mstatus = status & ~(SIE | SPP | lost(mode)) | ((status & SPIE) != 0 ? SIE : 0) | SPIE;
		return mode;
	}

	/** Returning to any mode but M clears MPRV, since the privileged manual 1.12. */
	private static long lost(int mode) {
		return mode == RiscvHart.M ? 0 : MPRV;
	}
}
