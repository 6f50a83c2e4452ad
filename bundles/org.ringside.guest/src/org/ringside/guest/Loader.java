package org.ringside.guest;

import java.util.Arrays;

import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Memory;

/**
 * Puts a guest into memory: its image, the initial RAM disk, and the device tree. The tree goes to the highest place
 * where it fits, at a multiple of 2 MiB if possible, and below 3 GiB in a memory that begins there, as QEMU does; the RAM
 * disk goes below it.
 */
public final class Loader {

	/** Kernels that map the tree before they know memory want it in one large page; in small memories none can. */
	private static final long[] ALIGNMENTS = { 2 << 20, Memory.FRAME, 8 };
	/** Kernels whose first tables map no more of memory want the tree below. */
	private static final long TREE_BELOW = 3L << 30;

	/**
	 * Where things went, as machine addresses.
	 *
	 * @param initialDiskEnd equal to its start if there is none
	 */
	public record Loaded(long deviceTree, long initialDiskStart, long initialDiskEnd) {
	}

	private final Guest guest;
	private final GuestContext context;

	private Loader(Guest guest, GuestContext context) {
		this.guest = guest;
		this.context = context;
	}

	/**
	 * Loads a guest.
	 *
	 * @param bus the memory space
	 * @throws GuestException if something does not fit; memory may hold parts of the guest then
	 */
	public static Loaded load(Guest guest, GuestContext context, DeviceTree tree, Bus bus) {
		return new Loader(guest, context).load(tree, bus);
	}

	private Loaded load(DeviceTree tree, Bus bus) {
		for (Segment segment : guest.image().segments()) {
			write(segment, bus);
		}
		byte[] disk = context.initialDisk().map(Loader::contents).orElse(new byte[0]);
		String commandLine = guest.commandLine(context);
		int length = tree.flatten(new DeviceTree.Chosen(commandLine, 0, disk.length)).length;
		long end = context.memoryBase() + context.memorySize();
		long treeAt = place("the device tree", length, context.memoryBase() < TREE_BELOW ? Math.min(end, TREE_BELOW) : end);
		String named = "the initial RAM disk " + context.initialDisk().map(GuestFile::name).orElse("");
		long diskAt = disk.length == 0 ? treeAt : place(named, disk.length, treeAt);
		byte[] flat = tree.flatten(new DeviceTree.Chosen(commandLine, diskAt, diskAt + disk.length));
		if (flat.length > length) {
			throw new IllegalArgumentException("the device tree grew from %d to %d bytes with the address of the RAM disk"
					.formatted(length, flat.length));
		}
		write(Segment.of("the device tree", treeAt, flat), bus);
		write(Segment.of(named, diskAt, disk), bus);
		return new Loaded(treeAt, diskAt, diskAt + disk.length);
	}

	private static byte[] contents(GuestFile disk) {
		if (disk.bytes().length == 0) {
			throw new GuestException("the initial RAM disk %s is empty: name another, or leave it out".formatted(disk.name()));
		}
		return disk.bytes();
	}

	/** The highest place below {@code end} that the image leaves free. */
	private long place(String what, long size, long end) {
		for (long alignment : ALIGNMENTS) {
			long at = highest(size, end, alignment);
			if (at >= context.memoryBase()) {
				return at;
			}
		}
		throw new GuestException("%s of %d bytes has no room beside the guest in %d KiB of memory: use a larger --memory"
				.formatted(what, size, context.memorySize() / 1024));
	}

	private long highest(long size, long end, long alignment) {
		long at = end - size & -alignment;
		boolean moved = true;
		while (moved) {
			moved = false;
			for (Segment segment : guest.image().segments()) {
				if (segment.overlaps(at, at + size)) {
					at = segment.address() - size & -alignment;
					moved = true;
				}
			}
		}
		return at;
	}

	private void write(Segment segment, Bus bus) {
		try {
			long offset = bus.memoryOffset(segment.address(), segment.size());
			bus.memory().write(offset, segment.bytes());
			clear(bus.memory(), offset + segment.bytes().length, offset + segment.size());
		} catch (BusError e) {
			throw new GuestException("%s is outside of memory, which is at 0x%x to 0x%x: use a larger --memory or link it elsewhere"
					.formatted(segment, context.memoryBase(), context.memoryBase() + context.memorySize()), e);
		}
	}

	/** Zeros, without using frames that are zeros already. */
	private static void clear(Memory memory, long from, long to) {
		byte[] zeros = new byte[Memory.FRAME];
		for (long at = from; at < to;) {
			int length = (int) Math.min(Memory.FRAME - at % Memory.FRAME, to - at);
			if (memory.used((int) (at / Memory.FRAME))) {
				memory.write(at, Arrays.copyOf(zeros, length));
			}
			at += length;
		}
	}
}
