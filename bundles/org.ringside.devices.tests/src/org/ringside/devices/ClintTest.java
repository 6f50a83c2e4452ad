package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ClintTest {

	private static final long MTIMECMP = Bench.CLINT + 0x4000;
	private static final long MTIME = Bench.CLINT + 0xbff8;

	private final Bench bench = new Bench(2);

	@Test
	void timeIsTenMegahertzOfTheClock() {
		bench.steps(12_345);
		assertEquals(1234, bench.read(MTIME, 8));
		assertEquals(1234, bench.read(MTIME, 4));
		assertEquals(0, bench.read(MTIME + 4, 4));
	}

	@Test
	void theTimerInterruptComesAtTheFirstStepOfItsTick() {
		bench.steps(7);
		bench.write(MTIMECMP, 8, 3);
		bench.write(MTIMECMP + 8, 8, 5);
		assertFalse(bench.pin("0.mti"));
		bench.steps(22);
		assertFalse(bench.pin("0.mti"));
		bench.steps(1);
		assertTrue(bench.pin("0.mti"));
		assertFalse(bench.pin("1.mti"));
		bench.steps(20);
		assertTrue(bench.pin("1.mti"));
		bench.write(MTIMECMP + 8, 8, 6);
		assertFalse(bench.pin("1.mti"));
	}

	@Test
	void halvesOfACompareAreWrittenOneByOne() {
		bench.write(MTIMECMP, 4, -1);
		bench.write(MTIMECMP + 4, 4, 7);
		assertEquals(0x7_ffff_ffffL, bench.read(MTIMECMP, 8));
	}

	@Test
	void writingTheTimeMovesTimersButNotTheClock() {
		bench.write(MTIMECMP, 8, 1_000_000);
		bench.write(MTIME, 8, 999_999);
		assertFalse(bench.pin("0.mti"));
		bench.steps(10);
		assertTrue(bench.pin("0.mti"));
		assertEquals(1_000_000, bench.read(MTIME, 8));
		assertEquals(100, bench.clock.now());
		bench.write(MTIME, 8, 0);
		assertFalse(bench.pin("0.mti"));
	}

	@Test
	void softwareInterruptsReachTheirHart() {
		bench.write(Bench.CLINT + 4, 4, 3);
		assertTrue(bench.pin("1.msi"));
		assertFalse(bench.pin("0.msi"));
		assertEquals(1, bench.read(Bench.CLINT + 4, 4));
		bench.write(Bench.CLINT + 4, 4, 2);
		assertFalse(bench.pin("1.msi"));
	}

	@Test
	void aCompareBeyondTheClocksRangeNeverComes() {
		bench.write(MTIMECMP, 8, -1);
		bench.write(MTIMECMP + 8, 8, Long.MAX_VALUE / 100 - 1);
		assertEquals(Long.MAX_VALUE, bench.clock.stepsToNext());
	}

	@Test
	void aRestoredTimerRingsWhenTheFirstWouldHave() {
		bench.write(MTIME, 8, 50);
		bench.write(MTIMECMP, 8, 60);
		bench.steps(33);
		Clint.State state = bench.clint.state();
		Bench other = new Bench(2);
		other.clock.restore(bench.clock.state());
		other.clint.restore(state);
		assertEquals(bench.clock.stepsToNext(), other.clock.stepsToNext());
		other.steps(67);
		assertTrue(other.pin("0.mti"));
		assertEquals(60, other.read(MTIME, 8));
	}
}
