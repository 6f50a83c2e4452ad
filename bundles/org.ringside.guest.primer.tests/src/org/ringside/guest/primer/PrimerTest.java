package org.ringside.guest.primer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrimerTest {

	private static final long PLENTY = 200_000_000;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4, 8 })
	void theDefaultRunEndsWithStatusZeroOnAnyNumberOfHarts(int harts) {
		try (Booted run = Booted.primer(harts, Booted.INTERPRETER)) {
			assertEquals(0, run.finish(PLENTY), run::printed);
			assertTrue(run.printed().endsWith("primer: powering off with status 0\n"), run::printed);
			assertTrue(run.printed().contains("(wild): page fault, store to 0x"), run::printed);
			for (int hart = 1; hart < harts; hart++) {
				assertTrue(run.printed().contains("hart %d: up, started through HSM".formatted(hart)), run::printed);
			}
			assertFalse(run.printed().contains("hart %d: up".formatted(harts)), run::printed);
		}
	}

	@Test
	void twoRunsAreEqual() {
		try (Booted one = Booted.primer(2, Booted.INTERPRETER); Booted other = Booted.primer(2, Booted.INTERPRETER)) {
			one.finish(PLENTY);
			other.finish(PLENTY);
			assertEquals(one.printed(), other.printed());
			assertEquals(one.machine.clock().steps(), other.machine.clock().steps());
			assertEquals(one.digest(), other.digest());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void bothExecutorsGoThroughTheSameStates(int harts) {
		try (Booted fast = Booted.primer(harts, Booted.INTERPRETER); Booted slow = Booted.primer(harts, Booted.REFERENCE)) {
			for (int part = 0; part < 8; part++) {
				fast.scheduler.run(100_003);
				slow.scheduler.run(100_003);
				assertEquals(slow.digest(), fast.digest(), "after part " + part);
				assertEquals(slow.printed(), fast.printed(), "after part " + part);
			}
		}
	}
}
