package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.api.Test;
import org.ringside.devices.board.MachineBuilder;
import org.ringside.devices.board.VirtBoard;
import org.ringside.engine.Breakpoint;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Hit;
import org.ringside.engine.Probes;
import org.ringside.engine.Runner.Stop;
import org.ringside.engine.Turns;
import org.ringside.engine.Watchpoint;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.testkit.Bench;
import org.ringside.testkit.FlatCatalog;

/** Breakpoints, watchpoints and single steps, one by one. */
class ProbesTest {

	static final List<ExecutorMaker> EXECUTORS = List.of(OddProof.REFERENCE, OddProof.INTERPRETER);

	private static final long BASE = 0x8000_0000L;
	private static final String PROGRAM = """
		_start:	la a0, data
		loop:	addi a1, a1, 1
		store:	sd a1, 0(a0)
			lr.d a2, (a0)
		cond:	sc.d a3, a1, (a0)
			bnez a3, failed
		load:	ld a4, -3(a0)
			j loop
		failed:	j failed
			.balign 16
			.space 8
		data:	.space 16
		clear:	la a0, block
			cbo.zero (a0)
			j clear
			.balign 64
		block:	.dword -1, -1, -1, -1, -1, -1, -1, -1
		""";

	private static Program program() {
		try {
			return new Assembler(RiscvRounds.ISA).origin(BASE).assemble("probes.s", PROGRAM);
		} catch (AssemblyException e) {
			throw new IllegalStateException(e.getMessage(), e);
		}
	}

	private static Bench bench(ExecutorMaker executor, int harts) {
		Machine machine = new MachineBuilder(new VirtBoard().board(), FlatCatalog.ofClassPath()).harts(harts).memory(1 << 20).build().machine();
		machine.memory().write(0, program().flat());
		Bench bench = new Bench(machine, RiscvRounds.ISA, executor);
		machine.powerOn(BASE);
		return bench;
	}

	private static long at(String symbol) {
		return program().symbol(symbol);
	}

	private static Hit stop(Bench bench) {
		assertEquals(Stop.PROBE, bench.run(1000));
		return bench.runner().probes().hit().orElseThrow();
	}

	private static Watchpoint watch(Watchpoint.On on, long address, long length) {
		return new Watchpoint(address, length, on, Watchpoint.Space.VIRTUAL);
	}

	@ParameterizedTest
	@FieldSource("EXECUTORS")
	void breakpointStopsBeforeItsInstructionInEveryRound(ExecutorMaker executor) {
		try (Bench bench = bench(executor, 1)) {
			Breakpoint store = new Breakpoint(at("store"));
			bench.runner().probes().add(store);
			for (int round = 1; round <= 3; round++) {
				assertEquals(new Hit(store, 0, at("store"), at("store")), stop(bench));
				assertEquals(round, bench.register(0, "a1"));
				assertEquals(at("store"), bench.register(0, "pc"));
			}
			assertTrue(bench.runner().probes().remove(store));
			assertEquals(Stop.STEPS, bench.run(1000));
			assertTrue(bench.runner().probes().hit().isEmpty());
		}
	}

	@ParameterizedTest
	@FieldSource("EXECUTORS")
	void instructionWithBothKindsOfProbeStopsForEach(ExecutorMaker executor) {
		try (Bench bench = bench(executor, 1)) {
			Breakpoint store = new Breakpoint(at("store"));
			Watchpoint data = watch(Watchpoint.On.WRITE, at("data") + 2, 1);
			bench.run(4);
			bench.runner().probes().add(store);
			bench.runner().probes().add(data);
			assertEquals(data, stop(bench).probe(), "the store-conditional of the first round");
			assertEquals(at("cond"), bench.register(0, "pc"));
			long steps = bench.steps() + 5;
			assertEquals(store, stop(bench).probe());
			assertEquals(new Hit(data, 0, at("store"), at("data") + 2), stop(bench));
			assertEquals(steps, bench.steps());
			assertEquals(data, stop(bench).probe());
			assertEquals(at("cond"), bench.register(0, "pc"));
		}
	}

	@ParameterizedTest
	@FieldSource("EXECUTORS")
	void storeConditionalThatWasStoppedSucceeds(ExecutorMaker executor) {
		try (Bench bench = bench(executor, 1)) {
			bench.runner().probes().add(watch(Watchpoint.On.ACCESS, at("data"), 8));
			List<Long> stops = java.util.stream.Stream.generate(() -> stop(bench).pc()).limit(8).toList();
			long reserved = at("cond") - 4;
			assertEquals(List.of(at("store"), reserved, at("cond"), at("load"), at("store"), reserved, at("cond"), at("load")), stops);
			assertEquals(0, bench.register(0, "a3"));
		}
	}

	@ParameterizedTest
	@FieldSource("EXECUTORS")
	void blockIsZeroedAfterTheStopAndNotBefore(ExecutorMaker executor) {
		try (Bench bench = bench(executor, 1)) {
			Watchpoint late = watch(Watchpoint.On.WRITE, at("block") + 40, 1);
			bench.runner().probes().add(late);
			Hart hart = bench.machine().harts().getFirst();
			hart.pc = at("clear");
			assertEquals(late, stop(bench).probe());
			assertEquals(at("clear") + 8, hart.pc);
			int first = (int) (at("block") - BASE);
			assertEquals(-1, bench.machine().memory().read(0, first, 8));
			assertEquals(Stop.STEPS, bench.run(1));
			assertEquals(0, bench.machine().memory().read(0, first, 8));
			assertEquals(0, bench.machine().memory().read(0, first + 56, 8));
		}
	}

	@ParameterizedTest
	@FieldSource("EXECUTORS")
	void loadThatMerelyTouchesTheFirstByteIsARead(ExecutorMaker executor) {
		try (Bench bench = bench(executor, 1)) {
			Watchpoint first = watch(Watchpoint.On.READ, at("data") - 8, 6);
			bench.runner().probes().add(first);
			assertEquals(new Hit(first, 0, at("load"), at("data") - 3), stop(bench));
			bench.runner().probes().clear();
			assertEquals(Stop.STEPS, bench.run(100));
		}
	}

	@ParameterizedTest
	@FieldSource("EXECUTORS")
	void whoIsSentBackToABreakpointStopsThereAgain(ExecutorMaker executor) {
		try (Bench bench = bench(executor, 1)) {
			Hart hart = bench.machine().harts().getFirst();
			bench.runner().probes().add(new Breakpoint(at("store")));
			stop(bench);
			hart.pc = at("loop");
			bench.run(1);
			assertEquals(at("store"), hart.pc);
			assertEquals(at("store"), stop(bench).pc());
			assertEquals(Stop.STEPS, bench.run(1));
		}
	}

	@ParameterizedTest
	@FieldSource("EXECUTORS")
	void aHartStepsOnceAndTheOthersAsIsTheirTurn(ExecutorMaker executor) {
		try (Bench bench = bench(executor, 2); Bench same = bench(executor, 2)) {
			Hart first = bench.machine().harts().getFirst();
			Hart second = bench.machine().harts().get(1);
			for (int i = 1; i <= 5; i++) {
				assertEquals(Stop.STEPS, bench.runner().step(first, Long.MAX_VALUE / 2));
				assertEquals(i, first.steps);
			}
			assertEquals(0, second.steps);
			assertEquals(Stop.STEPS, bench.runner().step(second, 100));
			assertEquals(105, first.steps, "no more than asked for");
			assertEquals(0, second.steps);
			assertEquals(Stop.STEPS, bench.runner().step(second, Long.MAX_VALUE / 2));
			assertEquals(Turns.QUANTUM, first.steps);
			assertEquals(1, second.steps);
			same.run(bench.steps());
			assertEquals(same.digest(), bench.digest());
		}
	}

	@Test
	void watchpointOfNothingIsRefused() {
		assertThrows(IllegalArgumentException.class, () -> watch(Watchpoint.On.READ, 0, 0));
		assertThrows(IllegalArgumentException.class, () -> watch(Watchpoint.On.READ, -2, 4));
		assertEquals(2, watch(Watchpoint.On.READ, -2, 2).length());
	}

	@Test
	void probesThatAreSetAreListed() {
		try (Bench bench = bench(OddProof.INTERPRETER, 1)) {
			Probes probes = bench.runner().probes();
			probes.add(new Breakpoint(1));
			probes.add(new Breakpoint(1));
			probes.add(watch(Watchpoint.On.READ, 1, 1));
			assertEquals(List.of(new Breakpoint(1), watch(Watchpoint.On.READ, 1, 1)), probes.all());
		}
	}
}
