package org.ringside.isa.riscv;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.ringside.isa.riscv.SupervisorMode.Sv39Pte;
import org.ringside.machine.Hart;
import org.ringside.machine.privileged.Deprivileged;
import org.ringside.machine.privileged.Privileged;

/**
 * RISC-V behind shadow tables. All of its sensitive instructions trap in U once the counters are closed to it
 * ({@code mcounteren}), which is what the privileged manual means by being classically virtualizable. The hart runs in U
 * whatever the guest's mode is; floating point is on where the guest has it on, and clean, so that an instruction that
 * changes it is seen in {@code mstatus.FS}.
 */
final class RiscvDeprivileged implements Deprivileged {

	private static final int FIRST = 1;
	private static final int COUNT = 32;
	private static final long FS_CLEAN = 2L << 13;
	private static final long ALL_MEMORY = 0x1f;
	private static final long SOFTWARE_INTERRUPT = 1L << RiscvHart.MSI;
	private static final long PPN = (1L << 44) - 1;
	private static final int SYSTEM = 0x73;
	private static final int SFENCE = 0x09;
	/** Sv57; modes of a table more are numbered on. */
	private static final long MOST_MODE = 10;
	private static final int INDEX_BITS = 9;
	private static final int PAGE_BITS = 12;

	/** What a right to write or to execute is without the others; readable is R. */
	private static final long ALWAYS = Sv39Pte.V | Sv39Pte.U | Sv39Pte.A | Sv39Pte.D;

	/** What the hart's registers hold, so that only what differs is written. */
	private final long[] x = new long[COUNT];
	private final long[] f = new long[COUNT];
	private long fcsr;
	/** The hart's FS, and its CBZE. */
	private long floats;
	private long zeroes;
	private long mode;

	private int mcause;
	private int mtval;
	private int mepc;
	private int minstret;
	private int mstatus;
	private int satp;
	private int senvcfg;
	private int fcsrNumber;
	private int f0;
	private int x0;

	// ---- the hardware

	/** The same, with paging whatever the guest has. */
	@Override
	public Map<String, String> features(Map<String, String> virtual) {
		Map<String, String> features = new HashMap<>(virtual);
		if ("bare".equals(virtual.get("mmu"))) {
			features.remove("mmu");
		}
		return features;
	}

	@Override
	public String bell() {
		return "msi";
	}

	@Override
	public void prepare(Privileged level) {
		mcause = level.register("mcause");
		mtval = level.register("mtval");
		mepc = level.register("mepc");
		minstret = level.register("minstret");
		mstatus = level.register("mstatus");
		satp = level.register("satp");
		senvcfg = level.register("senvcfg");
		fcsrNumber = level.register("fcsr");
		f0 = level.register("f0");
		x0 = level.register("x0");
		for (String closed : new String[] { "medeleg", "mideleg", "mcounteren", "scounteren", "menvcfg", "senvcfg", "mcountinhibit" }) {
			level.write(level.register(closed), 0);
		}
		level.write(level.register("menvcfg"), MachineCsrs.CBZE);
		level.write(level.register("pmpaddr0"), -1);
		level.write(level.register("pmpcfg0"), ALL_MEMORY);
		level.write(level.register("mie"), SOFTWARE_INTERRUPT);
		mode = Translation.SV39;
		for (long more = mode + 1; more <= MOST_MODE; more++) {
			level.write(satp, more << Translation.MODE_SHIFT);
			mode = Math.max(mode, level.read(satp) >>> Translation.MODE_SHIFT);
		}
		level.write(satp, 0);
	}

	@Override
	public Event event(Privileged level) {
		long cause = level.read(mcause);
		if (cause < 0) {
			return Event.COUNT;
		}
		return switch ((int) cause) {
		case Cause.FETCH_PAGE -> Event.FETCH;
		case Cause.LOAD_PAGE -> Event.LOAD;
		case Cause.STORE_PAGE -> Event.STORE;
		default -> Event.TRAP;
		};
	}

	@Override
	public long address(Privileged level) {
		return level.read(mtval);
	}

	@Override
	public long completed(Privileged level) {
		return level.read(minstret);
	}

	@Override
	public String sensitive(Privileged level) {
		long cause = level.read(mcause);
		if (cause != Cause.ILLEGAL) {
			return Cause.name((int) cause, false);
		}
		int bits = (int) level.read(mtval);
		if ((bits & 0x7f) != SYSTEM) {
			return "illegal";
		}
		if ((bits >>> 12 & 7) != 0) {
			return Csrs.name(bits >>> 20);
		}
		return bits >>> 25 == SFENCE ? "sfence.vma" : switch (bits >>> 20) {
		case 0x302 -> "mret";
		case 0x102 -> "sret";
		case 0x105 -> "wfi";
		default -> "illegal";
		};
	}

	// ---- the world

	/** While MPRV lends M another mode for data, a fetch and a load of one address may mean two. */
	@Override
	public boolean direct(Hart virtual) {
		RiscvHart hart = (RiscvHart) virtual;
		return hart.dataMode() == hart.privilege;
	}

	@Override
	public void load(Privileged level, Hart virtual) {
		RiscvHart hart = (RiscvHart) virtual;
		for (int i = FIRST; i < COUNT; i++) {
			if (x[i] != hart.x[i]) {
				x[i] = hart.x[i];
				level.write(x0 + i, x[i]);
			}
		}
		level.write(mepc, hart.pc);
		long wanted = (hart.mstatus & MachineCsrs.FS) == 0 ? 0 : FS_CLEAN;
		if (wanted != 0) {
			loadFloats(level, hart);
		}
		if (floats != wanted) {
			floats = wanted;
			level.write(mstatus, level.read(mstatus) & ~MachineCsrs.FS | wanted);
		}
		if (zeroes != zeroes(hart)) {
			zeroes = zeroes(hart);
			level.write(senvcfg, zeroes);
		}
	}

	/** Whether the guest may zero cache blocks, which is often; what manages them traps, and is rare. */
	private static long zeroes(RiscvHart hart) {
		return switch (hart.privilege) {
		case RiscvHart.M -> MachineCsrs.CBZE;
		case RiscvHart.S -> hart.menvcfg & MachineCsrs.CBZE;
		default -> hart.menvcfg & hart.senvcfg & MachineCsrs.CBZE;
		};
	}

	private void loadFloats(Privileged level, RiscvHart hart) {
		for (int i = 0; i < COUNT; i++) {
			if (f[i] != hart.f[i]) {
				f[i] = hart.f[i];
				level.write(f0 + i, f[i]);
			}
		}
		long now = UnprivilegedCsrs.fcsr(hart);
		if (fcsr != now) {
			fcsr = now;
			level.write(fcsrNumber, now);
		}
	}

	@Override
	public void save(Privileged level, Hart virtual) {
		RiscvHart hart = (RiscvHart) virtual;
		for (int i = FIRST; i < COUNT; i++) {
			x[i] = level.read(x0 + i);
			hart.x[i] = x[i];
		}
		hart.pc = level.read(mepc);
		if (floats != 0) {
			floats = level.read(mstatus) & MachineCsrs.FS;
			if (floats == MachineCsrs.FS) {
				saveFloats(level, hart);
			}
		}
	}

	private void saveFloats(Privileged level, RiscvHart hart) {
		for (int i = 0; i < COUNT; i++) {
			f[i] = level.read(f0 + i);
			hart.f[i] = f[i];
		}
		fcsr = level.read(fcsrNumber);
		UnprivilegedCsrs.writeFcsr(hart, fcsr);
		hart.mstatus(RiscvHart.dirty(hart.mstatus));
	}

	// ---- spaces

	@Override
	public int space(Hart virtual) {
		RiscvHart hart = (RiscvHart) virtual;
		return hart.privilege | hart.regime << 2;
	}

	@Override
	public long tables(Hart virtual) {
		RiscvHart hart = (RiscvHart) virtual;
		return hart.privilege == RiscvHart.M ? 0 : hart.satp;
	}

	@Override
	public long protection(Hart virtual) {
		return ((RiscvHart) virtual).protections;
	}

	// ---- tables

	@Override
	public int[] indexBits() {
		int[] bits = new int[tables()];
		Arrays.fill(bits, INDEX_BITS);
		return bits;
	}

	private int tables() {
		return (int) (mode - Translation.SV39) + 3;
	}

	@Override
	public int entryBytes() {
		return Long.BYTES;
	}

	@Override
	public long pointer(long address) {
		return address >>> 2 | Sv39Pte.V;
	}

	@Override
	public long leaf(long address, boolean read, boolean write, boolean execute) {
		return address >>> 2 | ALWAYS | (read ? Sv39Pte.R : 0) | (read && write ? Sv39Pte.W : 0) | (execute ? Sv39Pte.X : 0);
	}

	@Override
	public long target(long entry) {
		return Sv39Pte.address(entry);
	}

	@Override
	public boolean writable(long entry) {
		return (entry & Sv39Pte.W) != 0;
	}

	@Override
	public boolean executable(long entry) {
		return (entry & Sv39Pte.X) != 0;
	}

	@Override
	public boolean readable(long entry) {
		return (entry & Sv39Pte.R) != 0;
	}

	@Override
	public boolean canonical(long va) {
		int unused = Long.SIZE - PAGE_BITS - tables() * INDEX_BITS;
		return va << unused >> unused == va;
	}

	@Override
	public long neighbour(long va, int span, int by, boolean root) {
		long there = va + ((long) by << span);
		int unused = Long.SIZE - span - INDEX_BITS;
		return root ? there << unused >> unused : there;
	}

	@Override
	public void root(Privileged level, long address, int number) {
		level.write(satp, mode << Translation.MODE_SHIFT | (long) number << 44 | address >>> 12 & PPN);
	}
}
