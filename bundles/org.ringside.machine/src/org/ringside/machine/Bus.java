package org.ringside.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One address space of a machine: memory, or I/O ports, or channels. It says what answers at an address: frames of
 * {@link Memory} or a {@link Device}. Nothing answers elsewhere, nor across the border of two.
 */
public final class Bus {

	public static final int OUTSIDE = -1;

	/** What answers in a range of addresses. */
	public record Range(long base, long size, String name, Device<?> device, int firstFrame) {

		boolean holds(long address) {
			return Long.compareUnsigned(address - base, size) < 0;
		}

		boolean memory() {
			return device == null;
		}
	}

	private static final Range NOTHING = new Range(0, 0, "nothing", null, 0);

	private final String name;
	private final Memory memory;
	private final List<Range> ranges = new ArrayList<>();
	private Range ram = NOTHING;
	private boolean onlyRam;
	private Range last = NOTHING;

	/** @param name of the space, for messages; @param memory whose frames can be mapped */
	public Bus(String name, Memory memory) {
		this.name = name;
		this.memory = memory;
	}

	public String name() {
		return name;
	}

	public Memory memory() {
		return memory;
	}

	/** Maps frames at {@code base}, a multiple of {@link Memory#FRAME}. */
	public void mapMemory(long base, int firstFrame, int count) {
		Range range = new Range(base, (long) count * Memory.FRAME, "memory", null, firstFrame);
		add(range);
		onlyRam = ram == NOTHING;
		if (ram == NOTHING) {
			ram = range;
		}
	}

	/** Maps a device's registers at {@code base}. */
	public void map(long base, long size, String name, Device<?> device) {
		add(new Range(base, size, name, device, 0));
	}

	private void add(Range range) {
		for (Range other : ranges) {
			if (other.holds(range.base()) || range.holds(other.base())) {
				throw new IllegalArgumentException("%s at 0x%x overlaps %s at 0x%x: move one of them".formatted(range.name(),
						range.base(), other.name(), other.base()));
			}
		}
		ranges.add(range);
		ranges.sort(Comparator.comparing(Range::base, Long::compareUnsigned));
	}

	/** All ranges, by address. */
	public List<Range> ranges() {
		return List.copyOf(ranges);
	}

	/** The frame that answers at an address, or -1. */
	public int frameAt(long address) {
		long in = address - ram.base();
		if (Long.compareUnsigned(in, ram.size()) < 0) {
			return ram.firstFrame() + (int) (in >>> 12);
		}
		Range range = find(address);
		return range != NOTHING && range.memory() ? range.firstFrame() + (int) (address - range.base() >>> 12) : -1;
	}

	/** The one address at which a frame answers, or -1 if that takes a search. */
	public long addressOf(int frame) {
		long in = (long) (frame - ram.firstFrame()) << 12;
		return onlyRam && in >= 0 && in < ram.size() ? ram.base() + in : -1;
	}

	/** Name of what answers at an address, for people. */
	public String nameAt(long address) {
		return find(address).name();
	}

	/** True if memory or a device is at an address; a device may still refuse the access. */
	public boolean answers(long address) {
		return find(address) != NOTHING;
	}

	/**
	 * Reads {@code width} bytes (1, 2, 4 or 8), zero-extended, least significant at the lowest address. The access must
	 * not cross a frame.
	 *
	 * @throws BusError if nothing answers
	 */
	public long read(long address, int width, int requester) {
		int frame = frameAt(address);
		if (frame >= 0) {
			int offset = (int) address & Memory.FRAME - 1;
			if (offset + width > Memory.FRAME) {
				throw BusError.BUS_ERROR;
			}
			return memory.read(frame, offset, width);
		}
		Range range = device(address, width);
		return range.device().read(address - range.base(), width);
	}

	/** Writes the low {@code width} bytes of a value; as {@link #read}. */
	public void write(long address, int width, long value, int requester) {
		int frame = frameAt(address);
		if (frame >= 0) {
			int offset = (int) address & Memory.FRAME - 1;
			if (offset + width > Memory.FRAME) {
				throw BusError.BUS_ERROR;
			}
			memory.write(frame, offset, width, value);
			return;
		}
		Range range = device(address, width);
		range.device().write(address - range.base(), width, value);
	}

	/** Offset in {@link Memory} of a range of bytes of memory; throws {@link BusError} if any of it is not memory. */
	public long memoryOffset(long address, long length) {
		Range range = find(address);
		long in = address - range.base();
		if (range == NOTHING || !range.memory() || length < 0 || range.size() - in < length) {
			throw BusError.BUS_ERROR;
		}
		return (long) range.firstFrame() * Memory.FRAME + in;
	}

	private Range device(long address, int width) {
		Range range = find(address);
		if (range == NOTHING || range.memory() || range.size() - (address - range.base()) < width) {
			throw BusError.BUS_ERROR;
		}
		return range;
	}

	private Range find(long address) {
		if (last.holds(address)) {
			return last;
		}
		for (Range range : ranges) {
			if (range.holds(address)) {
				last = range;
				return range;
			}
		}
		return NOTHING;
	}
}
