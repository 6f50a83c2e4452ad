package org.ringside.devices.board;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A board as its text says it, each part with its place for messages. What a text looks like is in the package's
 * description. Nothing is looked up yet: whether there are such devices and how large they are is seen when a
 * {@link MachineBuilder} builds a machine from it.
 *
 * @param id permanent name
 * @param label for people
 * @param compatible of the device tree's root; empty for none
 * @param rate nanoseconds per step
 * @param console name of the device that the user's terminal is connected to; empty for none
 * @param text that it was read from
 */
public record Board(String id, String label, String compatible, Isa isa, Harts harts, long rate, MemoryArea memory,
		List<DeviceLine> devices, String console, String text) {

	/** Bytes of memory that a machine has at most. */
	public static final long MOST_MEMORY = 64L << 30;

	/** The harts' ISA: id of its contribution, and the features that it is to have. */
	public record Isa(String id, Map<String, String> features, Place place) {
	}

	/** How many harts there are if nobody says, and how many there may be. */
	public record Harts(int standard, int most, Place place) {
	}

	/** Main memory: machine address, and bytes if nobody says otherwise. */
	public record MemoryArea(long base, long size, Place place) {
	}

	/**
	 * A device.
	 *
	 * @param name on this board, also the path of its state
	 * @param kind id of its contribution
	 * @param base machine address of its registers
	 * @param size bytes, or empty for what its maker says
	 * @param wires where its interrupt lines lead
	 * @param options {@code name=value} each
	 */
	public record DeviceLine(String name, String kind, long base, Optional<Long> size, List<Wire> wires, List<String> options,
			Place place) {
	}

	/** An interrupt line of a device, and the input of the controller that it leads to. */
	public record Wire(String line, String controller, int input, Place place) {
	}

	public Board {
		devices = List.copyOf(devices);
	}

	/**
	 * Reads a board.
	 *
	 * @param file its name in messages
	 * @throws BoardException for the first thing that is wrong
	 */
	public static Board parse(String file, String text) {
		return new BoardParser(file, text).board();
	}

	/** The device of that name. */
	public Optional<DeviceLine> device(String name) {
		return devices.stream().filter(device -> device.name().equals(name)).findFirst();
	}

	/** The same board with another device in the place of the one of its name. */
	Board withDevice(DeviceLine other) {
		return new Board(id, label, compatible, isa, harts, rate, memory,
				devices.stream().map(line -> line.name().equals(other.name()) ? other : line).toList(), console, text);
	}
}
