package org.ringside.lab.internal;

import java.util.Optional;
import java.util.OptionalLong;

import org.ringside.devices.board.Board;
import org.ringside.devices.board.BoardMachine;
import org.ringside.guest.FirmwareContext;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestFile;
import org.ringside.lab.Experiment;
import org.ringside.machine.Clock;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Line;
import org.ringside.machine.Machine;
import org.ringside.machine.RemappingUnit;

/** What guest and firmware are handed: facts of the machine, and the user's files. */
record Surroundings(Experiment experiment, BoardMachine built, SerialLine serial, long entry, long deviceTree)
		implements GuestContext, FirmwareContext {

	/** The requester that a guest's own devices are to the remapping unit: one that no board's device has. */
	private static final int GUEST_DEVICES = RemappingUnit.FIRST_DEVICE - 1;

	Surroundings(Experiment experiment, BoardMachine built, SerialLine line) {
		this(experiment, built, line, 0, 0);
	}

	/** The same, when it is known where things were loaded. */
	Surroundings loaded(long entry, long deviceTree) {
		return new Surroundings(experiment, built, serial, entry, deviceTree);
	}

	Machine machine() {
		return built.machine();
	}

	Board board() {
		return built.board();
	}

	@Override
	public long memoryBase() {
		return built.memoryBase();
	}

	@Override
	public long memorySize() {
		return built.memorySize();
	}

	@Override
	public int harts() {
		return machine().harts().size();
	}

	@Override
	public String commandLine() {
		return experiment.commandLine();
	}

	@Override
	public Optional<GuestFile> program() {
		return experiment.file(Experiment.Role.PROGRAM);
	}

	@Override
	public Optional<GuestFile> kernel() {
		return experiment.file(Experiment.Role.KERNEL);
	}

	@Override
	public Optional<GuestFile> initialDisk() {
		return experiment.file(Experiment.Role.INITRD);
	}

	@Override
	public Optional<GuestFile> firmware() {
		return experiment.file(Experiment.Role.FIRMWARE);
	}

	@Override
	public OptionalLong device(String kind) {
		return built.address(kind);
	}

	/** What the guest's own devices are handed: no lines, as no board wires them. */
	DeviceContext devices() {
		return new DeviceContext() {

			@Override
			public Clock clock() {
				return machine().clock();
			}

			@Override
			public Line line(String name) {
				return Line.unconnected();
			}

			@Override
			public int harts() {
				return Surroundings.this.harts();
			}

			@Override
			public Line pin(int hart, String name) {
				return Line.unconnected();
			}

			@Override
			public Serial serial() {
				return serial;
			}

			@Override
			public Power power() {
				return machine();
			}

			@Override
			public DmaPort dma() {
				return machine().remapping().port(GUEST_DEVICES);
			}

			@Override
			public long seed() {
				return experiment.seed();
			}
		};
	}
}
