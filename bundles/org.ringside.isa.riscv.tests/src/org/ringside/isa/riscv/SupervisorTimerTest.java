package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.machine.state.Snapshot;

/** S's own timer: Sstc. A step is a tick. */
class SupervisorTimerTest {

	private static final long STIP = 1 << RiscvHart.STI;
	/** {@code csrw stimecmp, a0} */
	private static final int CSRW_STIMECMP_A0 = 0x14d51073;
	private static final long VECTOR = RiscvBench.BASE + 0x4000;

	static Stream<Named<ExecutorMaker>> executors() {
		return RiscvBench.executors();
	}

	/** A hart in S that executes nops, with the timer enabled and delegated. */
	private static RiscvBench bench(ExecutorMaker executor) {
		RiscvBench bench = new RiscvBench(executor);
		bench.openProtection();
		bench.write("menvcfg", MachineCsrs.STCE);
		bench.write("mcounteren", MachineCsrs.TM);
		bench.write("mideleg", STIP);
		bench.write("mie", STIP);
		bench.write("stvec", VECTOR);
		for (long at = RiscvBench.BASE; at < VECTOR + 0x100; at += 4) {
			bench.put(at, 4, 0x13);
		}
		bench.hart.pc = RiscvBench.BASE;
		bench.enter(RiscvHart.S);
		return bench;
	}

	@ParameterizedTest
	@MethodSource("executors")
	void theInterruptComesAtTheTick(ExecutorMaker executor) {
		try (RiscvBench bench = bench(executor)) {
			bench.write("stimecmp", bench.read("time") + 10);
			bench.write("mstatus", MachineCsrs.SIE);
			bench.step(10);
			assertEquals(RiscvBench.BASE + 40, bench.hart.pc);
			assertEquals(STIP, bench.read("mip"));
			bench.step(1);
			assertEquals(VECTOR, bench.hart.pc);
			assertEquals(Cause.INTERRUPT | RiscvHart.STI, bench.read("scause"));
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void aTimeThatAnInstructionWritesIsNotMissedByWhatIsExecutedAtOnce(ExecutorMaker executor) {
		try (RiscvBench bench = bench(executor)) {
			bench.put(RiscvBench.BASE, 4, CSRW_STIMECMP_A0);
			bench.write("stimecmp", -1);
			bench.write("a0", bench.read("time") + 20);
			bench.write("mstatus", MachineCsrs.SIE);
			bench.step(100);
			assertEquals(RiscvBench.BASE + 80, bench.read("sepc"));
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void writingALaterTimeEndsTheInterrupt(ExecutorMaker executor) {
		try (RiscvBench bench = bench(executor)) {
			bench.write("stimecmp", 0);
			assertEquals(STIP, bench.read("sip"));
			bench.write("stimecmp", -1);
			assertEquals(0, bench.read("sip"), "compared unsigned");
			bench.write("stimecmp", Long.MIN_VALUE);
			bench.step(5);
			assertEquals(0, bench.read("sip"));
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void whileTheTimerIsEnabledItsPendingBitIsReadOnly(ExecutorMaker executor) {
		try (RiscvBench bench = bench(executor)) {
			bench.write("stimecmp", -1);
			bench.write("mip", STIP);
			assertEquals(0, bench.read("mip"));
			bench.write("stimecmp", 0);
			bench.write("mip", 0);
			assertEquals(STIP, bench.read("mip"));
			bench.write("menvcfg", 0);
			bench.write("mip", 0);
			assertEquals(0, bench.read("mip"), "without the timer it is software's");
			bench.write("mip", STIP);
			assertEquals(STIP, bench.read("mip"));
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void theTimerEndsWaiting(ExecutorMaker executor) {
		try (RiscvBench bench = bench(executor)) {
			long time = bench.read("time");
			bench.write("stimecmp", time + 1000);
			bench.execute(RiscvBench.BASE, "wfi");
			assertTrue(bench.hart.waiting);
			bench.step(1);
			assertFalse(bench.hart.waiting);
			assertTrue(bench.read("time") >= time + 1000, "time was skipped");
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void timeThatIsMovedIsComparedAnew(ExecutorMaker executor) {
		try (RiscvBench bench = bench(executor)) {
			bench.write("stimecmp", 1_000_000);
			bench.hart.shiftTime(2_000_000);
			assertEquals(STIP, bench.read("mip"));
			bench.hart.shiftTime(0);
			assertEquals(0, bench.read("mip"));
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void aRestoredTimerGoesOff(ExecutorMaker executor) {
		try (RiscvBench bench = bench(executor)) {
			bench.write("stimecmp", bench.read("time") + 10);
			bench.write("mstatus", MachineCsrs.SIE);
			bench.step(4);
			Snapshot saved = bench.machine.save();
			bench.step(7);
			assertEquals(VECTOR, bench.hart.pc);
			bench.machine.restore(saved);
			bench.step(6);
			assertEquals(RiscvBench.BASE + 40, bench.hart.pc);
			bench.step(1);
			assertEquals(VECTOR, bench.hart.pc);
		}
	}
}
