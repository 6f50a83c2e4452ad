package org.ringside.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.ringside.machine.BusError;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Machine;
import org.ringside.machine.privileged.Owner;
import org.ringside.machine.privileged.Privileged;
import org.ringside.machine.privileged.Remapping;
import org.ringside.machine.state.Snapshot;

/** Privileged software programs the remapping unit of a machine through its contract. */
class RemappingTest {

	private static final long RAM = 0x8000_0000L;
	private static final int MACHINE_LEVEL = 3;

	/** Firmware that does one thing when the hart comes out of reset. */
	private record Firmware(Consumer<Privileged> first) implements Owner<Firmware.State> {

		record State() {
		}

		@Override
		public void reset(Privileged level) {
			first.accept(level);
			level.waitForInterrupt();
		}

		@Override
		public void trap(Privileged level) {
			level.waitForInterrupt();
		}

		@Override
		public void wake(Privileged level) {
			level.waitForInterrupt();
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
			// none
		}
	}

	private final BoardMachine built = board();
	private final Machine machine = built.machine();
	private final int disk = requester("virtio0");
	private final DeviceContext.DmaPort port = machine.remapping().port(disk);

	private static BoardMachine board() {
		MachineBuilder builder = new MachineBuilder(new VirtBoard().board(), MachineBuilderTest.CATALOG);
		builder.plug("virtio-rng", List.of());
		return builder.build();
	}

	private int requester(String device) {
		return built.devices().stream().filter(placed -> placed.line().name().equals(device)).findFirst().orElseThrow().requester();
	}

	private void firmware(Consumer<Privileged> first) {
		machine.own(machine.harts().getFirst(), MACHINE_LEVEL, new Firmware(first));
		machine.powerOn(RAM);
	}

	@Test
	void untilItIsProgrammedADeviceReachesAllMemory() {
		port.write(RAM + 4090, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
		assertEquals(0x0807_0605_0403_0201L, machine.bus().read(RAM + 4096, 2, 0) << 48 | bytes(RAM + 4090, 6));
		assertThrows(BusError.class, () -> port.write(0x1000_0000L, new byte[1]), "no device is behind it");
		assertThrows(BusError.class, () -> port.read(RAM + machine.memory().size() - 1, 2));
	}

	private long bytes(long address, int count) {
		long value = 0;
		for (int i = count; --i >= 0;) {
			value = value << 8 | machine.bus().read(address + i, 1, 0);
		}
		return value;
	}

	@Test
	void aConfinedDeviceReachesWhatTheFirmwareMappedAndTheUseIsMetered() {
		firmware(level -> {
			Remapping unit = level.remapping();
			unit.confine(disk);
			unit.map(disk, 0x1000, RAM + 0x5000, Remapping.READ | Remapping.WRITE);
			unit.map(disk, 0x2000, RAM + 0x3000, Remapping.READ);
		});
		assertEquals(3, machine.meter(machine.harts().getFirst(), MACHINE_LEVEL).orElseThrow().remappings);
		port.write(0x1ffe, new byte[] { 1, 2 });
		assertEquals(0x0201, machine.bus().read(RAM + 0x5ffe, 2, 0));
		assertThrows(BusError.class, () -> port.write(0x1ffe, new byte[] { 3, 4, 5 }));
		assertEquals(0x0201, machine.bus().read(RAM + 0x5ffe, 2, 0), "nothing is written if a part may not be");
		assertEquals(4, port.read(0x1ffe, 4).length);
		assertThrows(BusError.class, () -> port.read(RAM, 1));
		Remapping seen = machine.remapping().control(() -> {
		});
		assertEquals(2, seen.faults(disk));
		assertEquals(Optional.of(new Remapping.Fault(disk, RAM, false)), seen.lastFault());
		machine.remapping().port(requester("virtio1")).read(RAM, 1);
		seen.release(disk);
		port.read(RAM, 1);
	}

	@Test
	void whatIsProgrammedIsStateAndGoneAfterPowerOn() {
		firmware(level -> level.remapping().confine(disk));
		Snapshot confined = machine.save();
		firmware(level -> {
		});
		port.read(RAM, 1);
		machine.restore(confined);
		assertThrows(BusError.class, () -> port.read(RAM, 1));
	}

	@Test
	void aMappingThatMakesNoSenseIsRefused() {
		Remapping unit = machine.remapping().control(() -> {
		});
		assertThrows(IllegalArgumentException.class, () -> unit.map(disk, 0, RAM, Remapping.READ), "not confined");
		unit.confine(disk);
		assertThrows(IllegalArgumentException.class, () -> unit.map(disk, 1, RAM, Remapping.READ));
		assertThrows(IllegalArgumentException.class, () -> unit.map(disk, 0, RAM + 8, Remapping.READ));
		assertThrows(IllegalArgumentException.class, () -> unit.map(disk, 0, RAM, 4));
	}
}
