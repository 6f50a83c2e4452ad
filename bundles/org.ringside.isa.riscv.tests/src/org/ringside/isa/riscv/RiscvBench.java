package org.ringside.isa.riscv;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Scheduler;
import org.ringside.isa.HartComponent;
import org.ringside.isa.Isa;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.catalog.Contribution;

/** A machine of one hart with memory at {@link #BASE} and nothing else, on the executor chosen. */
final class RiscvBench implements AutoCloseable {

	static final Isa ISA = Isa.of(new RiscvArchitecture());
	static final long BASE = 0x8000_0000L;
	static final int FRAMES = 2048;
	/** Nanoseconds of a step: as many as of a tick of {@code time}. */
	static final int RATE = 100;

	final Machine machine;
	final RiscvHart hart;
	private final Scheduler scheduler;

	RiscvBench(ExecutorMaker executor, Map<String, String> features) {
		machine = machine(features);
		hart = (RiscvHart) machine.harts().getFirst();
		scheduler = new Scheduler(machine, ISA, executor);
	}

	/** A hart, switched on, and memory. */
	static Machine machine(Map<String, String> features) {
		return machine(features, new Memory((long) FRAMES * Memory.FRAME));
	}

	/** The same in memory that there is already. */
	static Machine machine(Map<String, String> features, Memory memory) {
		Machine machine = new Machine(RATE, memory);
		machine.bus().mapMemory(BASE, 0, FRAMES);
		Hart hart = ISA.architecture().createHart(0, features);
		machine.add(hart);
		machine.add("hart0", new HartComponent(ISA.architecture(), hart));
		machine.powerOn(BASE);
		return machine;
	}

	RiscvBench(ExecutorMaker executor) {
		this(executor, Map.of());
	}

	/** For tests that run on every executor. */
	static Stream<Named<ExecutorMaker>> executors() {
		return ExecutorMaker.shipped().stream().map(maker -> Named.of(maker.getClass().getAnnotation(Contribution.class).id(), maker));
	}

	@Override
	public void close() {
		scheduler.close();
	}

	/** Puts a word or doubleword at a machine address. */
	void put(long address, int width, long value) {
		machine.bus().write(address, width, value, 0);
	}

	long get(long address, int width) {
		return machine.bus().read(address, width, 0);
	}

	/** Puts an instruction, by mnemonic and the values of its fields in the order of its row; answers the address after it. */
	long code(long address, String mnemonic, long... values) {
		byte[] bytes = ISA.encode(ISA.row(mnemonic), values);
		for (int i = 0; i < bytes.length; i++) {
			put(address + i, 1, bytes[i]);
		}
		return address + bytes.length;
	}

	/** Executes one instruction in the hart's present state, put at {@code address}, which pc must map to. */
	void execute(long address, String mnemonic, long... values) {
		code(address, mnemonic, values);
		hart.pc = address;
		step(1);
	}

	void step(int steps) {
		scheduler.run(steps);
	}

	/** Puts the hart into a mode, as a trap return would. */
	void enter(int mode) {
		hart.privilege = mode;
		hart.registersReplaced();
	}

	/** Lets S and U access everything. */
	void openProtection() {
		hart.writeRegister(0x3b0, -1);
		hart.writeRegister(0x3a0, 0x1f);
	}

	long read(String register) {
		return hart.readRegister(hart.registerNamed(register));
	}

	void write(String register, long value) {
		hart.writeRegister(hart.registerNamed(register), value);
	}
}
