package org.ringside.isa.riscv;

import java.util.OptionalLong;

import org.ringside.isa.riscv.SupervisorMode.Sv39Pte;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.Hart;
import org.ringside.machine.Memory;
import org.ringside.machine.Trap;

/**
 * From virtual to machine addresses: the walk of Sv39, Sv48 or Sv57, which differ in their levels only, its accessed and
 * dirty bits, and protection of the result and of the walk itself. Tables must be in memory: a walk that leads to a device
 * is an access fault.
 */
final class Translation {

	static final int MODE_SHIFT = 60;
	static final long BARE = 0;
	/** Sv39, with three levels; the next numbers are Sv48 and Sv57, with a level more each. */
	static final long SV39 = 8;
	private static final int SV39_LEVELS = 3;

	/** M; U with or without MXR; S with or without SUM, and with or without MXR. */
	static final int REGIMES = 7;

	private static final int U_REGIME = 1;
	private static final int S_REGIME = 3;

	private static final long TABLE_NUMBERS = (1L << 44) - 1;
	private static final int PAGE_SHIFT = 12;
	private static final int INDEX_BITS = 9;
	/** Where, among the reserved bits of a leaf, the walk notes the level it was found at. */
	private static final int LEVEL_SHIFT = 54;

	private final RiscvHart hart;
	private final Pmp pmp;
	private final boolean updatesAccessed;
	/** Mode that data is accessed in, which MPRV may make another than that of fetches. */
	int dataMode;

	Translation(RiscvHart hart, Pmp pmp, boolean updatesAccessed) {
		this.hart = hart;
		this.pmp = pmp;
		this.updatesAccessed = updatesAccessed;
	}

	/** Levels of the tables that a value of {@code satp} chooses, 0 for none; negative for a mode that is reserved. */
	private static int levels(long satp) {
		long mode = satp >>> MODE_SHIFT;
		return mode == BARE ? 0 : mode < SV39 ? -1 : (int) (mode - SV39) + SV39_LEVELS;
	}

	/** True if the hart has the mode that a value of {@code satp} chooses. */
	static boolean supports(RiscvHart hart, long satp) {
		int levels = levels(satp);
		return levels >= 0 && levels <= hart.tableLevels;
	}

	/** Works out the mode that data is accessed in, and from it the regime. */
	int regime() {
		long status = hart.mstatus;
		boolean borrowed = hart.privilege == RiscvHart.M && (status & MachineCsrs.MPRV) != 0;
		dataMode = borrowed ? (int) ((status & MachineCsrs.MPP) >>> MachineCsrs.MPP_SHIFT) : hart.privilege;
		int readsCode = (status & MachineCsrs.MXR) != 0 ? 1 : 0;
		return switch (dataMode) {
		case RiscvHart.M -> 0;
		case RiscvHart.U -> U_REGIME + readsCode;
		default -> S_REGIME + readsCode + ((status & MachineCsrs.SUM) != 0 ? 2 : 0);
		};
	}

	/** As {@link Hart#translate}. For a fetch, the grant to load is that to fetch. */
	long translate(long va, int width, AccessKind kind, Hart.Grant grant) {
		int mode = kind == AccessKind.FETCH ? hart.privilege : dataMode;
		grant.begin();
		long address = va;
		int rights = Pmp.R | Pmp.W | Pmp.X;
		if (mode != RiscvHart.M && hart.satp >>> MODE_SHIFT != BARE) {
			long pte = walk(va, kind, mode, grant);
			int level = (int) (pte >>> LEVEL_SHIFT);
			long mask = (1L << PAGE_SHIFT + level * INDEX_BITS) - 1;
			address = Sv39Pte.address(pte) & ~mask | va & mask;
			rights = rightsOf(pte);
		}
		int needed = needed(kind);
		int allowed = pmp.rights(address, width, mode == RiscvHart.M);
		if ((allowed & needed) != needed) {
			throw accessFault(hart, va, kind);
		}
		boolean whole = (allowed & Pmp.WHOLE_PAGE) != 0;
		int granted = rights & allowed;
		grant.load = whole && (granted & (kind == AccessKind.FETCH ? Pmp.X : Pmp.R)) != 0;
		grant.store = whole && (granted & Pmp.W) != 0;
		return address;
	}

	/** As {@link Hart#examine}. */
	OptionalLong examine(long va) {
		int levels = levels(hart.satp);
		if (dataMode == RiscvHart.M || levels == 0) {
			return OptionalLong.of(va);
		}
		int shift = PAGE_SHIFT + levels * INDEX_BITS;
		if (va >> shift - 1 != va >> Long.SIZE - 1) {
			return OptionalLong.empty();
		}
		Memory memory = hart.bus().memory();
		long table = (hart.satp & TABLE_NUMBERS) << PAGE_SHIFT;
		for (int level = levels - 1; level >= 0; level--) {
			shift -= INDEX_BITS;
			long at = table + ((va >>> shift & (1 << INDEX_BITS) - 1) << 3);
			int frame = hart.bus().frameAt(at);
			long pte = frame < 0 ? 0 : memory.read(frame, (int) at & Memory.FRAME - 1, Long.BYTES);
			if (!Sv39Pte.wellFormed(pte, (hart.menvcfg & MachineCsrs.PBMTE) != 0)) {
				return OptionalLong.empty();
			}
			table = Sv39Pte.address(pte);
			if (Sv39Pte.leaf(pte)) {
				long mask = (1L << shift) - 1;
				return OptionalLong.of(table & ~mask | va & mask);
			}
		}
		return OptionalLong.empty();
	}

	/** Rights that hold without a further walk: to write only if the page is dirty already. */
	private int rightsOf(long pte) {
		boolean readsCode = (hart.mstatus & MachineCsrs.MXR) != 0 && (pte & Sv39Pte.X) != 0;
		boolean writes = (pte & (Sv39Pte.W | Sv39Pte.D)) == (Sv39Pte.W | Sv39Pte.D);
		return ((pte & Sv39Pte.R) != 0 || readsCode ? Pmp.R : 0) | (writes ? Pmp.W : 0) | ((pte & Sv39Pte.X) != 0 ? Pmp.X : 0);
	}

	/** The leaf that maps {@code va}, its accessed and dirty bits as they are after the access, with its level. */
	private long walk(long va, AccessKind kind, int mode, Hart.Grant grant) {
		int levels = levels(hart.satp);
		int shift = PAGE_SHIFT + levels * INDEX_BITS;
		// a virtual address repeats its highest bit in all bits above
		if (va >> shift - 1 != va >> Long.SIZE - 1) {
			throw pageFault(va, kind);
		}
		long table = (hart.satp & TABLE_NUMBERS) << PAGE_SHIFT;
		for (int level = levels - 1; level >= 0; level--) {
			shift -= INDEX_BITS;
			long at = table + ((va >>> shift & (1 << INDEX_BITS) - 1) << 3);
			long pte = readEntry(at, va, kind);
			grant.read(at, shift);
			if (!Sv39Pte.wellFormed(pte, (hart.menvcfg & MachineCsrs.PBMTE) != 0)) {
				throw pageFault(va, kind);
			}
			if (Sv39Pte.leaf(pte)) {
				boolean misplaced = (Sv39Pte.address(pte) & (1L << shift) - 1) != 0;
				if (misplaced || !permits(pte, kind, mode)) {
					throw pageFault(va, kind);
				}
				return accessed(pte, at, va, kind) & ~Sv39Pte.RESERVED | (long) level << LEVEL_SHIFT;
			}
			table = Sv39Pte.address(pte);
		}
		throw pageFault(va, kind);
	}

	private boolean permits(long pte, AccessKind kind, int mode) {
		boolean user = (pte & Sv39Pte.U) != 0;
		if (mode == RiscvHart.U ? !user : user && (kind == AccessKind.FETCH || (hart.mstatus & MachineCsrs.SUM) == 0)) {
			return false;
		}
		return switch (kind) {
		case FETCH -> (pte & Sv39Pte.X) != 0;
		case LOAD -> (pte & Sv39Pte.R) != 0 || (pte & Sv39Pte.X) != 0 && (hart.mstatus & MachineCsrs.MXR) != 0;
		default -> (pte & Sv39Pte.W) != 0;
		};
	}

	/** The leaf with its A bit, and for a store its D bit, which are set in the table too unless that is left to software. */
	private long accessed(long pte, long at, long va, AccessKind kind) {
		long updated = pte | Sv39Pte.A | (kind.writes() ? Sv39Pte.D : 0);
		if (updated != pte) {
			if (!updatesAccessed) {
				throw pageFault(va, kind);
			}
			writeEntry(at, updated, va, kind);
		}
		return updated;
	}

	private long readEntry(long at, long va, AccessKind kind) {
		int frame = tableFrame(at, Pmp.R, va, kind);
		Memory memory = hart.bus().memory();
		memory.watch(frame, Memory.TABLE);
		return memory.read(frame, (int) at & Memory.FRAME - 1, Long.BYTES);
	}

	private void writeEntry(long at, long pte, long va, AccessKind kind) {
		int frame = tableFrame(at, Pmp.R | Pmp.W, va, kind);
		hart.bus().memory().update(frame, (int) at & Memory.FRAME - 1, Long.BYTES, pte);
	}

	/** Walks are accesses of S to the protection unit, whatever the mode they are made for. */
	private int tableFrame(long at, int needed, long va, AccessKind kind) {
		Bus bus = hart.bus();
		int frame = bus.frameAt(at);
		if (frame < 0 || (pmp.rights(at, Long.BYTES, false) & needed) != needed) {
			throw accessFault(hart, va, kind);
		}
		return frame;
	}

	private static int needed(AccessKind kind) {
		return switch (kind) {
		case FETCH -> Pmp.X;
		case LOAD -> Pmp.R;
		case STORE -> Pmp.W;
		default -> Pmp.R | Pmp.W;
		};
	}

	private Trap pageFault(long va, AccessKind kind) {
		return hart.raise(switch (kind) {
		case FETCH -> Cause.FETCH_PAGE;
		case LOAD -> Cause.LOAD_PAGE;
		default -> Cause.STORE_PAGE;
		}, va);
	}

	static Trap accessFault(RiscvHart hart, long va, AccessKind kind) {
		return hart.raise(switch (kind) {
		case FETCH -> Cause.FETCH_ACCESS;
		case LOAD -> Cause.LOAD_ACCESS;
		default -> Cause.STORE_ACCESS;
		}, va);
	}
}
