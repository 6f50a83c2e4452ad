package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;

/** Physical memory protection. Entry 15 lets the code page be executed; the data page is what entries before it say. */
@ParameterizedClass
@MethodSource("org.ringside.isa.riscv.RiscvBench#executors")
class ProtectionTest {

	private static final int LOAD = Cause.LOAD_ACCESS;
	private static final int STORE = Cause.STORE_ACCESS;
	private static final int FETCH = Cause.FETCH_ACCESS;

	private static final long TOR = 1 << 3;
	private static final long NA4 = 2 << 3;
	private static final long NAPOT = 3 << 3;
	private static final long R = 1;
	private static final long W = 2;
	private static final long X = 4;
	private static final long LOCK = 0x80;

	private static final long DATA = RiscvBench.BASE + 0x4000;
	private static final long CODE = RiscvBench.BASE + 0x5000;
	private static final long M_VECTOR = RiscvBench.BASE + 0x6000;

	private final RiscvBench bench;

	ProtectionTest(ExecutorMaker executor) {
		bench = new RiscvBench(executor);
	}

	@BeforeEach
	void codeIsReachable() {
		bench.write("mtvec", M_VECTOR);
		bench.write("pmpaddr15", napot(CODE, 0x1000));
		bench.write("pmpcfg2", (NAPOT | X) << 56);
		bench.enter(RiscvHart.S);
	}

	@AfterEach
	void close() {
		bench.close();
	}

	private static long napot(long base, long size) {
		return base >>> 2 | (size >>> 3) - 1;
	}

	private int outcome(String mnemonic, long at, long... values) {
		int mode = bench.hart.level();
		bench.hart.x[10] = at;
		bench.execute(CODE, mnemonic, values);
		return cause(mode, at);
	}

	private int cause(int mode, long at) {
		if (bench.hart.pc != M_VECTOR) {
			return -1;
		}
		assertEquals(at, bench.read("mtval"));
		bench.enter(mode);
		return (int) bench.read("mcause");
	}

	private int load(long at, int width) {
		return outcome(width == 8 ? "ld" : width == 4 ? "lw" : "lb", at, 0, 10, 11);
	}

	private int store(long at) {
		return outcome("sb", at, 0, 11, 10);
	}

	private int atomic(long at) {
		return outcome("amoswap.w", at, 0, 11, 10, 12);
	}

	private int fetch(long at) {
		int mode = bench.hart.level();
		bench.code(at, "c.nop");
		bench.hart.pc = at;
		bench.step(1);
		return cause(mode, at);
	}

	@Test
	void belowMNothingIsAllowedWithoutAnEntry() {
		assertEquals(LOAD, load(DATA, 8));
		assertEquals(STORE, store(DATA));
		assertEquals(STORE, atomic(DATA));
		assertEquals(FETCH, fetch(DATA));
		bench.enter(RiscvHart.M);
		assertEquals(-1, load(DATA, 8));
	}

	@Test
	void anEntryGivesItsRights() {
		bench.write("pmpaddr0", napot(DATA, 0x1000));
		bench.write("pmpcfg0", NAPOT | R);
		assertEquals(-1, load(DATA, 8));
		assertEquals(STORE, store(DATA));
		assertEquals(STORE, atomic(DATA));
		assertEquals(FETCH, fetch(DATA));
		assertEquals(LOAD, load(DATA - 8, 8));
		assertEquals(LOAD, load(DATA + 0x1000, 8));
		bench.write("pmpcfg0", NAPOT | R | W);
		assertEquals(-1, store(DATA));
		assertEquals(-1, atomic(DATA));
		bench.write("pmpcfg0", NAPOT | X);
		assertEquals(LOAD, load(DATA, 8));
		assertEquals(-1, fetch(DATA));
	}

	@Test
	void theFirstEntryThatMatchesDecides() {
		bench.write("pmpaddr0", napot(DATA + 0x100, 8));
		bench.write("pmpaddr1", napot(DATA, 0x1000));
		bench.write("pmpcfg0", NAPOT | (NAPOT | R | W) << 8);
		assertEquals(-1, load(DATA + 0xf8, 8));
		assertEquals(LOAD, load(DATA + 0x100, 8));
		assertEquals(-1, load(DATA + 0x108, 8));
		assertEquals(STORE, store(DATA + 0x107));
		assertEquals(-1, store(DATA + 0x108));
	}

	@Test
	void anAccessThatAnEntryHoldsOnlyPartOfFails() {
		bench.write("pmpaddr0", DATA + 0x100 >>> 2);
		bench.write("pmpaddr1", napot(DATA, 0x1000));
		bench.write("pmpcfg0", NA4 | R | (NAPOT | R | W) << 8);
		assertEquals(-1, load(DATA + 0x100, 4));
		assertEquals(LOAD, load(DATA + 0x100, 8));
		assertEquals(-1, load(DATA + 0x104, 4));
		assertEquals(-1, load(DATA + 0x108, 8));
	}

	@Test
	void topOfRangeBeginsWhereTheEntryBeforeEnds() {
		bench.write("pmpaddr0", DATA + 0x10 >>> 2);
		bench.write("pmpaddr1", DATA + 0x20 >>> 2);
		bench.write("pmpcfg0", (TOR | R) << 8);
		assertEquals(LOAD, load(DATA + 0xc, 4));
		assertEquals(-1, load(DATA + 0x10, 4));
		assertEquals(-1, load(DATA + 0x18, 8));
		assertEquals(LOAD, load(DATA + 0x20, 4));
		bench.write("pmpaddr1", DATA >>> 2);
		assertEquals(LOAD, load(DATA + 0x10, 4), "an empty range");
		bench.write("pmpcfg0", TOR | R);
		assertEquals(-1, load(DATA, 8), "the first begins at 0");
	}

	@Test
	void allOnesIsAllOfMemory() {
		bench.write("pmpaddr0", -1);
		bench.write("pmpcfg0", NAPOT | R | X);
		assertEquals(-1, load(DATA, 8));
		assertEquals(-1L >>> 10, bench.read("pmpaddr0"));
	}

	@Test
	void aLockBindsMAndTheRegisters() {
		bench.write("pmpaddr0", napot(DATA, 0x1000));
		bench.write("pmpcfg0", NAPOT | R | LOCK);
		bench.enter(RiscvHart.M);
		assertEquals(-1, load(DATA, 8));
		assertEquals(STORE, store(DATA));
		assertEquals(FETCH, fetch(DATA));
		bench.write("pmpaddr0", 0);
		assertEquals(napot(DATA, 0x1000), bench.read("pmpaddr0"));
		bench.write("pmpcfg0", (NAPOT | R) << 8 | R | W | X);
		assertEquals(NAPOT | R | LOCK | (NAPOT | R) << 8, bench.read("pmpcfg0"));
	}

	@Test
	void aLockedTopLocksItsBase() {
		bench.write("pmpaddr2", DATA >>> 2);
		bench.write("pmpaddr3", DATA + 0x1000 >>> 2);
		bench.write("pmpcfg0", (TOR | R | LOCK) << 24);
		bench.write("pmpaddr2", 0);
		assertEquals(DATA >>> 2, bench.read("pmpaddr2"));
		bench.write("pmpaddr1", 5);
		assertEquals(5, bench.read("pmpaddr1"));
	}

	@Test
	void reservedCombinationsAreNotKept() {
		bench.write("pmpcfg0", 0x7f);
		assertEquals(0x1f, bench.read("pmpcfg0"));
		bench.write("pmpcfg0", NAPOT | W);
		assertEquals(NAPOT, bench.read("pmpcfg0"));
	}

	@Test
	void modifyPrivilegeIsCheckedAsTheModeThatIsBorrowed() {
		bench.enter(RiscvHart.M);
		bench.write("mstatus", 1 << 17);
		assertEquals(LOAD, load(DATA, 8));
		bench.write("mstatus", 1 << 17 | 3 << 11);
		assertEquals(-1, load(DATA, 8));
	}

	@Test
	void walksAreChecked() {
		long root = RiscvBench.BASE + 0x8000;
		bench.write("pmpaddr0", napot(DATA, 0x2000));
		bench.write("pmpaddr1", napot(root, 0x1000));
		bench.write("pmpcfg0", NAPOT | R | W | X);
		bench.put(root + 16, 8, RiscvBench.BASE >>> 12 << 10 | 0x0f);
		bench.write("satp", 8L << 60 | root >>> 12);
		assertEquals(FETCH, fetch(DATA));
		bench.write("pmpcfg0", NAPOT | R | W | X | (NAPOT | R) << 8);
		assertEquals(FETCH, fetch(DATA), "the walk would set the A bit");
		bench.write("pmpcfg0", NAPOT | R | W | X | (NAPOT | R | W) << 8);
		assertEquals(-1, fetch(DATA));
		assertEquals(RiscvBench.BASE >>> 12 << 10 | 0x4f, bench.get(root + 16, 8));
	}
}
