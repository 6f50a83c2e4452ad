package org.ringside.engine.internal;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.testkit.Bench;
import org.ringside.testkit.Lockstep;
import org.ringside.testkit.ProbeKit;

/** Reference and interpreter agree over random instructions, in every mode, with paging. */
class RiscvRandomTest {

	private static final int STEPS = 500;

	@ParameterizedTest
	@ValueSource(chars = { 'm', 's', 'u' })
	void executorsAgreeStepByStep(char mode) {
		rounds(mode, 0, 10, 1);
	}

	@ParameterizedTest
	@ValueSource(chars = { 'm', 's', 'u' })
	void executorsAgreeWhenTheyRunFreely(char mode) {
		rounds(mode, 1000, 100, 100);
	}

	@Test
	@Tag("long")
	void executorsAgreeForLong() {
		for (char mode : "msu".toCharArray()) {
			rounds(mode, 10_000, 5000, 100);
		}
	}

	@ParameterizedTest
	@ValueSource(chars = { 'm', 's', 'u' })
	void stoppingAtRandomProbesChangesNothing(char mode) {
		probed(mode, 2000, 3);
	}

	@Test
	@Tag("long")
	void stoppingAtManyRandomProbesChangesNothing() {
		for (char mode : "msu".toCharArray()) {
			probed(mode, 3000, 100);
		}
	}

	private static void probed(char mode, long seed, int rounds) {
		for (int i = 0; i < rounds; i++) {
			long number = seed + i;
			Bench.Maker maker = executor -> {
				Bench bench = RiscvRounds.bench(executor);
				RiscvRounds.begin(bench, number, mode);
				return bench;
			};
			try {
				new ProbeKit(maker, List.of(OddProof.REFERENCE, OddProof.INTERPRETER), STEPS, RiscvRounds.BASE, address -> address, number).rounds(3);
			} catch (AssertionError e) {
				throw new AssertionError("mode %s, seed %d: %s".formatted(mode, number, e.getMessage()), e);
			}
		}
	}

	private static void rounds(char mode, long seed, int rounds, int chunk) {
		try (Lockstep both = new Lockstep(RiscvRounds::bench, OddProof.REFERENCE, OddProof.INTERPRETER)) {
			for (int i = 0; i < rounds; i++) {
				RiscvRounds.begin(both.first(), seed + i, mode);
				RiscvRounds.begin(both.second(), seed + i, mode);
				try {
					both.run(STEPS, chunk);
				} catch (AssertionError e) {
					throw new AssertionError("mode %s, seed %d: %s".formatted(mode, seed + i, e.getMessage()), e);
				}
			}
		}
	}
}
