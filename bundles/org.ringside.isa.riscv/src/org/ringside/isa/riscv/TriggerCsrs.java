package org.ringside.isa.riscv;

import org.ringside.isa.Register;

/**
 * The trigger module's registers (RISC-V Debug Specification, chapter "Trigger Module"). There are no triggers, which
 * programs find out by reading these: {@code tselect} keeps 0, and the type of that trigger is 0. Programs that have
 * breakpoints where a machine has them look here, and go on without.
 */
final class TriggerCsrs {

	/** In {@code tinfo}: of all types, the trigger supports type 0, none. */
	private static final long NO_TRIGGER = 1;

	private TriggerCsrs() {
	}

	@Register(number = 0x7a0, access = Csrs.MACHINE)
	static long tselect(RiscvHart hart) {
		return 0;
	}

	@Register(number = 0x7a1, fields = "TYPE[63:60]", access = Csrs.MACHINE)
	static long tdata1(RiscvHart hart) {
		return 0;
	}

	@Register(number = 0x7a2, access = Csrs.MACHINE)
	static long tdata2(RiscvHart hart) {
		return 0;
	}

	@Register(number = 0x7a3, access = Csrs.MACHINE)
	static long tdata3(RiscvHart hart) {
		return 0;
	}

	@Register(number = 0x7a4, access = Csrs.MACHINE)
	static long tinfo(RiscvHart hart) {
		return NO_TRIGGER;
	}
}
