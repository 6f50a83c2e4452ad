package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlicTest {

	private static final int SUPERVISOR = 1;

	private Bench bench = new Bench(2);

	@BeforeEach
	void enableAllForTheFirstSupervisor() {
		for (int source = 1; source <= 96; source++) {
			bench.write(Bench.PLIC + 4 * source, 4, 1);
		}
		for (int word = 0; word < 4; word++) {
			bench.write(Bench.PLIC + 0x2000 + 0x80 * SUPERVISOR + 4 * word, 4, -1);
		}
	}

	private long claim() {
		return bench.read(Bench.PLIC + 0x20_0004 + 0x1000 * SUPERVISOR, 4);
	}

	private void complete(long source) {
		bench.write(Bench.PLIC + 0x20_0004 + 0x1000 * SUPERVISOR, 4, source);
	}

	@Test
	void aLevelReachesTheContextsThatEnableIt() {
		bench.plic.input(40).set(true);
		assertTrue(bench.pin("0.sei"));
		assertFalse(bench.pin("0.mei"));
		assertFalse(bench.pin("1.sei"));
		assertEquals(1 << 8, bench.read(Bench.PLIC + 0x1004, 4));
	}

	@Test
	void higherPriorityIsClaimedFirstThenLowerNumber() {
		bench.plic.input(5).set(true);
		bench.plic.input(3).set(true);
		bench.plic.input(96).set(true);
		bench.write(Bench.PLIC + 4 * 96, 4, 7);
		assertEquals(96, claim());
		assertEquals(3, claim());
		assertEquals(5, claim());
		assertEquals(0, claim());
		assertFalse(bench.pin("0.sei"));
	}

	@Test
	void aLevelStillHighIsRequestedAgainAfterCompletion() {
		bench.plic.input(7).set(true);
		assertEquals(7, claim());
		assertFalse(bench.pin("0.sei"));
		complete(7);
		assertTrue(bench.pin("0.sei"));
		assertEquals(7, claim());
		bench.plic.input(7).set(false);
		complete(7);
		assertFalse(bench.pin("0.sei"));
	}

	@Test
	void aRequestOutlivesItsLevel() {
		bench.plic.input(7).set(true);
		bench.plic.input(7).set(false);
		assertEquals(7, claim());
		complete(7);
		assertEquals(0, claim());
	}

	@Test
	void theThresholdHoldsBackPrioritiesUpToItself() {
		bench.plic.input(7).set(true);
		bench.write(Bench.PLIC + 0x20_0000 + 0x1000 * SUPERVISOR, 4, 1);
		assertFalse(bench.pin("0.sei"));
		bench.write(Bench.PLIC + 4 * 7, 4, 2);
		assertTrue(bench.pin("0.sei"));
	}

	@Test
	void priorityZeroNeverInterrupts() {
		bench.write(Bench.PLIC + 4 * 7, 4, 0);
		bench.plic.input(7).set(true);
		assertFalse(bench.pin("0.sei"));
	}

	@Test
	void stateIsRestoredIntoAnotherController() {
		bench.plic.input(7).set(true);
		bench.plic.input(8).set(true);
		assertEquals(7, claim());
		Bench other = new Bench(2);
		other.plic.restore(bench.plic.state());
		assertEquals(bench.plic.state().pending()[0], other.plic.state().pending()[0]);
		assertEquals(8, other.read(Bench.PLIC + 0x20_0004 + 0x1000 * SUPERVISOR, 4));
		other.write(Bench.PLIC + 0x20_0004 + 0x1000 * SUPERVISOR, 4, 7);
		assertEquals(7, other.read(Bench.PLIC + 0x20_0004 + 0x1000 * SUPERVISOR, 4));
	}

	@Test
	void anInputThatIsNotThereIsRefusedWithTheLegalOnes() {
		assertEquals("there is no input 97: choose 1 to 96",
				assertThrows(IllegalArgumentException.class, () -> bench.plic.input(97)).getMessage());
	}

	@Test
	void aLatchedLevelIsRequestedOnceAndAgainWhenItIsSignalled() {
		bench = new Bench(2, true);
		enableAllForTheFirstSupervisor();
		bench.plic.input(7).set(true);
		assertEquals(7, claim());
		complete(7);
		assertFalse(bench.pin("0.sei"));
		bench.plic.input(7).signal();
		assertEquals(7, claim());
		bench.plic.input(7).signal();
		assertFalse(bench.pin("0.sei"));
		assertEquals(0, claim());
		complete(7);
		assertTrue(bench.pin("0.sei"));
	}

	@Test
	void aLatchedRequestFallsWithItsLine() {
		bench = new Bench(2, true);
		enableAllForTheFirstSupervisor();
		bench.plic.input(7).set(true);
		bench.plic.input(7).set(false);
		assertFalse(bench.pin("0.sei"));
		assertEquals(0, claim());
	}

	/** As older xv6 does, which never reads IIR. */
	@Test
	void aDriverThatOnlySendsIsInterruptedOnceForEachByte() {
		bench = new Bench(2, true);
		enableAllForTheFirstSupervisor();
		bench.write(Bench.UART + 1, 1, 3);
		for (int i = 0; i < 3; i++) {
			assertEquals(10, claim());
			bench.read(Bench.UART + 5, 1);
			complete(10);
			assertFalse(bench.pin("0.sei"));
			bench.write(Bench.UART, 1, 'x');
		}
	}
}
