package org.ringside.isa.riscv;

import org.ringside.isa.Register;

/** Registers of S that are views of machine registers; those that have storage of their own are fields of the hart. */
final class SupervisorCsrs {

	private static final long STATUS_WRITABLE = MachineCsrs.SIE | MachineCsrs.SPIE | MachineCsrs.SPP | MachineCsrs.SUM | MachineCsrs.MXR;
	private static final long STATUS_VISIBLE = STATUS_WRITABLE | MachineCsrs.FS | MachineCsrs.UXL | MachineCsrs.SD;

	private SupervisorCsrs() {
	}

	@Register(number = 0x100, fields = "SIE[1] SPIE[5] UBE[6] SPP[8] VS[10:9] FS[14:13] XS[16:15] SUM[18] MXR[19] UXL[33:32] SD[63]",
			access = Csrs.SUPERVISOR, write = "writeSstatus", changes = "traps")
	static long sstatus(RiscvHart hart) {
		return hart.mstatus & STATUS_VISIBLE;
	}

	static void writeSstatus(RiscvHart hart, long value) {
		hart.mstatus(MachineCsrs.status(hart, STATUS_WRITABLE, value));
	}

	@Register(number = 0x104, fields = "SSIE[1] STIE[5] SEIE[9]", access = Csrs.SUPERVISOR, write = "writeSie")
	static long sie(RiscvHart hart) {
		return hart.mie & hart.mideleg;
	}

	static void writeSie(RiscvHart hart, long value) {
		MachineCsrs.writeMie(hart, hart.mie & ~hart.mideleg | value & hart.mideleg);
	}

	@Register(number = 0x144, fields = "SSIP[1] STIP[5] SEIP[9]", access = Csrs.SUPERVISOR, write = "writeSip", changes = "lines")
	static long sip(RiscvHart hart) {
		return hart.mip() & hart.mideleg;
	}

	/** Only the software interrupt is S's own to raise; the others belong to the timer and to the interrupt controller. */
	static void writeSip(RiscvHart hart, long value) {
		long writable = 1L << RiscvHart.SSI & hart.mideleg;
		MachineCsrs.writeMip(hart, hart.softwareInterrupts & ~writable | value & writable);
	}

	// ---- writing what the hart holds

	static void writeStvec(RiscvHart hart, long value) {
		hart.stvec = MachineCsrs.vector(hart.stvec, value);
	}

	static void writeScounteren(RiscvHart hart, long value) {
		hart.scounteren = value & MachineCsrs.COUNTERS;
	}

	static void writeSenvcfg(RiscvHart hart, long value) {
		hart.senvcfg = MachineCsrs.environment(hart, hart.senvcfg, value);
	}

	static void writeStimecmp(RiscvHart hart, long value) {
		hart.stimecmp = value;
		hart.supervisorTimerChanged();
	}

	static void writeSepc(RiscvHart hart, long value) {
		hart.sepc = value & ~1;
	}

	/** A mode that there is not makes the whole write void. */
	static void writeSatp(RiscvHart hart, long value) {
		if (value != hart.satp && Translation.supports(hart, value)) {
			hart.satp = value;
			hart.translationChanged();
		}
	}
}
