package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebootTest {

	/**
	 * Prints a letter for what it finds at each start: o if memory, registers, interrupts and UART are as after power-on, X
	 * if not. Then it leaves traces everywhere, changes its own code, and resets the machine.
	 */
	private static final String RESETS = """
			_start:
				li s0, 0x10000000
				li s3, 0x02004000
				la s4, word
				lw a0, 0(s4)
				csrr t0, mscratch
				or a0, a0, t0
				csrr t0, mie
				or a0, a0, t0
				lbu t0, 1(s0)
				or a0, a0, t0
				or a0, a0, s11
			letter:
				li a1, 'o'
				beqz a0, 1f
				li a1, 'X'
			1:	sb a1, 0(s0)
				sw s4, 0(s4)
				li s11, 1
				csrw mscratch, s4
				csrwi mie, 8
				sb s11, 1(s0)
				la t0, letter
				la t1, other
				lw t1, 0(t1)
				sw t1, 0(t0)
				fence.i
				li t0, 0x100000
				li t1, 0x7777
				sw t1, 0(t0)
				j .
			other:
				li a1, 'Y'
				.balign 4
			word:
				.word 0
			""";

	private record Outcome(Ending ending, String report, String output) {
	}

	private static Outcome outcome(Run run, long steps) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		run.onOutput(output::writeBytes);
		Ending ending = run.play(steps, Duration.ofSeconds(60));
		return new Outcome(ending, TestGuests.timeless(run.report(ending)), output.toString(StandardCharsets.UTF_8));
	}

	@Test
	void aResetEndsTheRunUnlessTheMachineMayStartAnew() {
		try (Run run = Run.of(TestGuests.CATALOG, TestGuests.program(RESETS), Inputs.none())) {
			Outcome outcome = outcome(run, Run.WITHOUT_END);
			assertEquals(new Ending(Ending.Reason.RESET, 0), outcome.ending());
			assertEquals("o", outcome.output());
			assertEquals(0, run.report(outcome.ending()).reboots());
		}
	}

	@Test
	void theMachineStartsAnewAsAfterPowerOnSoOftenAndNotMore() {
		for (Map.Entry<String, Experiment> each : TestGuests.onEveryEngine(TestGuests.program(RESETS).withReboots(3)).entrySet()) {
			try (Run run = Run.of(TestGuests.CATALOG, each.getValue(), Inputs.none())) {
				Outcome outcome = outcome(run, Run.WITHOUT_END);
				assertEquals(new Ending(Ending.Reason.RESET, 0), outcome.ending(), each.getKey());
				assertEquals("oooo", outcome.output(), each.getKey());
				assertEquals(3, run.report(outcome.ending()).reboots());
			}
		}
	}

	@Test
	void aVirtualMachineStartsAnewTheSame() {
		Experiment bare = TestGuests.program(RESETS).withReboots(3);
		try (Run run = Run.of(TestGuests.CATALOG, bare, Inputs.none());
				Run virtual = Run.of(TestGuests.CATALOG, bare.withHypervisor("type1-shadow"), Inputs.none())) {
			Outcome expected = outcome(run, Run.WITHOUT_END);
			Outcome found = outcome(virtual, Run.WITHOUT_END);
			assertEquals(expected.output(), found.output());
			assertEquals(expected.ending(), found.ending());
			assertEquals(run.digest(), virtual.digest());
		}
	}

	@Test
	void aRunThatIsSavedBetweenTwoResetsIsTheSameRun(@TempDir Path folder) {
		Experiment experiment = TestGuests.program(RESETS).withReboots(5);
		Outcome whole;
		try (Run run = Run.of(TestGuests.CATALOG, experiment, Inputs.none())) {
			whole = outcome(run, Run.WITHOUT_END);
		}
		for (long steps : new long[] { 1, 60, 100 }) {
			Path file = folder.resolve("saved");
			String before;
			try (Run run = Run.of(TestGuests.CATALOG, experiment, Inputs.none())) {
				before = outcome(run, steps).output();
				run.save(file);
			}
			try (Run run = Run.of(TestGuests.CATALOG, SavedRun.read(file), "interpreter", Optional.empty())) {
				Outcome after = outcome(run, Run.WITHOUT_END);
				assertEquals(whole.report(), after.report());
				assertEquals(whole.output(), before + after.output());
			}
		}
	}
}
