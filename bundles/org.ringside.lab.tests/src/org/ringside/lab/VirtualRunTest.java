package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs under a hypervisor, seen from outside. */
class VirtualRunTest {

	private static final String SHADOW = "type1-shadow";
	private static final Duration LONG = Duration.ofSeconds(300);
	private static final Script TYPED = Script.parse("s", "wait 30000\nsend \"hello\"\nwait 50000\nsend \"q\"\n");

	private static Report report(Run run) {
		try (run) {
			return run.report(run.play(Run.WITHOUT_END, LONG));
		}
	}

	private static Report report(Experiment experiment) {
		return report(Run.of(TestGuests.CATALOG, experiment, Inputs.script(TYPED)));
	}

	/** But for the hypervisor's own part. */
	private static String ofTheMachine(Report report) {
		return TestGuests.timeless(report).replaceAll("(?s)\"hypervisors\": \\[.*\\]", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { TestGuests.ECHO, TestGuests.SLEEPER })
	void aProgramThatHasTheMachineForItselfHasItAsAVmToo(String source) {
		Experiment experiment = TestGuests.program(source).withHarts(2);
		Report bare = report(experiment);
		Report virtual = report(experiment.withHypervisor(SHADOW));
		assertEquals(Ending.Reason.POWER_OFF.text(), bare.reason());
		assertEquals(ofTheMachine(bare), ofTheMachine(virtual));
		assertEquals(List.of(), bare.hypervisors());
		assertEquals(SHADOW, virtual.hypervisors().getFirst().id());
	}

	@Test
	void theReportIsTheSameEachTimeAndOnEveryEngineExitsToo() {
		Experiment experiment = Experiment.standard().withHarts(2).withMemory(4 << 20).withHypervisor(SHADOW + ",tables=128");
		Report once = report(experiment);
		assertEquals(TestGuests.timeless(once), TestGuests.timeless(report(experiment)));
		assertEquals(TestGuests.timeless(once), TestGuests.timeless(report(experiment.withEngine("reference"))));
		assertTrue(once.hypervisors().getFirst().direct() > once.steps() * 9 / 10);
	}

	@Test
	void isTheSameWhenSavedAndRestoredInBetweenExitsToo(@TempDir Path folder) {
		Experiment experiment = Experiment.standard().withHarts(2).withMemory(4 << 20).withHypervisor(SHADOW + ",tables=128");
		String whole = TestGuests.timeless(report(experiment));
		Path file = folder.resolve("saved");
		for (long step : new long[] { 0, 123_457, 1_000_003 }) {
			try (Run first = Run.of(TestGuests.CATALOG, experiment, Inputs.script(TYPED))) {
				first.play(step, LONG);
				first.save(file);
			}
			Run second = Run.of(TestGuests.CATALOG, SavedRun.read(file), "interpreter", Optional.empty());
			assertEquals(whole, TestGuests.timeless(report(second)), "saved at step " + step);
		}
	}

	@Test
	void aHypervisorThatThereIsNotIsNamedWithThoseThatThereAre() {
		LabException refused = assertThrows(LabException.class, () -> report(Experiment.standard().withHypervisor("type9")));
		assertEquals("there is no hypervisor \"type9\": choose one of " + SHADOW, refused.getMessage());
		assertThrows(LabException.class, () -> report(Experiment.standard().withHypervisor(",")));
	}

	@Test
	void anOptionThatIsWrongIsNamed() {
		for (String option : List.of("tables=1", "tables=67", "tables=2000000000", "tables=many", "depth=2")) {
			LabException refused = assertThrows(LabException.class, () -> report(Experiment.standard().withHypervisor(SHADOW + "," + option)));
			assertTrue(refused.getMessage().contains("tables"), refused.getMessage());
			assertEquals(1, refused.getMessage().lines().count());
		}
	}
}
