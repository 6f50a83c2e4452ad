package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner.Stop;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.testkit.Bench;
import org.ringside.testkit.Lockstep;
import org.ringside.testkit.OddIsa;
import org.ringside.testkit.OddMachine;
import org.ringside.testkit.ProbeKit;
import org.ringside.testkit.SnapshotKit;

/**
 * Runs a program of the odd ISA in every way that must not matter: on both executors in lockstep, step by step and at
 * once, saved and restored at every step, with a timer interrupt at every step, and stopped at random probes.
 *
 * <p>A program begins at {@code main} in kernel mode. Traps come to {@code trap}, with the cause in r13 and the program's
 * flags in r11, and go on by {@code back}; timer interrupts are counted at {@code ticks}. TLB misses are served from
 * {@code table}, one word a page. r11 to r13 belong to the handlers. The program ends by a store of its status to port 8.
 */
record OddProof(String program) {

	static final ExecutorMaker REFERENCE = new Reference.Maker();
	static final ExecutorMaker INTERPRETER = new Interpreter.Maker();
	static final long LIMIT = 3000;

	private static final String RUNTIME = """
				li r0, handler
				mts vector, r0
				li r0, 3
				setps r0
				li r0, 0
				b main
				.org 0x80000040
		handler:	getps r11
				mfs r13, cause
				li r12, 17
				cmp r13, r12
				bne trap
				li r12, 0
				out 4, r12
				li r12, ticks
				li r13, 1
				addto (r12), r13
		back:	setps r11
				rte
				.org 0x80000080
				getps r11
				mfs r12, high
				shr r12, 10
				li r13, table
				add r12, r13
				ldw r12, 0(r12)
				li r13, 1
				and r13, r12
				li r13, 2
				beq trap
				mts low, r12
				tlbwr
				b back
		ticks:	.word 0
				.org 0x80000100
		""";

	private static final String TABLE = """

				.org 0x80010000
		table:	.space 4096
		""";

	/** The finished machine, for assertions. Close it. */
	Bench run() {
		byte[] image = OddMachine.assemble(RUNTIME + program + (program.contains("table:") ? "" : TABLE));
		Bench.Maker maker = executor -> OddMachine.make(image, 1, executor);
		for (int chunk : new int[] { 1, 7, (int) LIMIT }) {
			try (Lockstep both = new Lockstep(maker, REFERENCE, INTERPRETER)) {
				assertEquals(Stop.EXIT, both.run(LIMIT, chunk), () -> "the program does not end; it is at " + both.first().instruction(0));
			}
		}
		SnapshotKit.everyStep(maker, INTERPRETER, 0, (int) LIMIT, 40);
		SnapshotKit.everyStepDisturbed(maker, INTERPRETER, REFERENCE, 0, (int) LIMIT, 40, OddProof::tick);
		new ProbeKit(maker, List.of(REFERENCE, INTERPRETER), (int) LIMIT, 0, address -> address + OddIsa.UNTRANSLATED, program.hashCode())
				.rounds(1);
		Bench bench = maker.make(INTERPRETER);
		bench.run(LIMIT);
		return bench;
	}

	/** Ends with this status. */
	void endsWith(int status) {
		try (Bench bench = run()) {
			assertEquals(status, bench.machine().exit().orElseThrow().status(), () -> "r0 to r10 are " + registers(bench));
		}
	}

	static String registers(Bench bench) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i <= 10; i++) {
			text.append("%x ".formatted((int) bench.register(0, "r" + i)));
		}
		return text.toString();
	}

	/** The timer expires a step later. */
	private static void tick(Machine machine) {
		machine.space("ports").write(4, 4, 1, 0);
	}

	/** The word at a machine address. */
	static int word(Bench bench, long address) {
		return Integer.reverseBytes((int) bench.machine().memory().read((int) (address / Memory.FRAME), (int) address % Memory.FRAME, 4));
	}
}
