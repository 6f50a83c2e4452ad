package org.ringside.devices.board;

import java.util.List;
import java.util.OptionalLong;

import org.ringside.devices.fdt.FlatTree;
import org.ringside.machine.Device;
import org.ringside.machine.Machine;

/**
 * A machine and the board that it was built from.
 *
 * @param memorySize bytes of main memory, which is at the board's address
 * @param seed of all that is random on it
 * @param devices in the board's order
 */
public record BoardMachine(Board board, Machine machine, long memorySize, long seed, List<Placed> devices) {

	/**
	 * A device, where the board put it, and the bytes that its registers take there.
	 *
	 * @param requester by which the machine's remapping unit knows it
	 */
	public record Placed(Board.DeviceLine line, long size, Device<?> device, int requester) {
	}

	/** Machine address of the first byte of main memory. */
	public long memoryBase() {
		return board.memory().base();
	}

	/** Machine address of the first device of a kind, by the id of the kind's contribution. */
	public OptionalLong address(String kind) {
		return devices.stream().filter(placed -> placed.line().kind().equals(kind)).mapToLong(placed -> placed.line().base())
				.findFirst();
	}

	/**
	 * The device tree for a kernel, flattened. Its size depends on the command line and on whether there is a RAM disk,
	 * not on addresses.
	 *
	 * @param commandLine of the kernel; empty for none
	 * @param initialDiskStart machine address of the initial RAM disk
	 * @param initialDiskEnd machine address after it; equal to the start if there is none
	 */
	public byte[] deviceTree(String commandLine, long initialDiskStart, long initialDiskEnd) {
		return FlatTree.flatten(new BoardTree(this).tree(commandLine, initialDiskStart, initialDiskEnd));
	}
}
