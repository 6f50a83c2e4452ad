package org.ringside.isa.riscv;

import org.ringside.isa.Register;
import org.ringside.isa.riscv.Extensions.Choice;

/** Registers of M that are constants, or views of other state; the rest are fields of the hart. */
final class MachineCsrs {

	// mstatus
	static final long SIE = 1L << 1;
	static final long MIE = 1L << 3;
	static final long SPIE = 1L << 5;
	static final long MPIE = 1L << 7;
	static final long SPP = 1L << 8;
	static final int MPP_SHIFT = 11;
	static final long MPP = 3L << MPP_SHIFT;
	static final long FS = 3L << 13;
	static final long MPRV = 1L << 17;
	static final long SUM = 1L << 18;
	static final long MXR = 1L << 19;
	static final long TVM = 1L << 20;
	static final long TW = 1L << 21;
	static final long TSR = 1L << 22;
	static final long UXL = 3L << 32;
	static final long SD = 1L << 63;

	/** UXL and SXL: 64 bits, and nothing else. */
	static final long WIDTHS = 2L << 32 | 2L << 34;

	// mcounteren, mcountinhibit
	static final long CY = 1;
	static final long TM = 2;
	static final long IR = 4;

	/** The counters that enable bits exist for: three, and those of events. */
	static final long COUNTERS = 0xffff_ffffL;

	// menvcfg, senvcfg
	static final long FIOM = 1;
	static final long CBIE = 3 << 4;
	static final long CBCFE = 1 << 6;
	static final long CBZE = 1 << 7;
	static final long PBMTE = 1L << 62;
	static final int STCE_SHIFT = 63;
	static final long STCE = 1L << STCE_SHIFT;
	private static final long RESERVED_CBIE = 2 << 4;

	private static final long STATUS_WRITABLE = SIE | MIE | SPIE | MPIE | SPP | MPP | MPRV | SUM | MXR | TVM | TW | TSR;
	private static final long RESERVED_MODE = 2L << MPP_SHIFT;
	/** All exceptions but the call from M, which cannot come from a lower mode. */
	private static final long DELEGABLE = 0xb3ff;
	private static final long INTERRUPTS = RiscvHart.SUPERVISOR_INTERRUPTS | 1L << RiscvHart.MSI | 1L << RiscvHart.MTI | 1L << RiscvHart.MEI;
	private static final long VECTORED = 1;
	private static final long MISA_64 = 2L << 62;
	private static final String ISA_LETTERS = "ACIMSU";
	private static final String FLOAT_LETTERS = "DF";
	private static final long MIP_WRITABLE = RiscvHart.SUPERVISOR_INTERRUPTS;

	private MachineCsrs() {
	}

	// ---- constants; 0 says that there is no such number

	@Register(number = 0xf11, access = Csrs.MACHINE)
	static long mvendorid(RiscvHart hart) {
		return 0;
	}

	@Register(number = 0xf12, access = Csrs.MACHINE)
	static long marchid(RiscvHart hart) {
		return 0;
	}

	@Register(number = 0xf13, access = Csrs.MACHINE)
	static long mimpid(RiscvHart hart) {
		return 0;
	}

	@Register(number = 0xf14, access = Csrs.MACHINE)
	static long mhartid(RiscvHart hart) {
		return hart.index;
	}

	@Register(number = 0xf15, access = Csrs.MACHINE)
	static long mconfigptr(RiscvHart hart) {
		return 0;
	}

	/** Ignores writes: extensions cannot be switched off. */
	@Register(number = 0x301, fields = "A[0] C[2] D[3] F[5] I[8] M[12] S[18] U[20] MXL[63:62]", access = Csrs.MACHINE)
	static long misa(RiscvHart hart) {
		return MISA_64 | letters(ISA_LETTERS) | (hart.extensions.floats() ? letters(FLOAT_LETTERS) : 0);
	}

	private static long letters(String letters) {
		return letters.chars().mapToLong(letter -> 1L << letter - 'A').sum();
	}

	// ---- interrupts

	@Register(number = 0x344, fields = "SSIP[1] MSIP[3] STIP[5] MTIP[7] SEIP[9] MEIP[11]", access = Csrs.MACHINE, write = "writeMip",
			changes = "lines")
	static long mip(RiscvHart hart) {
		return hart.mip();
	}

	static void writeMip(RiscvHart hart, long value) {
		hart.softwareInterrupts = value & MIP_WRITABLE;
		hart.interruptsChanged();
	}

	// ---- counters

	/** Cycles: one for each of the clock's steps, and as many as would have been made while the machine idled. */
	@Register(number = 0xb00, access = Csrs.MACHINE, write = "writeMcycle", changes = "clock")
	static long mcycle(RiscvHart hart) {
		return hart.cycleBase + (counts(hart, CY) ? hart.cycles() : 0);
	}

	static void writeMcycle(RiscvHart hart, long value) {
		hart.cycleBase = value - (counts(hart, CY) ? hart.cycles() : 0);
	}

	/** Instructions retired before the one that reads it. */
	@Register(number = 0xb02, access = Csrs.MACHINE, write = "writeMinstret", changes = "steps")
	static long minstret(RiscvHart hart) {
		return hart.instretBase + (counts(hart, IR) ? hart.retired() : 0);
	}

	static void writeMinstret(RiscvHart hart, long value) {
		hart.instretBase = value - (counts(hart, IR) ? hart.retired() : 0);
	}

	/** True if the counter of that bit is not inhibited; while it is, its base is its value. */
	static boolean counts(RiscvHart hart, long counter) {
		return (hart.mcountinhibit & counter) == 0;
	}

	@Register(number = 0xb03, count = 29, first = 3, access = Csrs.MACHINE)
	static long mhpmcounter(RiscvHart hart, int index) {
		return 0;
	}

	@Register(number = 0x323, count = 29, first = 3, access = Csrs.MACHINE)
	static long mhpmevent(RiscvHart hart, int index) {
		return 0;
	}

	// ---- writing what the hart holds

	/** A reserved MPP leaves the one before. */
	static void writeMstatus(RiscvHart hart, long value) {
		hart.mstatus(status(hart, (value & MPP) == RESERVED_MODE ? STATUS_WRITABLE & ~MPP : STATUS_WRITABLE, value));
	}

	/** The status register with new values of some bits, and of FS, where there is floating point: SD says that it is dirty. */
	static long status(RiscvHart hart, long writable, long value) {
		long bits = writable | (hart.extensions.floats() ? FS : 0);
		long status = hart.mstatus & ~(bits | SD) | value & bits;
		return (status & FS) == FS ? status | SD : status;
	}

	static void writeMedeleg(RiscvHart hart, long value) {
		hart.medeleg = value & DELEGABLE;
	}

	static void writeMideleg(RiscvHart hart, long value) {
		hart.mideleg = value & RiscvHart.SUPERVISOR_INTERRUPTS;
		hart.interruptsChanged();
	}

	static void writeMie(RiscvHart hart, long value) {
		hart.mie = value & INTERRUPTS;
		hart.interruptsChanged();
	}

	static void writeMtvec(RiscvHart hart, long value) {
		hart.mtvec = vector(hart.mtvec, value);
	}

	/** A vector's value after {@code value} is written: a reserved mode makes the write void. */
	static long vector(long old, long value) {
		return (value & 3) <= VECTORED ? value : old;
	}

	static void writeMcounteren(RiscvHart hart, long value) {
		hart.mcounteren = value & COUNTERS;
	}

	static void writeMenvcfg(RiscvHart hart, long value) {
		hart.menvcfg = environment(hart, hart.menvcfg, value) | value & (hart.extensions.has(Choice.SSTC) ? STCE : 0)
				| value & (hart.extensions.has(Choice.SVPBMT) ? PBMTE : 0);
		hart.supervisorTimerChanged();
		hart.protectionChanged();
	}

	/** The fields that both of the registers have, after {@code value} is written; a reserved CBIE leaves the one before. */
	static long environment(RiscvHart hart, long old, long value) {
		long manage = hart.extensions.has(Choice.ZICBOM) ? CBIE | CBCFE : 0;
		long zero = hart.extensions.has(Choice.ZICBOZ) ? CBZE : 0;
		long written = (value & CBIE) == RESERVED_CBIE ? value & ~CBIE | old & CBIE : value;
		return written & (FIOM | manage | zero);
	}

	/** Counters go on from, or stop at, the value they have. */
	static void writeMcountinhibit(RiscvHart hart, long value) {
		long cycle = mcycle(hart);
		long instret = minstret(hart);
		hart.mcountinhibit = value & (CY | IR);
		writeMcycle(hart, cycle);
		writeMinstret(hart, instret);
	}

	static void writeMepc(RiscvHart hart, long value) {
		hart.mepc = value & ~1;
	}

	static void writePmpcfg0(RiscvHart hart, long value) {
		hart.pmpcfg0 = Pmp.configured(hart.pmpcfg0, value);
		hart.protectionChanged();
	}

	static void writePmpcfg2(RiscvHart hart, long value) {
		hart.pmpcfg2 = Pmp.configured(hart.pmpcfg2, value);
		hart.protectionChanged();
	}

	static void writePmpaddr(RiscvHart hart, int index, long value) {
		hart.pmpaddr[index] = Pmp.addressed(hart, index, value);
		hart.protectionChanged();
	}
}
