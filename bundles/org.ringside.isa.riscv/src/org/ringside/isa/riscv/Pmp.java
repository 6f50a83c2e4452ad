package org.ringside.isa.riscv;

/**
 * Physical memory protection: sixteen entries of four bytes and more (section "Physical Memory Protection"). This is the
 * registers' meaning, worked out whenever one of them was written.
 */
final class Pmp {

	static final int ENTRIES = 16;

	static final int R = 1;
	static final int W = 2;
	static final int X = 4;
	/** Beside the rights: they are the same for all of the 4 KiB around the access. */
	static final int WHOLE_PAGE = 8;

	private static final int ALL = R | W | X;
	private static final int MODE_SHIFT = 3;
	private static final int MODE = 3 << MODE_SHIFT;
	private static final int OFF = 0;
	private static final int TOP_OF_RANGE = 1;
	private static final int FOUR_BYTES = 2;
	private static final int LOCKED = 0x80;
	private static final long ADDRESS = -1L >>> 10;
	private static final long PAGE = 0xfff;

	private final int[] config = new int[ENTRIES];
	/** First and last byte of each entry that is not off; of one that is, the last is before the first. */
	private final long[] first = new long[ENTRIES];
	private final long[] last = new long[ENTRIES];
	private int entries;

	// ---- what may be written

	/** The value of a configuration register after {@code value} is written to it. */
	static long configured(long old, long value) {
		long result = 0;
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			int before = (int) (old >>> shift) & 0xff;
			int entry = (before & LOCKED) != 0 ? before : legal((int) (value >>> shift) & 0xff);
			result |= (long) entry << shift;
		}
		return result;
	}

	/** The reserved combination, writable but not readable, loses its right to write. */
	private static int legal(int entry) {
		return entry & ~((entry & R) == 0 ? W : 0) & (LOCKED | MODE | ALL);
	}

	/** The value of an address register after {@code value} is written to it; locked with its entry, or as the base of the next. */
	static long addressed(RiscvHart hart, int index, long value) {
		boolean locked = (config(hart, index) & LOCKED) != 0;
		int next = index + 1 < ENTRIES ? config(hart, index + 1) : 0;
		boolean baseLocked = (next & LOCKED) != 0 && mode(next) == TOP_OF_RANGE;
		return locked || baseLocked ? hart.pmpaddr[index] : value & ADDRESS;
	}

	private static int config(RiscvHart hart, int index) {
		long register = index < Long.BYTES ? hart.pmpcfg0 : hart.pmpcfg2;
		return (int) (register >>> index * Byte.SIZE) & 0xff;
	}

	private static int mode(int config) {
		return (config & MODE) >>> MODE_SHIFT;
	}

	// ---- what it means

	/** Reads the registers anew. */
	void update(RiscvHart hart) {
		entries = 0;
		for (int i = 0; i < ENTRIES; i++) {
			int entry = config(hart, i);
			config[i] = entry;
			first[i] = 0;
			last[i] = -1;
			range(i, mode(entry), hart.pmpaddr[i], i == 0 ? 0 : hart.pmpaddr[i - 1]);
			if (mode(entry) != OFF) {
				entries = i + 1;
			}
		}
	}

	private void range(int i, int mode, long address, long before) {
		switch (mode) {
		case OFF -> {
			// stays empty
		}
		case TOP_OF_RANGE -> {
			first[i] = before << 2;
			last[i] = (address << 2) - 1;
		}
		case FOUR_BYTES -> {
			first[i] = address << 2;
			last[i] = first[i] + 3;
		}
		default -> {
			// the lowest zero says how large: none below it are 8 bytes, each doubles that
			long inside = (address ^ address + 1) << 2 | 3;
			first[i] = address << 2 & ~inside;
			last[i] = first[i] | inside;
		}
		}
	}

	/**
	 * The rights at a machine address. The first entry that any byte of the access is in decides, and must hold all of it.
	 *
	 * @param machine whether the access is M's own, which entries bind only if locked
	 * @return of {@link #R}, {@link #W}, {@link #X}, and {@link #WHOLE_PAGE}
	 */
	int rights(long address, int width, boolean machine) {
		long end = address + width - 1;
		long page = address & ~PAGE;
		int whole = WHOLE_PAGE;
		for (int i = 0; i < entries; i++) {
			if (overlaps(i, page, page | PAGE)) {
				if (!holds(i, page, page | PAGE)) {
					whole = 0;
				}
				if (overlaps(i, address, end)) {
					int rights = machine && (config[i] & LOCKED) == 0 ? ALL : config[i] & ALL;
					return holds(i, address, end) ? rights | whole : 0;
				}
			}
		}
		return (machine ? ALL : 0) | whole;
	}

	/** Addresses are compared unsigned, since M may form any of 64 bits; an entry that is off holds none. */
	private boolean overlaps(int i, long from, long to) {
		return Long.compareUnsigned(from, last[i]) <= 0 && Long.compareUnsigned(first[i], to) <= 0 && first[i] <= last[i];
	}

	private boolean holds(int i, long from, long to) {
		return Long.compareUnsigned(first[i], from) <= 0 && Long.compareUnsigned(to, last[i]) <= 0;
	}
}
