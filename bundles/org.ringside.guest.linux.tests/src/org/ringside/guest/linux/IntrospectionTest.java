package org.ringside.guest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.ringside.guest.GuestView;
import org.ringside.guest.Introspection;
import org.ringside.guest.Introspection.Process;
import org.ringside.lab.Ending;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;
import org.ringside.lab.Script;

/** What is read of Debian's kernel from outside, judged by what it says of itself. */
class IntrospectionTest {

	private static final long U_MODE = 0;
	/** Characters of a task's name. */
	private static final int LONGEST = 15;
	/** {@code pid 17 I rcu_sched}: number, state's letter, name. */
	private static final Pattern ROW = Pattern.compile("(?m)^pid (\\d+) (\\S) (.*)$");
	private static final Map<String, String> LETTERS = Map.of("running", "R", "ready", "R", "sleeping", "S", "disk sleep", "D", "idle", "I");

	@Test
	void processesAndCallsAreThoseThatTheKernelTells() {
		// comm is in brackets, and may hold blanks
		String list = "for p in /proc/[0-9]*; do read s < $p/stat; r=${s#*) }; c=${s#*(}; echo pid ${p#/proc/} ${r%% *} \"${c%)*}\"; done";
		Script script = Script.parse("typed", Debian.typing("sleep 1000 &", list, "echo done").text() + "expect \"done\\r\\n~ # \"\nend\n");
		try (Run run = Run.of(Debian.CATALOG, Debian.experiment().withHarts(2), Inputs.script(script))) {
			Introspection introspection = run.introspection().orElseThrow();
			assertEquals(List.of(), introspection.processes(run.view()), "before the first instruction");
			Debian.Outcome outcome = Debian.play(run, Run.WITHOUT_END);
			assertEquals(Ending.Reason.SCRIPT, outcome.ending().reason(), outcome.printed());
			assertEquals(Optional.empty(), introspection.failure(run.view()));
			assertEquals(told(outcome.printed()), read(introspection.processes(run.view())));
			assertTrue(introspection.processes(run.view()).stream().anyMatch(p -> p.name().equals("sleep") && p.root() != 0));
		}
	}

	private static Map<String, String> told(String printed) {
		Map<String, String> rows = new TreeMap<>();
		for (Matcher row = ROW.matcher(printed); row.find();) {
			row(rows, row.group(1), row.group(3), row.group(2));
		}
		return rows;
	}

	private static Map<String, String> read(List<Process> processes) {
		Map<String, String> rows = new TreeMap<>();
		processes.forEach(process -> row(rows, Long.toString(process.id()), process.name(), LETTERS.getOrDefault(process.state(), process.state())));
		return rows;
	}

	/** Workers of the kernel come and go, other threads of it have long names elsewhere; the shell runs while it tells. */
	private static void row(Map<String, String> rows, String id, String name, String state) {
		if (!name.startsWith("kworker/")) {
			rows.put(id + " " + name.substring(0, Math.min(name.length(), LONGEST)), name.equals("sh") ? "?" : state);
		}
	}

	@Test
	void whoExecutesInUserModeIsTheCurrentProcessAndAsksForWhatItPrints() {
		Script script = Debian.typing("while :; do echo spinning round; done");
		try (Run run = Run.of(Debian.CATALOG, Debian.experiment(), Inputs.script(script))) {
			run.until("spinning round\r\nspinning round\r\n");
			assertEquals(Ending.Reason.UNTIL, run.play(Run.WITHOUT_END, Debian.PATIENCE).reason());
			Introspection introspection = run.introspection().orElseThrow();
			GuestView view = run.view();
			long entry = view.symbols().address("handle_exception");
			List<String> calls = new ArrayList<>();
			int inUserMode = 0;
			for (int step = 0; step < 40_000; step++) {
				run.play(run.progress().steps() + 1, Debian.PATIENCE);
				if (view.register(0, "priv") == U_MODE) {
					inUserMode++;
					Process current = introspection.current(view, 0).orElseThrow();
					assertEquals("sh running", current.name() + " " + current.state());
					assertEquals((view.register(0, "satp") & (1L << 44) - 1) << 12, current.root());
				} else if (view.register(0, "pc") == entry) {
					introspection.systemCall(view, 0).ifPresent(call -> calls.add(call.toString()));
				}
			}
			assertTrue(inUserMode > 100, inUserMode + " steps in user mode");
			assertTrue(calls.contains("write(fd=1, buf=\"spinning round\\n\", count=15)"), calls::toString);
		}
	}
}
