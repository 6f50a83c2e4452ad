package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Scheduler;
import org.ringside.isa.Isa;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.privileged.Owner;
import org.ringside.machine.privileged.Privileged;

/** What a Java owner of a level can rely on, to the step. */
class OwnerTest {

	private static final long BASE = 0x8000_0000L;
	private static final int ADDI_T0 = 0x0012_8293;
	private static final int ECALL = 0x0000_0073;
	private static final int BACK_8 = 0xff9f_f06f;
	private static final int STORE_AT_A0 = 0x0055_3023;

	static List<ExecutorMaker> executors() {
		return List.of(new Reference.Maker(), new Interpreter.Maker());
	}

	/** Owns M, enters S at the program, and says at which steps it was entered. */
	private static final class Watcher implements Owner<Watcher.State> {
		record State() {
		}

		private final Hart hart;
		private final long each;
		private final long a0;
		private final List<Long> entries = new ArrayList<>();
		private final List<Long> retired = new ArrayList<>();
		private long cause;

		Watcher(Hart hart, long each, long a0) {
			this.hart = hart;
			this.each = each;
			this.a0 = a0;
		}

		@Override
		public void reset(Privileged level) {
			level.write(level.register("pmpaddr0"), -1);
			level.write(level.register("pmpcfg0"), 0x1f);
			level.write(level.register("mstatus"), 1 << 11);
			level.write(level.register("mepc"), BASE);
			level.write(level.register("a0"), a0);
			level.runFor(each);
		}

		@Override
		public void trap(Privileged level) {
			cause = level.read(level.register("mcause"));
			entries.add(hart.steps);
			retired.add(level.read(level.register("minstret")));
			if (cause >= 0) {
				level.write(level.register("mepc"), level.read(level.register("mepc")) + 4);
			}
			level.runFor(each);
		}

		@Override
		public void wake(Privileged level) {
			throw new AssertionError("nobody waits");
		}

		@Override
		public Class<State> stateType() {
			return State.class;
		}

		@Override
		public State state() {
			return new State();
		}

		@Override
		public void restore(State state) {
			// has none that matters here
		}
	}

	private static Watcher run(ExecutorMaker maker, long each, long a0, int steps, int... program) {
		RiscvArchitecture riscv = new RiscvArchitecture();
		Machine machine = new Machine(10, 1 << 16);
		machine.bus().mapMemory(BASE, 0, machine.memory().frames());
		Hart hart = riscv.createHart(0, Map.of());
		machine.add(hart);
		Watcher watcher = new Watcher(hart, each, a0);
		machine.own(hart, 3, watcher);
		ByteBuffer bytes = ByteBuffer.allocate(4 * program.length).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asIntBuffer().put(program);
		machine.memory().write(0, bytes.array());
		try (Scheduler scheduler = new Scheduler(machine, Isa.of(riscv), maker)) {
			machine.powerOn(BASE);
			scheduler.run(steps);
			assertEquals(0, machine.bus().read(BASE + (1 << 16) - 4, 4, 0), "stored before the fault");
			return watcher;
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void recoveryCounterEntersAfterExactlySoManySteps(ExecutorMaker maker) {
		Watcher watcher = run(maker, 3, 0, 20, ADDI_T0, ADDI_T0, BACK_8);
		assertEquals(List.of(3L, 6L, 9L, 12L, 15L, 18L), watcher.entries);
	}

	@ParameterizedTest
	@MethodSource("executors")
	void recoveryCounterSetAtATrapDoesNotCountTheTrap(ExecutorMaker maker) {
		// entered by the counter after addi, by the call one step later, and so on: the guest goes on by a step each time
		Watcher watcher = run(maker, 1, 0, 9, ADDI_T0, ECALL, BACK_8);
		assertEquals(List.of(1L, 1L, 3L, 4L, 4L, 6L, 7L, 7L), watcher.entries.subList(0, 8));
	}

	@ParameterizedTest
	@MethodSource("executors")
	void ownerReadsTheInstructionsRetiredThatGuestCodeWould(ExecutorMaker maker) {
		Watcher watcher = run(maker, 0, 0, 6, ADDI_T0, ECALL, BACK_8);
		assertEquals(List.of(1L, 3L), watcher.retired);
	}

	@ParameterizedTest
	@MethodSource("executors")
	void storeThatRunsOverTheEndOfMemoryStoresNothing(ExecutorMaker maker) {
		Watcher watcher = run(maker, 0, BASE + (1 << 16) - 4, 3, ADDI_T0, STORE_AT_A0, BACK_8);
		assertEquals(7, watcher.cause);
	}
}
