package org.ringside.guest.sbi.internal;

/**
 * Reads memory as the supervisor sees it, by walking its tables (Privileged Architecture, sections 4.4 to 4.6). Real
 * firmware sets MPRV and loads; the privileged contract loads by machine address only.
 */
record SupervisorMemory(SbiHart hart) {

	static final long LOAD_ACCESS_FAULT = 5;
	static final long LOAD_PAGE_FAULT = 13;

	private static final int SV39 = 8;
	private static final int SV39_LEVELS = 3;
	private static final long PPN = (1L << 44) - 1;
	private static final int V = 1;
	private static final int R = 1 << 1;
	private static final int X = 1 << 3;
	private static final int U = 1 << 4;
	private static final int LEAF = R | X;

	/** The supervisor may not load there. */
	static final class Fault extends RuntimeException {
		private static final long serialVersionUID = 1L;
		final transient long address;

		Fault(long address) {
			super(null, null, false, false);
			this.address = address;
		}
	}

	/** Eight bytes at a virtual address, least significant first. Throws {@link Fault} or {@link org.ringside.machine.BusError}. */
	long load(long va) {
		if ((va & 7) == 0) {
			return hart.level.load(physical(va), 8);
		}
		long value = 0;
		for (int i = 0; i < 8; i++) {
			value |= hart.level.load(physical(va + i), 1) << 8 * i;
		}
		return value;
	}

	private long physical(long va) {
		long satp = hart.level.read(hart.registers.satp());
		if (satp >>> 60 == 0) {
			return va;
		}
		int levels = (int) (satp >>> 60) - SV39 + SV39_LEVELS;
		if (va >> 11 + 9 * levels != va >> 63) {
			throw new Fault(va);
		}
		long table = (satp & PPN) << 12;
		for (int height = levels - 1; height >= 0; height--) {
			int shift = 12 + 9 * height;
			long entry = hart.level.load(table + 8 * (va >>> shift & 511), 8);
			long frame = (entry >>> 10 & PPN) << 12;
			if ((entry & V) == 0) {
				break;
			}
			if ((entry & LEAF) != 0) {
				return leaf(va, entry, frame, shift);
			}
			table = frame;
		}
		throw new Fault(va);
	}

	private long leaf(long va, long entry, long frame, int shift) {
		long status = hart.level.read(hart.registers.mstatus());
		boolean readable = (entry & R) != 0 || (status & SbiRegisters.MXR) != 0;
		boolean allowed = (entry & U) == 0 || (status & SbiRegisters.SUM) != 0;
		long offset = (1L << shift) - 1;
		if (!readable || !allowed || (frame & offset) != 0) {
			throw new Fault(va);
		}
		return frame | va & offset;
	}
}
