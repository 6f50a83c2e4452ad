package org.ringside.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.ringside.isa.Isa;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.Device;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;

class DifferencesTest {

	private static final Isa ISA = Isa.of(new RiscvArchitecture());
	private static final long RAM = 0x8000_0000L;
	private static final long DEVICE = 0x1000_0000L;

	/** Every read of it is another value, as of a port that bytes come in by. */
	private static final class Counting implements Device<Counting.State> {

		record State(int reads) {
		}

		private int reads;

		@Override
		public long read(long offset, int width) {
			return reads++;
		}

		@Override
		public void write(long offset, int width, long value) {
			// nothing there
		}

		@Override
		public void reset() {
			reads = 0;
		}

		@Override
		public Class<State> stateType() {
			return State.class;
		}

		@Override
		public State state() {
			return new State(reads);
		}

		@Override
		public void restore(State state) {
			reads = state.reads();
		}
	}

	@Test
	void tellsTheNextInstructionFromMemoryAndReadsNoDeviceForIt() {
		Machine machine = new Machine(100, Memory.FRAME);
		machine.bus().mapMemory(RAM, 0, 1);
		Counting device = new Counting();
		machine.bus().map(DEVICE, Memory.FRAME, "counting", device);
		Hart hart = ISA.architecture().createHart(0, Map.of());
		machine.add(hart);
		machine.powerOn(RAM);
		machine.bus().write(RAM, 4, 0x0000_0013, 0);
		assertEquals("0x80000000: addi zero, zero, 0", Differences.instruction(machine, hart, ISA));
		hart.pc = DEVICE;
		assertEquals("0x10000000: cannot be fetched", Differences.instruction(machine, hart, ISA));
		assertEquals(0, device.reads);
	}
}
