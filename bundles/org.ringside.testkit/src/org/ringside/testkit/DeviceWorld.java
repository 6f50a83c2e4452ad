package org.ringside.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Line;
import org.ringside.machine.Memory;

/** What a single device is handed in a test, and what it did with it. Two harts, 64 KiB of memory at 0, a disk of 64 KiB. */
final class DeviceWorld implements DeviceContext, DeviceContext.Serial, DeviceContext.Power, DeviceContext.DmaPort {

	private static final int HARTS = 2;
	private static final int FRAMES = 16;
	/** What is remembered of the past, so that long tests stay small. */
	private static final int LAST = 64;

	private final Clock clock = new Clock(10);
	private final Bus bus = new Bus("memory", new Memory((long) FRAMES * Memory.FRAME));
	private final Map<String, Boolean> levels = new TreeMap<>();
	private final Deque<Integer> toReceive = new ArrayDeque<>();
	private final Deque<String> events = new ArrayDeque<>();
	private final List<Runnable> handlers = new ArrayList<>();

	DeviceWorld() {
		bus.mapMemory(0, 0, FRAMES);
	}

	/** Lets steps pass, timers firing as they do between steps. */
	void pass(long steps) {
		for (long left = steps; left > 0;) {
			long now = Math.min(left, Math.max(1, clock.stepsToNext()));
			clock.advance(now);
			clock.runDue();
			left -= now;
		}
	}

	/** The other end of the serial line sends a byte. */
	void type(int value) {
		toReceive.add(value);
		handlers.forEach(Runnable::run);
	}

	/** Levels of all lines, when time goes on, and what else the world saw lately. */
	List<Object> seen() {
		return List.of(Map.copyOf(levels), clock.stepsToNext(), List.copyOf(toReceive), List.copyOf(events));
	}

	/** Becomes as the other world, but for what the device itself has to restore. */
	void restore(DeviceWorld other) {
		clock.restore(other.clock.state());
		bus.memory().restore(other.bus.memory().snapshot());
		levels.putAll(other.levels);
		toReceive.addAll(other.toReceive);
		events.addAll(other.events);
	}

	private void happened(String event) {
		events.add(event);
		if (events.size() > LAST) {
			events.remove();
		}
	}

	private Line watched(String name) {
		levels.put(name, false);
		return new Line(high -> levels.put(name, high));
	}

	@Override
	public Clock clock() {
		return clock;
	}

	@Override
	public Line line(String name) {
		return watched(name);
	}

	@Override
	public int harts() {
		return HARTS;
	}

	@Override
	public Line pin(int hart, String name) {
		return watched(hart + "." + name);
	}

	@Override
	public Serial serial() {
		return this;
	}

	@Override
	public Power power() {
		return this;
	}

	@Override
	public DmaPort dma() {
		return this;
	}

	@Override
	public long seed() {
		return 42;
	}

	@Override
	public void sent(int value) {
		happened("sent " + value);
	}

	@Override
	public int receive() {
		return toReceive.isEmpty() ? -1 : toReceive.remove();
	}

	@Override
	public boolean ready() {
		return !toReceive.isEmpty();
	}

	@Override
	public void onReady(Runnable handler) {
		handlers.add(handler);
	}

	@Override
	public void off(int status) {
		happened("off " + status);
	}

	@Override
	public void reset() {
		happened("reset");
	}

	@Override
	public Storage storage() {
		return new Medium();
	}

	@Override
	public void check(long address, long length, boolean write) {
		if (length != 0) {
			bus.memoryOffset(address, length);
		}
	}

	@Override
	public void read(long address, byte[] to, int at, int length) {
		bus.memory().read(bus.memoryOffset(address, length), to, at, length);
	}

	@Override
	public void write(long address, byte[] from, int at, int length) {
		bus.memory().write(bus.memoryOffset(address, length), from, at, length);
		happened("wrote %d bytes at 0x%x".formatted(length, address));
	}

	/** A disk that tells its offset in each byte, and that the drive does not write to. */
	private static final class Medium implements Storage {

		@Override
		public long size() {
			return 1 << 16;
		}

		@Override
		public Use use() {
			return Use.KEPT;
		}

		@Override
		public void read(long at, byte[] to, int offset, int length) {
			for (int i = 0; i < length; i++) {
				to[offset + i] = (byte) (at + i);
			}
		}

		@Override
		public void write(long at, byte[] from, int offset, int length) {
			throw new AssertionError("the drive must keep what is written");
		}

		@Override
		public void flush() {
			throw new AssertionError("the drive must keep what is written");
		}
	}
}
