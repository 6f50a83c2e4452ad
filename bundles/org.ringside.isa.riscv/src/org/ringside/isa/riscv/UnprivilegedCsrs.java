package org.ringside.isa.riscv;

import org.ringside.isa.Register;

/**
 * Registers of everybody: counters, and the accrued flags and rounding mode of floating point, which can be reached only
 * where {@code mstatus.FS} is not off.
 */
final class UnprivilegedCsrs {

	private static final String FLOAT = "m:unless(!FS) s:unless(!FS) u:unless(!FS)";
	private static final int FRM_SHIFT = 5;
	private static final long FLAGS = 0x1f;
	private static final long ROUNDINGS = 7;

	private UnprivilegedCsrs() {
	}

	@Register(number = 0x003, width = 8, fields = "NX[0] UF[1] OF[2] DZ[3] NV[4] FRM[7:5]", access = FLOAT, write = "writeFcsr")
	static long fcsr(RiscvHart hart) {
		return hart.frm << FRM_SHIFT | hart.fflags;
	}

	static void writeFcsr(RiscvHart hart, long value) {
		writeFflags(hart, value);
		writeFrm(hart, value >>> FRM_SHIFT);
	}

	static void writeFflags(RiscvHart hart, long value) {
		hart.fflags = value & FLAGS;
	}

	static void writeFrm(RiscvHart hart, long value) {
		hart.frm = value & ROUNDINGS;
		hart.modeChanged();
	}

	@Register(number = 0xc00, access = "m:always s:unless(!mcounteren.CY) u:unless(!mcounteren.CY|!scounteren.CY)", changes = "clock")
	static long cycle(RiscvHart hart) {
		return MachineCsrs.mcycle(hart);
	}

	/** The platform's time: the clock in ticks of {@value RiscvHart#TICK} ns, moved if it was written. Timers compare the same. */
	@Register(number = 0xc01, access = "m:always s:unless(!mcounteren.TM) u:unless(!mcounteren.TM|!scounteren.TM)", changes = "clock")
	static long time(RiscvHart hart) {
		return hart.now() / RiscvHart.TICK + hart.timeShift;
	}

	@Register(number = 0xc02, access = "m:always s:unless(!mcounteren.IR) u:unless(!mcounteren.IR|!scounteren.IR)", changes = "steps")
	static long instret(RiscvHart hart) {
		return MachineCsrs.minstret(hart);
	}

	/** Counters of events: there are no events. */
	@Register(number = 0xc03, count = 29, first = 3, access = "m:always s:unless(!mcounteren.HPM) u:unless(!mcounteren.HPM|!scounteren.HPM)")
	static long hpmcounter(RiscvHart hart, int index) {
		return 0;
	}
}
