package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Control;
import org.ringside.isa.Instruction;

/** Section "Machine-Mode Privileged Instructions"; {@code ecall} and {@code ebreak} are in {@link Rv32i}. */
@Chapter(value = "M-mode", title = "Machine-Level ISA")
final class MachineMode {

	private MachineMode() {
	}

	@Instruction(bits = "0011000 00010 00000 000 00000 1110011", control = Control.JUMP, access = "m:always s:traps u:traps")
	static long mret(RiscvHart hart, long bits) {
		if (hart.privilege < RiscvHart.M) {
			throw hart.illegal(bits, 4);
		}
		return hart.returnFromMachine();
	}

	/** Resumes at once if an interrupt is already pending, whether or not it can be taken. */
	@Instruction(bits = "0001000 00101 00000 000 00000 1110011", access = "m:always s:unless(TW) u:traps")
	static void wfi(RiscvHart hart, long bits) {
		if (hart.privilege == RiscvHart.U || hart.privilege == RiscvHart.S && (hart.mstatus & MachineCsrs.TW) != 0) {
			throw hart.illegal(bits, 4);
		}
		if (!hart.wakes()) {
			hart.waiting = true;
			hart.attention();
		}
	}
}
