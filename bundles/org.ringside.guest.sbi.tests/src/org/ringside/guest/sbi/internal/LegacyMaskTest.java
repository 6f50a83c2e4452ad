package org.ringside.guest.sbi.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.ringside.guest.sbi.internal.Bench.Level;

/** Masks of legacy calls are in the supervisor's virtual memory. */
class LegacyMaskTest {

	static final long ROOT = Bench.BASE + 0x1000;
	static final long MIDDLE = Bench.BASE + 0x2000;
	static final long LAST = Bench.BASE + 0x3000;
	static final long DATA = Bench.BASE + 0x4000;
	static final long VA = 0xffff_ffc0_0040_1000L;
	static final int V = 1;
	static final int R = 2;
	static final int X = 8;
	static final int U = 16;

	final Bench bench = new Bench(2);
	final Level hart = bench.hart(0);

	LegacyMaskTest() {
		bench.call(0, 0x48534d, 0, 1, Bench.BASE, 0);
		bench.deliver();
		hart.store(DATA + 8, 8, 0b10);
		hart.set("stvec", Bench.BASE + 0x800);
	}

	private void map(long table, int index, long to, int flags) {
		hart.store(table + 8 * index, 8, to >>> 12 << 10 | flags);
	}

	private void mapped(int flags) {
		hart.set("satp", 8L << 60 | ROOT >>> 12);
		map(ROOT, 256, MIDDLE, V);
		map(MIDDLE, 2, LAST, V);
		map(LAST, 1, DATA, flags);
	}

	private void assertSent(long at) {
		assertEquals(0, bench.call(0, 4, 0, at));
		assertArrayEquals(new boolean[] { false, true }, bench.msip);
		assertEquals(Bench.CALLER + 4, hart.get("mepc"));
	}

	private void assertFault(long cause, long at) {
		bench.call(0, 4, 0, at);
		assertArrayEquals(new boolean[2], bench.msip);
		assertEquals(cause, hart.get("scause"));
		assertEquals(at, hart.get("stval"));
		assertEquals(Bench.CALLER, hart.get("sepc"));
		assertEquals(Bench.BASE + 0x800, hart.get("mepc"));
	}

	@Test
	void withoutTranslationTheAddressIsPhysical() {
		assertSent(DATA + 8);
		bench.msip[1] = false;
		assertFault(5, 0x40);
	}

	@Test
	void aPageIsFoundThroughThreeTables() {
		mapped(V | R);
		assertSent(VA + 8);
	}

	@Test
	void aPageIsFoundThroughFiveTables() {
		mapped(V | R);
		hart.set("satp", 10L << 60 | Bench.BASE + 0x5000 >>> 12);
		map(Bench.BASE + 0x5000, 511, Bench.BASE + 0x6000, V);
		map(Bench.BASE + 0x6000, 511, ROOT, V);
		assertSent(VA + 8);
		bench.msip[1] = false;
		assertFault(13, VA ^ 1L << 60);
	}

	@Test
	void anUnalignedMaskIsReadByBytes() {
		mapped(V | R);
		hart.store(DATA + 3, 1, 0b10);
		assertSent(VA + 3);
	}

	@Test
	void aLargePageIsFoundThroughOneTable() {
		mapped(V | R);
		map(ROOT, 2, Bench.BASE, V | R);
		assertSent(2L << 30 | (DATA + 8 - Bench.BASE));
		map(ROOT, 3, Bench.BASE + 0x1000, V | R);
		bench.msip[1] = false;
		assertFault(13, 3L << 30);
	}

	@Test
	void whatTheSupervisorMayNotLoadFaults() {
		mapped(0);
		assertFault(13, VA);
		mapped(V | X);
		assertFault(13, VA);
		mapped(V | R | U);
		assertFault(13, VA);
		mapped(V);
		assertFault(13, VA);
		assertFault(13, VA ^ 1L << 60);
		map(LAST, 1, 0x1000, V | R);
		assertFault(5, VA);
	}

	@Test
	void mxrAndSumPermitIt() {
		mapped(V | X | U);
		hart.set("mstatus", 1 << 18 | 1 << 19);
		assertSent(VA + 8);
	}
}
