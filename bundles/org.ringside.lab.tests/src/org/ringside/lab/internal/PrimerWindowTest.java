package org.ringside.lab.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner.Stop;
import org.ringside.lab.Experiment;
import org.ringside.machine.Machine;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.Bench;
import org.ringside.testkit.FlatCatalog;
import org.ringside.testkit.Lockstep;
import org.ringside.testkit.SnapshotKit;

/** The embedded kernel, with its firmware, saved, restored and interrupted at every step of windows, on both executors. */
class PrimerWindowTest {

	private static final Catalog CATALOG = FlatCatalog.ofClassPath();
	private static final ExecutorMaker REFERENCE = ExecutorMaker.shipped().get(0), INTERPRETER = ExecutorMaker.shipped().get(1);
	private static final long ENOUGH = 50_000_000, MEMORY = 4 << 20;
	private static final int WINDOW = 10_000;

	private static Bench primer(ExecutorMaker executor) {
		String engine = executor == REFERENCE ? "reference" : "interpreter";
		Assembly assembly = Assembly.of(CATALOG, Experiment.standard().withMemory(MEMORY).withHarts(2).withEngine(engine));
		return new Bench(assembly.machine(), assembly.isa(), assembly.runner());
	}

	private static long length() {
		try (Bench bench = primer(INTERPRETER)) {
			assertEquals(Stop.EXIT, bench.run(ENOUGH));
			assertEquals(0, bench.machine().exit().orElseThrow().status());
			return bench.steps();
		}
	}

	@Test
	void executorsAgreeFromResetToPowerOff() {
		try (Lockstep both = new Lockstep(PrimerWindowTest::primer, REFERENCE, INTERPRETER)) {
			assertEquals(Stop.EXIT, both.run(ENOUGH, 50_000));
		}
	}

	@Test
	void savingAtAnyStepChangesNothing() {
		SnapshotKit.everyStep(PrimerWindowTest::primer, INTERPRETER, length() / 2, WINDOW, 200);
	}

	@Test
	void interruptAtAnyStepIsTakenEqually() {
		SnapshotKit.everyStepDisturbed(PrimerWindowTest::primer, INTERPRETER, REFERENCE, length() / 2, WINDOW, 60, PrimerWindowTest::call);
	}

	@Test
	@Tag("long")
	void interruptAtAnyOfTenThousandStepsIsTakenEqually() {
		for (long from : new long[] { 0, length() / 3, length() - WINDOW }) {
			SnapshotKit.everyStep(PrimerWindowTest::primer, INTERPRETER, from, WINDOW, 200);
			SnapshotKit.everyStepDisturbed(PrimerWindowTest::primer, INTERPRETER, REFERENCE, from, WINDOW, 60, PrimerWindowTest::call);
		}
	}

	/** Both harts get a software interrupt that nobody sent. */
	private static void call(Machine machine) {
		machine.bus().write(0x200_0000, 4, 1, 0);
		machine.bus().write(0x200_0004, 4, 1, 0);
	}
}
