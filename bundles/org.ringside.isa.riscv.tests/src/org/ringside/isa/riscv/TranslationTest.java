package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.BitField;
import org.ringside.isa.FormatRow;
import org.ringside.isa.riscv.SupervisorMode.Sv39Pte;

/** Sv39: each rule of section "Virtual Address Translation Process", by a page table made for it. */
@ParameterizedClass
@MethodSource("org.ringside.isa.riscv.RiscvBench#executors")
class TranslationTest {

	private static final int LOAD = Cause.LOAD_PAGE;
	private static final int STORE = Cause.STORE_PAGE;
	private static final int FETCH = Cause.FETCH_PAGE;

	private static final long V = Sv39Pte.V;
	private static final long R = Sv39Pte.R;
	private static final long W = Sv39Pte.W;
	private static final long X = Sv39Pte.X;
	private static final long USER = Sv39Pte.U;
	private static final long A = Sv39Pte.A;
	private static final long D = Sv39Pte.D;
	private static final long RWX = V | R | W | X | A | D;

	/** Tables of the three levels, a page of data, and a page of code that is mapped at its own address by a gigapage. */
	private static final long ROOT = RiscvBench.BASE + 0x1000;
	private static final long MIDDLE = RiscvBench.BASE + 0x2000;
	private static final long LAST = RiscvBench.BASE + 0x3000;
	private static final long DATA = RiscvBench.BASE + 0x4000;
	private static final long CODE = RiscvBench.BASE + 0x5000;
	private static final long M_VECTOR = RiscvBench.BASE + 0x6000;

	/** The virtual address that the tables map: 1, 2 and 3 are its indices. */
	private static final long VA = 1L << 30 | 2L << 21 | 3L << 12;

	private RiscvBench bench;
	private final ExecutorMaker executor;

	TranslationTest(ExecutorMaker executor) {
		this.executor = executor;
		bench = new RiscvBench(executor);
	}

	@BeforeEach
	void tables() {
		prepare(bench);
	}

	@AfterEach
	void close() {
		bench.close();
	}

	private static void prepare(RiscvBench bench) {
		bench.openProtection();
		bench.write("mtvec", M_VECTOR);
		bench.write("satp", 8L << 60 | ROOT >>> 12);
		bench.put(ROOT + 8 * 2, 8, entry(RiscvBench.BASE, RWX));
		bench.put(ROOT + 8 * 1, 8, entry(MIDDLE, V));
		bench.put(MIDDLE + 8 * 2, 8, entry(LAST, V));
		leaf(bench, RWX);
		bench.put(DATA, 8, 0x1122_3344_5566_7788L);
		bench.enter(RiscvHart.S);
	}

	private static long entry(long address, long bits) {
		return address >>> 12 << 10 | bits;
	}

	private static void leaf(RiscvBench bench, long bits) {
		bench.put(LAST + 8 * 3, 8, entry(DATA, bits));
	}

	/** Loads from {@code va} in the hart's mode; answers the cause of the trap, or -1 with the value in a1. */
	private int load(long va) {
		bench.hart.x[10] = va;
		return outcome("ld", va, 0, 10, 11);
	}

	private int store(long va) {
		bench.hart.x[10] = va;
		bench.hart.x[11] = 0x55;
		return outcome("sb", va, 0, 11, 10);
	}

	private int atomic(long va) {
		bench.hart.x[10] = va;
		return outcome("amoadd.d", va, 0, 11, 10, 12);
	}

	private int fetch(long va) {
		bench.hart.x[10] = va;
		int mode = bench.hart.level();
		bench.code(DATA, "c.nop");
		bench.hart.pc = va;
		bench.step(1);
		return cause(mode, va);
	}

	private int outcome(String mnemonic, long va, long... values) {
		int mode = bench.hart.level();
		bench.execute(CODE, mnemonic, values);
		return cause(mode, va);
	}

	private int cause(int mode, long va) {
		if (bench.hart.pc != M_VECTOR) {
			return -1;
		}
		assertEquals(va, bench.read("mtval"));
		bench.enter(mode);
		return (int) bench.read("mcause");
	}

	@Test
	void aWalkOfThreeLevelsEndsAtThePage() {
		assertEquals(-1, load(VA));
		assertEquals(0x1122_3344_5566_7788L, bench.hart.x[11]);
		assertEquals(-1, store(VA + 0xfff));
		assertEquals(0x55, bench.get(DATA + 0xfff, 1));
		assertEquals(-1, fetch(VA));
	}

	@Test
	void anEntryThatIsNotValidIsAPageFaultOfTheAccess() {
		leaf(bench, RWX & ~V);
		assertEquals(LOAD, load(VA));
		assertEquals(STORE, store(VA));
		assertEquals(STORE, atomic(VA));
		assertEquals(FETCH, fetch(VA));
		bench.put(MIDDLE + 8 * 2, 8, 0);
		assertEquals(LOAD, load(VA));
		bench.put(ROOT + 8, 8, 0);
		assertEquals(LOAD, load(VA));
	}

	@Test
	void addressesThatAreNoSignExtensionOf39BitsFault() {
		assertEquals(LOAD, load(VA | 1L << 39));
		assertEquals(LOAD, load(1L << 38));
		assertEquals(LOAD, load(VA | 1L << 63));
		bench.put(ROOT + 8 * 511, 8, entry(RiscvBench.BASE, RWX));
		assertEquals(LOAD, load(0x7f_ffff_f000L));
		bench.put(ROOT + 8 * 511, 8, entry(0x8000_0000L, RWX));
		bench.put(RiscvBench.BASE + 0x7008, 8, 99);
		assertEquals(-1, load(-(1L << 30) + 0x7008));
		assertEquals(99, bench.hart.x[11]);
	}

	@Test
	void rightsAreThoseOfTheLeaf() {
		leaf(bench, V | R | A | D);
		assertEquals(-1, load(VA));
		assertEquals(STORE, store(VA));
		assertEquals(STORE, atomic(VA));
		assertEquals(FETCH, fetch(VA));
		leaf(bench, V | X | A | D);
		assertEquals(LOAD, load(VA));
		assertEquals(-1, fetch(VA));
		leaf(bench, V | W | A | D);
		assertEquals(LOAD, load(VA));
		assertEquals(STORE, store(VA));
		leaf(bench, V | W | X | A | D);
		assertEquals(FETCH, fetch(VA));
	}

	@Test
	void makeExecutableReadableLetsLoadsReadCode() {
		leaf(bench, V | X | A | D);
		assertEquals(LOAD, load(VA));
		bench.write("sstatus", 1 << 19);
		assertEquals(-1, load(VA));
		assertEquals(STORE, store(VA));
		bench.write("sstatus", 0);
		assertEquals(LOAD, load(VA));
	}

	@Test
	void supervisorReachesUserPagesWithSumAndNeverExecutesThem() {
		leaf(bench, RWX | USER);
		assertEquals(LOAD, load(VA));
		bench.write("sstatus", 1 << 18);
		assertEquals(-1, load(VA));
		assertEquals(-1, store(VA));
		assertEquals(FETCH, fetch(VA));
		bench.write("sstatus", 0);
		assertEquals(STORE, store(VA));
	}

	@Test
	void userReachesUserPagesOnly() {
		bench.put(ROOT + 8 * 2, 8, entry(RiscvBench.BASE, RWX | USER));
		bench.enter(RiscvHart.U);
		assertEquals(LOAD, load(VA));
		assertEquals(FETCH, fetch(VA));
		leaf(bench, RWX | USER);
		assertEquals(-1, load(VA));
		assertEquals(-1, fetch(VA));
	}

	@Test
	void machineModeIsNotTranslatedUnlessItBorrowsAMode() {
		bench.enter(RiscvHart.M);
		assertEquals(-1, load(DATA));
		bench.write("mstatus", 1 << 17 | 1 << 11);
		assertEquals(-1, load(VA));
		assertEquals(0x1122_3344_5566_7788L, bench.hart.x[11]);
		leaf(bench, RWX | USER);
		assertEquals(LOAD, load(VA));
		bench.write("mstatus", 1 << 17);
		assertEquals(-1, load(VA));
	}

	@Test
	void reservedBitsAndTableEntriesWithRightsOfTheirOwnFault() {
		for (int bit = 54; bit < 64; bit++) {
			bench.put(LAST + 8 * 3, 8, entry(DATA, RWX) | 1L << bit);
			assertEquals(LOAD, load(VA), "bit " + bit);
		}
		leaf(bench, RWX | 1 << 8 | 1 << 9 | 1 << 5);
		assertEquals(-1, load(VA), "bits of software, and G");
		for (long bit : new long[] { USER, A, D }) {
			bench.put(MIDDLE + 8 * 2, 8, entry(LAST, V | bit));
			assertEquals(LOAD, load(VA), "bit " + bit);
		}
	}

	@Test
	void superpagesMustBeAligned() {
		bench.put(MIDDLE + 8 * 2, 8, entry(DATA, RWX));
		assertEquals(LOAD, load(VA));
		bench.put(MIDDLE + 8 * 2, 8, entry(RiscvBench.BASE, RWX));
		assertEquals(-1, load((VA & -(1L << 21)) + 0x4000));
		assertEquals(0x1122_3344_5566_7788L, bench.hart.x[11]);
		bench.put(ROOT + 8, 8, entry(0x8020_0000L, RWX));
		assertEquals(LOAD, load(VA));
		bench.put(LAST + 8 * 3, 8, entry(DATA, V));
		bench.put(ROOT + 8, 8, entry(MIDDLE, V));
		bench.put(MIDDLE + 8 * 2, 8, entry(LAST, V));
		assertEquals(LOAD, load(VA), "a table at the last level");
	}

	@Test
	void hardwareSetsAccessedAndDirty() {
		leaf(bench, V | R | W | X);
		assertEquals(-1, load(VA));
		assertEquals(entry(DATA, V | R | W | X | A), bench.get(LAST + 8 * 3, 8));
		assertEquals(-1, store(VA));
		assertEquals(entry(DATA, RWX), bench.get(LAST + 8 * 3, 8));
		leaf(bench, V | R | W | X);
		assertEquals(-1, fetch(VA));
		assertEquals(entry(DATA, V | R | W | X | A), bench.get(LAST + 8 * 3, 8));
	}

	@Test
	void orLeavesThemToSoftware() {
		bench.close();
		bench = new RiscvBench(executor, Map.of("ad", "trap"));
		prepare(bench);
		leaf(bench, V | R | W | X);
		assertEquals(LOAD, load(VA));
		assertEquals(FETCH, fetch(VA));
		leaf(bench, V | R | W | X | A);
		assertEquals(-1, load(VA));
		assertEquals(STORE, store(VA));
		assertEquals(entry(DATA, V | R | W | X | A), bench.get(LAST + 8 * 3, 8));
		leaf(bench, RWX);
		assertEquals(-1, store(VA));
	}

	@Test
	void aChangedTableCountsAtTheNextAccess() {
		assertEquals(-1, load(VA));
		leaf(bench, 0);
		assertEquals(LOAD, load(VA));
		leaf(bench, V | R | A);
		assertEquals(-1, load(VA));
		assertEquals(STORE, store(VA));
	}

	@Test
	void tablesOutsideMemoryAreAccessFaults() {
		bench.put(MIDDLE + 8 * 2, 8, entry(0x1000_0000L, V));
		assertEquals(Cause.LOAD_ACCESS, load(VA));
		assertEquals(Cause.STORE_ACCESS, store(VA));
		assertEquals(Cause.FETCH_ACCESS, fetch(VA));
	}

	@Test
	void aPageOutsideMemoryIsAnAccessFault() {
		bench.put(LAST + 8 * 3, 8, entry(0x1000_0000L, RWX));
		assertEquals(Cause.LOAD_ACCESS, load(VA));
		assertEquals(Cause.STORE_ACCESS, store(VA));
		assertEquals(Cause.STORE_ACCESS, atomic(VA));
		assertEquals(Cause.FETCH_ACCESS, fetch(VA));
	}

	@Test
	void anInstructionThatCrossesIntoAPageNotMappedFaultsAtThatPage() {
		bench.put(DATA + 0xffe, 2, 0x0013);
		bench.hart.pc = VA + 0xffe;
		bench.step(1);
		assertEquals(M_VECTOR, bench.hart.pc);
		assertEquals(VA + 0xffe, bench.read("mepc"));
		assertEquals(VA + 0x1000, bench.read("mtval"));
		assertEquals(FETCH, bench.read("mcause"));
	}

	@Test
	void aMisalignedStoreAcrossPagesChangesNothingIfOneFaults() {
		bench.hart.x[10] = VA + 0xffc;
		bench.hart.x[11] = -1;
		bench.execute(CODE, "sd", 0, 11, 10);
		assertEquals(M_VECTOR, bench.hart.pc);
		assertEquals(VA + 0x1000, bench.read("mtval"));
		assertEquals(0, bench.get(DATA + 0xff8, 8));
	}

	@Test
	void theFormatOfAnEntryIsWhatTheWalkGoesBy() {
		FormatRow format = RiscvBench.ISA.formats().stream().filter(row -> row.name().equals("Sv39 PTE")).findFirst().orElseThrow();
		Map<String, Long> bits = Map.of("V", V, "R", R, "W", W, "X", X, "U", USER, "A", A, "D", D);
		bits.forEach((name, mask) -> assertEquals(mask, field(format, name).mask(), name));
		assertEquals(DATA, field(format, "PPN").get(entry(DATA, RWX)) << 12);
	}

	private static BitField field(FormatRow format, String name) {
		return format.fields().stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow();
	}
}
