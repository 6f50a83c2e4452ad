package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded kernel, seen from outside. */
class PrimerRunTest {

	private static final Script TYPED = Script.parse("s", "expect \"type something\"\nsend \"hello\\r\"\nwait 100000\nsend \"x\"\n");

	private record Outcome(Ending ending, String report, String output) {
	}

	private static Outcome outcome(Run run, long steps) {
		try (run) {
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			run.onOutput(output::writeBytes);
			Ending ending = run.play(steps, Duration.ofSeconds(300));
			return new Outcome(ending, TestGuests.timeless(run.report(ending)), output.toString(StandardCharsets.UTF_8));
		}
	}

	private static Outcome whole(Experiment experiment) {
		return outcome(Run.of(TestGuests.CATALOG, experiment, Inputs.script(TYPED)), Run.WITHOUT_END);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4 })
	void powersOffWithStatusZeroAndTheSameReportEachTime(int harts) {
		Experiment experiment = Experiment.standard().withHarts(harts);
		Outcome first = whole(experiment);
		assertEquals(new Ending(Ending.Reason.POWER_OFF, 0), first.ending());
		assertTrue(first.output().contains("I heard 7 bytes"), first.output());
		assertTrue(first.output().contains("hart " + (harts - 1) + ": up"), first.output());
		assertEquals(first, whole(experiment));
	}

	@Test
	void isTheSameOnBothEngines() {
		Experiment experiment = Experiment.standard().withHarts(2);
		assertEquals(whole(experiment), whole(experiment.withEngine("reference")));
	}

	@Test
	void isTheSameWhenSavedAndRestoredInBetween(@TempDir Path folder) {
		Experiment experiment = Experiment.standard().withHarts(2);
		Outcome whole = whole(experiment);
		Path file = folder.resolve("saved");
		for (long step : new long[] { 0, 1, 4_321, 77_777, 123_457, 500_001, 1_000_003, 1_400_000 }) {
			Run first = Run.of(TestGuests.CATALOG, experiment, Inputs.script(TYPED));
			ByteArrayOutputStream before = new ByteArrayOutputStream();
			first.onOutput(before::writeBytes);
			first.play(step, Run.FOR_EVER);
			first.save(file);
			first.close();
			Outcome after = outcome(Run.of(TestGuests.CATALOG, SavedRun.read(file), "interpreter", Optional.empty()), Run.WITHOUT_END);
			assertEquals(whole, new Outcome(after.ending(), after.report(), before.toString(StandardCharsets.UTF_8) + after.output()),
					"saved at step " + step);
		}
	}

	@Test
	void aTraceTellsSystemCallsInTheKernelsWords(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("trace");
		try (Run run = Run.of(TestGuests.CATALOG, Experiment.standard().withHarts(1), Inputs.none())) {
			run.trace(file);
			run.play(100_000, Run.FOR_EVER);
		}
		assertTrue(Files.readAllLines(file).stream().anyMatch(line -> line.contains(" ; trap Environment call from U-mode ; getpid()")));
	}
}
