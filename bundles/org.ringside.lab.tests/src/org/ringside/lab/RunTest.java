package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.machine.state.StateException;

class RunTest {

	private static final Script SCRIPT = Script.parse("s", "expect \"hello\"\nwait 300\nsend \"ab\"\nexpect \"ab\"\nsend \"q\"\n");

	/** What a run was: its report without the wall, and what it printed. */
	private record Outcome(Ending ending, String report, String output) {
	}

	private static Outcome outcome(Run run, long steps) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		run.onOutput(output::writeBytes);
		Ending ending = run.play(steps, Duration.ofSeconds(60));
		return new Outcome(ending, TestGuests.timeless(run.report(ending)), output.toString(StandardCharsets.UTF_8));
	}

	private static Outcome outcome(Experiment experiment, Input input) {
		try (Run run = Run.of(TestGuests.CATALOG, experiment, input)) {
			return outcome(run, Run.WITHOUT_END);
		}
	}

	@Test
	void aScriptTalksToTheGuestUntilItPowersOff() {
		Outcome outcome = outcome(TestGuests.program(TestGuests.ECHO), Inputs.script(SCRIPT));
		assertEquals(new Ending(Ending.Reason.POWER_OFF, 7), outcome.ending());
		assertEquals("hello\nabq", outcome.output());
	}

	@Test
	void equalRunsHaveEqualReportsOnEveryEngine() {
		for (String guest : List.of(TestGuests.ECHO, TestGuests.SLEEPER)) {
			Experiment experiment = TestGuests.program(guest).withHarts(2);
			Script script = Script.parse("s", "wait 20000\nsend \"ab\"\nexpect \"b\"\nwait 30000\nsend \"q\"\n");
			Outcome first = outcome(experiment, Inputs.script(script));
			TestGuests.onEveryEngine(experiment).forEach((engine, same) -> assertEquals(first, outcome(same, Inputs.script(script)), engine));
			assertEquals(Ending.Reason.POWER_OFF, first.ending().reason());
		}
	}

	@Test
	void tracingChangesNothing(@TempDir Path folder) throws IOException {
		Experiment experiment = TestGuests.program(TestGuests.SLEEPER).withHarts(2);
		Script script = Script.parse("s", "wait 20000\nsend \"q\"\n");
		Path file = folder.resolve("trace");
		try (Run run = Run.of(TestGuests.CATALOG, experiment, Inputs.script(script))) {
			run.trace(file);
			assertEquals(outcome(experiment, Inputs.script(script)), outcome(run, Run.WITHOUT_END));
		}
		List<String> lines = Files.readAllLines(file);
		assertTrue(lines.get(2).startsWith("3 0 M 0000000080000008 auipc t0, "), lines.get(2));
		assertTrue(lines.stream().anyMatch(line -> line.contains(" interrupt Machine timer interrupt")), "no interrupt is traced");
		assertEquals(lines.size(), Long.parseLong(lines.getLast().split(" ")[0]), "a line for each step");
	}

	@Test
	void aRunThatIsSavedAndRestoredIsTheSameRun(@TempDir Path folder) {
		Experiment experiment = TestGuests.program(TestGuests.ECHO);
		Outcome whole = outcome(experiment, Inputs.script(SCRIPT));
		Path file = folder.resolve("saved");
		for (long step = 0; step < 900; step += 41) {
			String before;
			try (Run run = Run.of(TestGuests.CATALOG, experiment, Inputs.script(SCRIPT))) {
				before = outcome(run, step).output();
				run.save(file);
			}
			String engine = step % 2 == 0 ? "interpreter" : "reference";
			try (Run run = Run.of(TestGuests.CATALOG, SavedRun.read(file), engine, Optional.empty())) {
				Outcome after = outcome(run, Run.WITHOUT_END);
				assertEquals(whole, new Outcome(after.ending(), after.report(), before + after.output()), "saved at step " + step);
			}
		}
	}

	@Test
	void aRunIsSavedAmidIdleTimeToo(@TempDir Path folder) {
		Experiment experiment = TestGuests.program(TestGuests.SLEEPER).withHarts(2);
		Script script = Script.parse("s", "wait 55000\nsend \"ab\"\nexpect \"b\"\nwait 30000\nsend \"q\"\n");
		Outcome whole = outcome(experiment, Inputs.script(script));
		Path file = folder.resolve("saved");
		for (long step = 0; step < 200; step += 13) {
			String before;
			try (Run run = Run.of(TestGuests.CATALOG, experiment, Inputs.script(script))) {
				before = outcome(run, step).output();
				run.save(file);
			}
			try (Run run = Run.of(TestGuests.CATALOG, SavedRun.read(file), "interpreter", Optional.empty())) {
				Outcome after = outcome(run, Run.WITHOUT_END);
				assertEquals(whole, new Outcome(after.ending(), after.report(), before + after.output()), "saved at step " + step);
			}
		}
	}

	@Test
	void aReplayIsTheRunThatWasRecorded(@TempDir Path folder) throws IOException {
		for (String guest : List.of(TestGuests.ECHO, TestGuests.SLEEPER)) {
			Path file = folder.resolve("input");
			Experiment experiment = TestGuests.program(guest);
			Outcome recorded;
			LiveInput keys = new LiveInput();
			try (Run run = Run.of(TestGuests.CATALOG, experiment, keys)) {
				run.record(file);
				Thread.ofVirtual().start(() -> "abq".chars().forEach(key -> {
					pause(20);
					keys.type(new byte[] { (byte) key });
				}));
				recorded = outcome(run, Run.WITHOUT_END);
			}
			for (Experiment same : TestGuests.onEveryEngine(experiment).values()) {
				assertEquals(recorded, outcome(same, Inputs.replay("input", Files.readAllBytes(file))));
			}
		}
	}

	@Test
	void aReplayEndsWhereTheUserEndedTheRecordedRun(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("input");
		Experiment experiment = TestGuests.program(TestGuests.SLEEPER);
		Outcome recorded;
		try (Run run = Run.of(TestGuests.CATALOG, experiment, new LiveInput())) {
			run.record(file);
			Thread.ofVirtual().start(() -> {
				pause(50);
				run.quit();
			});
			recorded = outcome(run, Run.WITHOUT_END);
		}
		assertEquals(Ending.Reason.QUIT, recorded.ending().reason());
		assertEquals(recorded, outcome(experiment, Inputs.replay("input", Files.readAllBytes(file))));
	}

	/** Such as a kernel whose scheduler looks for work for ever; other harts that spin keep a guest from idling, too. */
	@Test
	void aPipeReachesAGuestThatIsInterruptedAndNeverIdles() {
		for (String source : List.of(TestGuests.SLEEPER.replace("\twfi\n", ""), TestGuests.SLEEPER.replace("\twfi\n", "").replace("0x880", "0x800"))) {
			Experiment experiment = TestGuests.program(source);
			Outcome once = outcome(experiment, Inputs.pipe(new ByteArrayInputStream("abcq".getBytes(StandardCharsets.US_ASCII))));
			assertEquals("abcq", once.output().replace(".", ""));
			assertEquals(once, outcome(experiment, Inputs.pipe(new ByteArrayInputStream("abcq".getBytes(StandardCharsets.US_ASCII)))));
		}
	}

	@Test
	void aPipeIsReadAsTheGuestReadsHoweverItsBytesArrive() throws IOException {
		for (String guest : List.of(TestGuests.ECHO, TestGuests.SLEEPER)) {
			Experiment experiment = TestGuests.program(guest);
			Outcome atOnce = outcome(experiment, Inputs.pipe(new ByteArrayInputStream("abcq".getBytes(StandardCharsets.US_ASCII))));
			assertEquals(Ending.Reason.POWER_OFF, atOnce.ending().reason());
			PipedOutputStream writer = new PipedOutputStream();
			InputStream reader = new PipedInputStream(writer);
			Thread.ofPlatform().daemon().start(() -> {
				try (writer) {
					for (char key : "abcq".toCharArray()) {
						pause(30);
						writer.write(key);
						writer.flush();
					}
				} catch (IOException e) {
					throw new AssertionError(e);
				}
			});
			assertEquals(atOnce, outcome(experiment, Inputs.pipe(reader)));
		}
	}

	@Test
	void untilEndsAtTheStepThatPrintsTheLastByte() {
		try (Run run = Run.of(TestGuests.CATALOG, TestGuests.program(TestGuests.ECHO), Inputs.none())) {
			run.until("el");
			Outcome outcome = outcome(run, Run.WITHOUT_END);
			assertEquals(Ending.Reason.UNTIL, outcome.ending().reason());
			assertEquals("hel", outcome.output());
			// ten instructions before the loop, five in each round, and the store is the third
			assertTrue(outcome.report().contains("\"steps\": " + (stepsBeforeLoop() + 2 * 5 + 3) + ","), outcome.report());
		}
	}

	private static long stepsBeforeLoop() {
		// csrr, bnez, la (2), li
		return 5;
	}

	@Test
	void stopAfterEndsAtExactlyThatStep() {
		try (Run run = Run.of(TestGuests.CATALOG, TestGuests.program(TestGuests.SPIN), Inputs.none())) {
			assertEquals(Ending.Reason.STEPS, run.play(1_234_567, Run.FOR_EVER).reason());
			assertEquals(1_234_567, run.progress().steps());
		}
	}

	@Test
	void aGuestThatCanNeverGoOnEndsTheRunUnlessSomebodyMayType() {
		Experiment dead = TestGuests.program(TestGuests.DEAD).withHarts(2);
		assertEquals(Ending.Reason.WAITS_FOREVER, outcome(dead, Inputs.none()).ending().reason());
		try (Run run = Run.of(TestGuests.CATALOG, dead, new LiveInput())) {
			assertEquals(Ending.Reason.TIMEOUT, run.play(Run.WITHOUT_END, Duration.ofMillis(100)).reason());
		}
	}

	@Test
	void aGuestThatRunsForEverEndsAtTheTimeout() {
		try (Run run = Run.of(TestGuests.CATALOG, TestGuests.program(TestGuests.SPIN), Inputs.none())) {
			long began = System.nanoTime();
			assertEquals(Ending.Reason.TIMEOUT, run.play(Run.WITHOUT_END, Duration.ofMillis(200)).reason());
			long took = (System.nanoTime() - began) / 1_000_000;
			assertTrue(took >= 200 && took < 5_000, took + " ms");
		}
	}

	@Test
	void aPausedRunMakesNoStepsAndAnswersQuestions() throws InterruptedException {
		try (Run run = Run.of(TestGuests.CATALOG, TestGuests.program(TestGuests.SPIN), Inputs.none())) {
			Thread player = Thread.ofPlatform().start(() -> run.play(Run.WITHOUT_END, Duration.ofSeconds(60)));
			while (run.progress().steps() == 0) {
				Thread.onSpinWait();
			}
			run.pause(true);
			pause(100);
			long steps = run.progress().steps();
			CompletableFuture<String> answer = new CompletableFuture<>();
			run.ask(asked -> answer.complete(asked.digest()));
			assertEquals(64, answer.join().length());
			assertEquals(steps, run.progress().steps());
			run.pause(false);
			while (run.progress().steps() == steps) {
				Thread.onSpinWait();
			}
			run.quit();
			player.join(5_000);
			assertTrue(!player.isAlive(), "it goes on after quit");
		}
	}

	@Test
	void whatIsNotInstalledIsRefusedByName() {
		Experiment good = TestGuests.program(TestGuests.SPIN);
		refused("there is no guest \"bear\": choose one of bare", good.withGuest("bear"));
		refused("there is no board \"victor\": choose one of virt", good.withBoard("victor"));
		refused("there is no engine \"steam\": choose one of interpreter, reference", good.withEngine("steam"));
		refused("guest bare: there is no option \"speed\": ", good.withOptions(List.of("speed=1")));
	}

	private static void refused(String message, Experiment experiment) {
		String said = assertThrows(LabException.class, () -> Run.of(TestGuests.CATALOG, experiment, Inputs.none())).getMessage();
		assertTrue(said.startsWith(message), said);
	}

	@Test
	void aSnapshotOfSomethingElseIsNoRun(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("no"), "hello");
		String said = assertThrows(StateException.class, () -> SavedRun.read(file)).getMessage();
		assertTrue(said.contains("no snapshot"), said);
	}

	private static void pause(long milliseconds) {
		try {
			Thread.sleep(milliseconds);
		} catch (InterruptedException e) {
			throw new AssertionError(e);
		}
	}
}
