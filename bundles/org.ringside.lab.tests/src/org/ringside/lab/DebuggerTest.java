package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.engine.Breakpoint;
import org.ringside.engine.Hit;
import org.ringside.lab.Debugger.Stopped;
import org.ringside.lab.Debugger.Why;

/** Holding, stepping and looking, without a debugger. */
class DebuggerTest {

	private static final Script SCRIPT = Script.parse("s", "wait 20000\nsend \"ab\"\nexpect \"b\"\nwait 30000\nsend \"q\"\n");
	private static final Duration PATIENCE = Duration.ofSeconds(60);
	private static final long BASE = 0x8000_0000L;

	private static Run run(String program) {
		return Run.of(TestGuests.CATALOG, TestGuests.program(program).withHarts(2), Inputs.script(SCRIPT));
	}

	private static String undisturbed(String program) {
		try (Run run = run(program)) {
			return TestGuests.timeless(run.report(run.play(Run.WITHOUT_END, PATIENCE)));
		}
	}

	/** Steps each hart in turn, holds now and then, and goes on: the run is that of one that nobody held. */
	@Test
	void stepsAndHoldsChangeNothing() {
		for (String program : List.of(TestGuests.ECHO, TestGuests.SLEEPER)) {
			List<Stopped> stops = new ArrayList<>();
			try (Run run = run(program)) {
				Debugger debugger = run.debugger();
				debugger.onStop(stopped -> {
					stops.add(stopped);
					int number = stops.size();
					run.ask(_ -> {
						if (number > 60) {
							debugger.go();
						} else {
							debugger.step(0);
						}
					});
				});
				run.ask(_ -> debugger.hold());
				Ending ending = run.play(Run.WITHOUT_END, PATIENCE);
				assertEquals(undisturbed(program), TestGuests.timeless(run.report(ending)));
			}
			assertEquals(Why.ASKED, stops.getFirst().why());
			assertEquals(new Stopped(Why.STEP, 0, Optional.empty()), stops.get(1));
			assertEquals(61, stops.size());
		}
	}

	@Test
	void breakpointsHoldAlsoARunThatIsTraced(@TempDir Path folder) throws IOException {
		Path plain = folder.resolve("plain");
		try (Run run = run(TestGuests.ECHO)) {
			run.trace(plain);
			run.play(3000, PATIENCE);
		}
		Path file = folder.resolve("trace");
		List<Stopped> stops = new ArrayList<>();
		try (Run run = run(TestGuests.ECHO)) {
			run.trace(file);
			Debugger debugger = run.debugger();
			debugger.probes().add(new Breakpoint(BASE + 8));
			debugger.onStop(stopped -> {
				stops.add(stopped);
				run.ask(_ -> debugger.go());
			});
			run.play(3000, PATIENCE);
		}
		assertEquals(new Stopped(Why.PROBE, 0, Optional.of(new Hit(new Breakpoint(BASE + 8), 0, BASE + 8, BASE + 8))), stops.getFirst());
		assertEquals(Files.readAllLines(plain), Files.readAllLines(file));
	}

	@Test
	void memoryIsReadAsFarAsItGoesAndWrittenWholeOrNotAtAll() {
		try (Run run = run(TestGuests.SPIN)) {
			Debugger debugger = run.debugger();
			long end = BASE + (1 << 20);
			assertEquals(10, debugger.read(0, end - 10, 20).length);
			assertEquals(0, debugger.read(0, 0x1000_0000L, 1).length, "a device");
			assertFalse(debugger.write(0, end - 2, new byte[4]));
			assertTrue(debugger.writeMachine(BASE + 4094, new byte[] { 1, 2, 3, 4 }));
			assertArrayEquals(new byte[] { 1, 2, 3, 4 }, debugger.read(0, BASE + 4094, 4));
			assertEquals(0, debugger.readMachine(-1, 4).length);
		}
	}
}
