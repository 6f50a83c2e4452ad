package org.ringside.machine.runtime;

import java.util.Arrays;
import java.util.Optional;

import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Hart;
import org.ringside.machine.Memory;
import org.ringside.machine.Trap;

/**
 * A hart's way to data: what a semantic method that takes memory is handed. Addresses are virtual. A load or store
 * completes, or throws {@link org.ringside.machine.Trap} with nothing changed.
 *
 * <p>The fast path is a direct-mapped table of translations, one for each of the hart's regimes, made at first use.
 * An entry is four longs: tag for loads, tag for stores, what to add to a virtual address to get the host's, and the
 * frame. A tag is the page's address; comparing it with the address and the low bits that must be zero finds a miss, a
 * missing right and a misaligned access in one test. The reference executor uses the same class without the table.
 */
public final class Access implements Memory.Holder {

	private static final int ENTRIES = 4096;
	private static final int MASK = ENTRIES - 1 << 2;
	private static final int PAGE = -Memory.FRAME;
	private static final long[] EMPTY = emptyTable();

	private final Hart hart;
	private final Bus bus;
	private final Memory memory;
	private final Slice slice;
	private final boolean caching;
	private final long[][] tables;
	private final Hart.Grant grant = new Hart.Grant();
	/** Indices of the entries in use, of each regime; a table with more is cleared whole. */
	private final int[][] touched;
	private final int[] touchedCount;
	private long[] table = EMPTY;
	/** Null if there is no watchpoint. */
	private AccessProbe probe;

	/**
	 * @param caching false for an executor that translates every access
	 */
	public Access(Hart hart, Bus bus, Slice slice, boolean caching) {
		this.hart = hart;
		this.bus = bus;
		this.memory = bus.memory();
		this.slice = slice;
		this.caching = caching;
		tables = new long[hart.regimes()][];
		touched = new int[hart.regimes()][];
		touchedCount = new int[hart.regimes()];
		if (caching) {
			memory.holder(this);
		}
		regimeChanged();
	}

	/** Stops listening to memory; the object is dead after it. */
	public void close() {
		memory.removeHolder(this);
	}

	/** Has someone asked before accesses from now on. */
	public void probe(Optional<AccessProbe> probe) {
		this.probe = probe.orElse(null);
		flush();
	}

	// ---- loads: values as the manual's "load", sign-extended where the name has no u

	public long load8(long va) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		return t[i] == (va & PAGE) ? Host.read8(va + t[i + 2]) : (byte) slowLoad(va, 1);
	}

	public long load8u(long va) {
		return load8(va) & 0xff;
	}

	public long load16(long va) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		return t[i] == (va & (PAGE | 1)) ? Host.read16(va + t[i + 2]) : (short) slowLoad(va, 2);
	}

	public long load16u(long va) {
		return load16(va) & 0xffff;
	}

	public long load32(long va) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		return t[i] == (va & (PAGE | 3)) ? Host.read32(va + t[i + 2]) : (int) slowLoad(va, 4);
	}

	public long load32u(long va) {
		return load32(va) & 0xffff_ffffL;
	}

	public long load64(long va) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		return t[i] == (va & (PAGE | 7)) ? Host.read64(va + t[i + 2]) : slowLoad(va, 8);
	}

	// ---- stores

	public void store8(long va, long value) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		if (t[i + 1] == (va & PAGE)) {
			Host.write8(va + t[i + 2], (byte) value);
		} else {
			slowStore(va, 1, value);
		}
	}

	public void store16(long va, long value) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		if (t[i + 1] == (va & (PAGE | 1))) {
			Host.write16(va + t[i + 2], (short) value);
		} else {
			slowStore(va, 2, value);
		}
	}

	public void store32(long va, long value) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		if (t[i + 1] == (va & (PAGE | 3))) {
			Host.write32(va + t[i + 2], (int) value);
		} else {
			slowStore(va, 4, value);
		}
	}

	public void store64(long va, long value) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		if (t[i + 1] == (va & (PAGE | 7))) {
			Host.write64(va + t[i + 2], value);
		} else {
			slowStore(va, 8, value);
		}
	}

	// ---- big-endian memory: the most significant byte at the lowest address

	public long load16Big(long va) {
		return Short.reverseBytes((short) load16(va));
	}

	public long load32Big(long va) {
		return Integer.reverseBytes((int) load32(va));
	}

	public long load64Big(long va) {
		return Long.reverseBytes(load64(va));
	}

	public void store16Big(long va, long value) {
		store16(va, Short.reverseBytes((short) value));
	}

	public void store32Big(long va, long value) {
		store32(va, Integer.reverseBytes((int) value));
	}

	public void store64Big(long va, long value) {
		store64(va, Long.reverseBytes(value));
	}

	// ---- accesses with their own rules

	/**
	 * The load half of a read-modify-write or the check before a conditional store: needs the right to store, is never
	 * performed in pieces, and faults as a store does. The value is sign-extended.
	 */
	public long loadForUpdate(long va, int width) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		long tag = va & (PAGE | width - 1);
		if (t[i] == tag && t[i + 1] == tag) {
			return signExtended(Host.read(va + t[i + 2], width), width);
		}
		ask(va, width, AccessKind.ATOMIC);
		if ((va & width - 1) != 0) {
			hart.misaligned(va, width, AccessKind.ATOMIC);
		}
		long address = hart.translate(va, width, AccessKind.ATOMIC, grant);
		return signExtended(readAt(address, va, width, AccessKind.ATOMIC), width);
	}

	/** Checks that {@code width} bytes at {@code va} may be accessed, without accessing them: throws the trap or returns the machine address. */
	public long check(long va, int width, AccessKind kind) {
		int i = (int) (va >>> 10) & MASK;
		long[] t = table;
		long tag = va & (PAGE | width - 1);
		if (t[i] == tag && (kind == AccessKind.LOAD || t[i + 1] == tag) && kind != AccessKind.FETCH) {
			long page = bus.addressOf((int) t[i + 3]);
			if (page >= 0) {
				return page | va & Memory.FRAME - 1;
			}
		}
		if (kind.writes()) {
			ask(va, width, kind);
		}
		return hart.translate(va, width, kind, grant);
	}

	/**
	 * Says that an instruction, which has checked all that it needs, is about to access {@code length} bytes in several
	 * accesses: a watchpoint on any of them stops the run before the first.
	 */
	public void announce(long va, int length, AccessKind kind) {
		ask(va, length, kind);
	}

	/** Reads from another space of the machine, such as I/O ports; throws {@link BusError}. */
	public long readSpace(Bus space, long address, int width) {
		slice.sync();
		slice.cut();
		return space.read(address, width, hart.index);
	}

	/** Writes to another space of the machine; throws {@link BusError}. */
	public void writeSpace(Bus space, long address, int width, long value) {
		slice.sync();
		slice.cut();
		space.write(address, width, value, hart.index);
	}

	// ---- the slow path

	/**
	 * Asks for a probe. A stop leaves the instruction as a trap does, with nothing changed, and the executor knows that it
	 * is none.
	 */
	private void ask(long va, int width, AccessKind kind) {
		if (probe == null) {
			return;
		}
		slice.sync();
		if (probe.stops(hart, va, width, kind, slice.cut)) {
			throw Trap.TRAP;
		}
	}

	private long slowLoad(long va, int width) {
		ask(va, width, AccessKind.LOAD);
		if ((va & width - 1) != 0) {
			return misalignedLoad(va, width);
		}
		long address = hart.translate(va, width, AccessKind.LOAD, grant);
		remember(va, address);
		return readAt(address, va, width, AccessKind.LOAD);
	}

	private void slowStore(long va, int width, long value) {
		ask(va, width, AccessKind.STORE);
		if ((va & width - 1) != 0) {
			misalignedStore(va, width, value);
			return;
		}
		long address = hart.translate(va, width, AccessKind.STORE, grant);
		remember(va, address);
		writeAt(address, va, width, value);
	}

	private long misalignedLoad(long va, int width) {
		hart.misaligned(va, width, AccessKind.LOAD);
		if (inOnePage(va, width)) {
			long address = hart.translate(va, width, AccessKind.LOAD, grant);
			remember(va, address);
			if (inOnePage(address, width) && bus.frameAt(address) >= 0) {
				return readAt(address, va, width, AccessKind.LOAD);
			}
		}
		long value = 0;
		for (int i = 0; i < width; i++) {
			value |= (readAt(hart.translate(va + i, 1, AccessKind.LOAD, grant), va + i, 1, AccessKind.LOAD) & 0xff) << 8 * i;
		}
		return value;
	}

	/** All pieces are checked before the first is stored. */
	private void misalignedStore(long va, int width, long value) {
		hart.misaligned(va, width, AccessKind.STORE);
		if (inOnePage(va, width)) {
			long address = hart.translate(va, width, AccessKind.STORE, grant);
			remember(va, address);
			if (inOnePage(address, width) && bus.frameAt(address) >= 0) {
				writeAt(address, va, width, value);
				return;
			}
		}
		long[] addresses = new long[width];
		for (int i = 0; i < width; i++) {
			addresses[i] = hart.translate(va + i, 1, AccessKind.STORE, grant);
			if (!bus.answers(addresses[i])) {
				throw hart.busError(va + i, AccessKind.STORE);
			}
		}
		for (int i = 0; i < width; i++) {
			writeAt(addresses[i], va + i, 1, value >>> 8 * i);
		}
	}

	private static boolean inOnePage(long va, int width) {
		return (va & Memory.FRAME - 1) + width <= Memory.FRAME;
	}

	private long readAt(long address, long va, int width, AccessKind kind) {
		int frame = bus.frameAt(address);
		if (frame >= 0) {
			return memory.read(frame, (int) address & Memory.FRAME - 1, width);
		}
		slice.sync();
		slice.cut();
		try {
			return bus.read(address, width, hart.index);
		} catch (BusError e) {
			throw hart.busError(va, kind);
		}
	}

	private void writeAt(long address, long va, int width, long value) {
		int frame = bus.frameAt(address);
		if (frame >= 0) {
			if ((memory.watched(frame) & Memory.POINT) == 0) {
				memory.write(frame, (int) address & Memory.FRAME - 1, width, value);
			} else {
				// whoever waits for the store is a device to the hart: it may set a timer, for before the next instruction
				slice.sync();
				memory.write(frame, (int) address & Memory.FRAME - 1, width, value);
				slice.cutIfDue();
			}
			return;
		}
		slice.sync();
		slice.cut();
		try {
			bus.write(address, width, value, hart.index);
		} catch (BusError e) {
			throw hart.busError(va, AccessKind.STORE);
		}
	}

	private static long signExtended(long value, int width) {
		int shift = 64 - 8 * width;
		return value << shift >> shift;
	}

	// ---- the table

	private void remember(long va, long address) {
		int frame = caching && (grant.load || grant.store) ? bus.frameAt(address) : -1;
		if (frame < 0) {
			return;
		}
		if (probe != null && probe.denies(va, address)) {
			return;
		}
		if (table == EMPTY) {
			makeTable();
		}
		int i = (int) (va >>> 10) & MASK;
		long page = va & PAGE;
		touch(i);
		table[i] = grant.load ? page : -1;
		table[i + 1] = grant.store && memory.grantStore(frame) ? page : -1;
		table[i + 2] = memory.host(frame) - page;
		table[i + 3] = frame;
	}

	private void touch(int i) {
		int r = hart.regime;
		int count = touchedCount[r];
		if (count < ENTRIES) {
			touched[r][count] = i;
		}
		if (count <= ENTRIES) {
			touchedCount[r] = count + 1;
		}
	}

	private void makeTable() {
		int r = hart.regime;
		tables[r] = emptyTable();
		touched[r] = new int[ENTRIES];
		table = tables[r];
	}

	private static long[] emptyTable() {
		long[] empty = new long[ENTRIES * 4];
		Arrays.fill(empty, -1);
		return empty;
	}

	/** The hart's regime is another one. */
	public void regimeChanged() {
		long[] t = tables[hart.regime];
		table = t == null ? EMPTY : t;
	}

	/** Forgets all translations. */
	public void flush() {
		for (int r = 0; r < tables.length; r++) {
			long[] t = tables[r];
			if (t != null) {
				if (touchedCount[r] > ENTRIES) {
					Arrays.fill(t, -1);
				} else {
					for (int k = 0; k < touchedCount[r]; k++) {
						t[touched[r][k]] = -1;
						t[touched[r][k] + 1] = -1;
						t[touched[r][k] + 3] = -1;
					}
				}
				touchedCount[r] = 0;
			}
		}
	}

	/** Forgets the translation of the page around {@code va}, in all regimes. */
	public void flush(long va) {
		int i = (int) (va >>> 10) & MASK;
		for (long[] t : tables) {
			if (t != null) {
				t[i] = -1;
				t[i + 1] = -1;
				t[i + 3] = -1;
			}
		}
	}

	@Override
	public void revokeStore(int frame) {
		forEntriesOf(frame, false);
	}

	@Override
	public void revoke(int frame) {
		forEntriesOf(frame, true);
	}

	private void forEntriesOf(int frame, boolean loads) {
		for (int r = 0; r < tables.length; r++) {
			long[] t = tables[r];
			if (t != null) {
				int count = touchedCount[r];
				boolean all = count > ENTRIES;
				for (int k = all ? ENTRIES : count; --k >= 0;) {
					int i = all ? k << 2 : touched[r][k];
					if (t[i + 3] == frame) {
						t[i + 1] = -1;
						if (loads) {
							t[i] = -1;
							t[i + 3] = -1;
						}
					}
				}
			}
		}
	}
}
