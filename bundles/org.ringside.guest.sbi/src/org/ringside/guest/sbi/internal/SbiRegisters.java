package org.ringside.guest.sbi.internal;

import java.util.stream.IntStream;

import org.ringside.machine.privileged.Privileged;

/** Numbers of the registers that the firmware uses, by the manual's names; bits of theirs (Privileged Architecture, chapters 3 and 4). */
record SbiRegisters(int[] a, int mstatus, int medeleg, int mideleg, int mie, int mip, int mcounteren, int scounteren, int mepc, int mcause,
		int mtval, int menvcfg, int stimecmp, int pmpcfg0, int pmpaddr0, int mvendorid, int marchid, int mimpid, int sepc, int scause, int stval, int stvec,
		int sscratch, int satp) {

	static final long SIE = 1 << 1;
	static final long MIE = 1 << 3;
	static final long SPIE = 1 << 5;
	static final long MPIE = 1 << 7;
	static final long SPP = 1 << 8;
	static final int MPP_SHIFT = 11;
	static final long MPP = 3 << MPP_SHIFT;
	static final long MPP_S = 1 << MPP_SHIFT;
	static final long FS = 3 << 13;
	static final long SUM = 1 << 18;
	static final long MXR = 1 << 19;

	/** What {@code menvcfg} can hand to the levels below: cache blocks, memory types of pages, and a timer. */
	static final long ENVIRONMENT = 1L << 63 | 1L << 62 | 3 << 4 | 1 << 6 | 1 << 7;
	static final long STCE = 1L << 63;

	/** Bits of mie and mip. */
	static final long SSI = 1 << 1;
	static final long MSI = 1 << 3;
	static final long STI = 1 << 5;
	static final long MTI = 1 << 7;
	static final long SEI = 1 << 9;
	static final long SUPERVISOR = SSI | STI | SEI;

	static SbiRegisters of(Privileged level) {
		return new SbiRegisters(IntStream.range(0, 8).map(i -> level.register("a" + i)).toArray(), level.register("mstatus"),
				level.register("medeleg"), level.register("mideleg"), level.register("mie"), level.register("mip"),
				level.register("mcounteren"), level.register("scounteren"), level.register("mepc"), level.register("mcause"), level.register("mtval"), level.register("menvcfg"),
				level.register("stimecmp"), level.register("pmpcfg0"), level.register("pmpaddr0"), level.register("mvendorid"), level.register("marchid"),
				level.register("mimpid"), level.register("sepc"), level.register("scause"), level.register("stval"),
				level.register("stvec"), level.register("sscratch"), level.register("satp"));
	}
}
