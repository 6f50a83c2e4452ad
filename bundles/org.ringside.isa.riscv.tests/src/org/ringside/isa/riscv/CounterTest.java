package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;

/** Counters and time. */
@ParameterizedClass
@MethodSource("org.ringside.isa.riscv.RiscvBench#executors")
class CounterTest {

	private static final int MCYCLE = 0xb00;
	private static final int MINSTRET = 0xb02;
	private static final int INHIBIT = 0x320;
	private static final int TIME = 0xc01;

	private final RiscvBench bench;

	CounterTest(ExecutorMaker executor) {
		bench = new RiscvBench(executor);
	}

	@AfterEach
	void close() {
		bench.close();
	}

	/** Runs CSR instructions one after the other: number to read into a register of its own, negative to write a0 to. */
	private long[] run(int... csrs) {
		long at = RiscvBench.BASE;
		for (int i = 0; i < csrs.length; i++) {
			at = csrs[i] < 0 ? bench.code(at, "csrrw", -csrs[i], 10, 0) : bench.code(at, "csrrs", csrs[i], 0, 11 + i);
		}
		bench.hart.pc = RiscvBench.BASE;
		bench.step(csrs.length);
		long[] values = new long[csrs.length];
		System.arraycopy(bench.hart.x, 11, values, 0, values.length);
		return values;
	}

	@Test
	void instructionsRetiredAreThoseBeforeTheReader() {
		long[] read = run(MINSTRET, MINSTRET, TIME, MINSTRET);
		assertEquals(0, read[0]);
		assertEquals(1, read[1]);
		assertEquals(3, read[3]);
	}

	@Test
	void whatIsWrittenIsReadByTheNextInstruction() {
		bench.hart.x[10] = 1000;
		long[] read = run(-MINSTRET, MINSTRET, MINSTRET);
		assertEquals(1000, read[1]);
		assertEquals(1001, read[2]);
	}

	@Test
	void trapsAreNoInstructionsRetired() {
		bench.write("mtvec", RiscvBench.BASE + 0x100);
		bench.code(RiscvBench.BASE + 0x100, "csrrs", MINSTRET, 0, 12);
		bench.execute(RiscvBench.BASE, "ecall");
		bench.step(1);
		assertEquals(0, bench.hart.x[12]);
		assertEquals(1, bench.read("minstret"));
		assertEquals(2, bench.hart.steps);
	}

	@Test
	void inhibitedCountersStandStill() {
		bench.hart.x[10] = 5;
		long[] read = run(MINSTRET, -INHIBIT, MINSTRET, MCYCLE, MINSTRET, MCYCLE);
		assertEquals(read[2], read[4]);
		assertEquals(read[3], read[5]);
		bench.hart.x[10] = 0;
		read = run(MINSTRET, -INHIBIT, MINSTRET, MINSTRET);
		assertEquals(1, read[3] - read[2]);
	}

	@Test
	void timeTicksWithTheClock() {
		long[] read = run(TIME, TIME, MCYCLE, MCYCLE);
		assertEquals(1, read[1] - read[0], "a step of this bench is a tick");
		assertEquals(1, read[3] - read[2]);
		assertEquals(bench.machine.clock().now() / 100, bench.read("time"));
	}
}
