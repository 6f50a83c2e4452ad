package org.ringside.guest.sbi.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Scheduler;
import org.ringside.guest.GuestFile;
import org.ringside.machine.Machine;
import org.ringside.testkit.Bench;
import org.ringside.testkit.SnapshotKit;

/**
 * A supervisor's program calls every function on a whole machine. {@code calls.txt} holds what it prints: name, a0 and a1
 * of each call.
 */
class CallsTest {

	private static final long ENOUGH = 100_000_000;

	/** Where Debian's package {@code opensbi} puts the firmware that is the outside oracle. */
	private static final Path OPENSBI = Path.of("/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin");

	/** What OpenSBI 1.1 answers otherwise, and why. */
	private static final Map<String, String> OTHERWISE = Map.ofEntries(
			Map.entry("version ", "SBI 1.0"), Map.entry("impl    ", "number of the implementation"),
			Map.entry("implver ", "version of the implementation"),
			Map.entry("p dbcn  ", "no debug console before SBI 2.0"), Map.entry("dbcn put", "the same"), Map.entry("*dbcn pu", "the same"),
			Map.entry("dbcn bad", "the same"), Map.entry("dbcn hi ", "the same"), Map.entry("dbcn rd ", "the same"),
			Map.entry("susp pla", "suspend types of another platform were not supported rather than invalid in SBI 1.0"),
			Map.entry("ipi mask", "harts that are not there are left out rather than refused, unlike SBI 2.0, section 7.1"));

	static List<ExecutorMaker> executors() {
		return ExecutorMaker.shipped();
	}

	private static CallsMachine run(ExecutorMaker executor, Optional<GuestFile> firmware) {
		CallsMachine machine = new CallsMachine(executor, firmware);
		assertEquals(Scheduler.Stop.EXIT, machine.bench.run(ENOUGH), () -> "printed until then:\n" + machine.printed);
		assertEquals(new Machine.Exit(Machine.Exit.Kind.POWER_OFF, 0), machine.bench.machine().exit().orElseThrow());
		return machine;
	}

	@ParameterizedTest
	@MethodSource("executors")
	void everyCallAnswersAsSpecified(ExecutorMaker executor) {
		assertEquals(CallsMachine.resource("calls.txt"), run(executor, Optional.empty()).printed.toString());
	}

	@Test
	void allExecutorsEndInTheSameState() {
		assertEquals(1, executors().stream().map(executor -> run(executor, Optional.empty()).bench.digest()).distinct().count());
	}

	@Test
	void openSbiAnswersTheSameOnThisMachine() throws IOException {
		assumeTrue(Files.exists(OPENSBI), "Debian's package opensbi is not installed");
		String theirs = run(executors().getLast(), Optional.of(new GuestFile("fw_dynamic.bin", Files.readAllBytes(OPENSBI)))).printed
				.toString();
		Map<String, String> expected = answers(CallsMachine.resource("calls.txt"));
		Map<String, String> found = answers(theirs.substring(theirs.indexOf("entry   ")).replace("\r", ""));
		OTHERWISE.keySet().forEach(expected::remove);
		OTHERWISE.keySet().forEach(found::remove);
		assertEquals(expected, found);
	}

	/** By the name at the line's begin, which may come several times. */
	private static Map<String, String> answers(String printed) {
		Map<String, String> answers = new TreeMap<>();
		Stream.of(printed.split("\n")).forEach(line -> answers.merge(line.substring(0, 8), line.substring(8), String::concat));
		return answers;
	}

	/** Around each interrupt: timers, requests between the harts, starting, suspending. */
	@Test
	void aMachineSavedBeforeAndAfterAnInterruptGoesOnTheSame() {
		List<Long> steps = interrupts(CallsTest::withoutTimers);
		assertEquals(6, steps.size());
		for (long step : steps) {
			SnapshotKit.everyStep(CallsTest::withoutTimers, executors().getLast(), Math.max(0, step - 5), 10, 200);
		}
	}

	/** Of the six, the firmware's timer's are no more. */
	@Test
	void aMachineWhoseSupervisorsHaveTimersGoesOnTheSameToo() {
		Bench.Maker maker = executor -> new CallsMachine(executor, Optional.empty()).bench;
		List<Long> steps = interrupts(maker);
		assertEquals(4, steps.size());
		for (long step : steps) {
			SnapshotKit.everyStep(maker, executors().getLast(), Math.max(0, step - 5), 10, 200);
		}
	}

	@Test
	void theCallsAnswerTheSameWithoutTimersOfTheSupervisors() {
		CallsMachine machine = new CallsMachine(executors().getLast(), Optional.empty(), false);
		assertEquals(Scheduler.Stop.EXIT, machine.bench.run(ENOUGH));
		assertEquals(CallsMachine.resource("calls.txt"), machine.printed.toString());
	}

	private static Bench withoutTimers(ExecutorMaker executor) {
		return new CallsMachine(executor, Optional.empty(), false).bench;
	}

	/** The steps at which one was taken. */
	private static List<Long> interrupts(Bench.Maker maker) {
		List<Long> steps = new ArrayList<>();
		try (Bench bench = maker.make(executors().getLast())) {
			long taken = 0;
			while (bench.run(1) == Scheduler.Stop.STEPS) {
				long now = bench.machine().interrupts().values().stream().mapToLong(Long::longValue).sum();
				if (now > taken) {
					steps.add(bench.steps());
				}
				taken = now;
			}
		}
		return steps;
	}
}
