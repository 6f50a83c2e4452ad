package org.ringside.devices.virtio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.Line;
import org.ringside.machine.Memory;
import org.ringside.machine.RemappingUnit;
import org.ringside.machine.catalog.Options;

/** A guest's driver in Java, with the device and the memory that both see: 8 MiB at 0x8000_0000. */
final class Driver implements DeviceContext {

	static final long RAM = 0x8000_0000L;
	static final int FRAMES = 2048;
	/** Where queue 0 has its rings; the next ones follow at this distance. */
	static final long RINGS = RAM + 0x10000;
	static final long RING_SPACE = 0x10000;
	static final long TABLES = RAM + 0x80000;
	static final long DATA = RAM + 0x100000;

	private static final int QUEUES = 4;

	static final int NEXT = 1;
	static final int WRITE = 2;
	static final int INDIRECT = 4;
	static final int RUNNING = 0xf;

	/** A buffer of a request. */
	record Buffer(long address, int length, boolean written) {
	}

	/** The far end of a serial line. */
	static final class Line232 implements Serial {
		final StringBuilder printed = new StringBuilder();
		private final Queue<Integer> typed = new ArrayDeque<>();
		private Runnable ready;
		boolean listening;

		@Override
		public void listening(boolean now) {
			listening = now;
		}

		void type(String text) {
			text.chars().forEach(typed::add);
			ready.run();
		}

		@Override
		public void sent(int value) {
			printed.append((char) value);
		}

		@Override
		public int receive() {
			return typed.isEmpty() ? -1 : typed.remove();
		}

		@Override
		public boolean ready() {
			return !typed.isEmpty();
		}

		@Override
		public void onReady(Runnable handler) {
			ready = handler;
		}
	}

	/** An entry of the used ring. */
	record Used(int head, int length) {
	}

	final Clock clock = new Clock(10);
	final Memory memory = new Memory((long) FRAMES * Memory.FRAME);
	final Bus bus = new Bus("memory", memory);
	final RemappingUnit unit = new RemappingUnit(bus, List.of());
	final Storage medium;
	/** The other end of the device's serial line. */
	final Line232 line = new Line232();
	final VirtioDevice<?> device;
	boolean irq;
	int size = 8;
	/** Queue that requests go to. */
	private int at;
	private final int[] descriptor = new int[QUEUES];
	private final int[] available = new int[QUEUES];
	private final int[] seen = new int[QUEUES];

	<O extends Record> Driver(DeviceMaker<O> maker, Storage medium, String... options) {
		this.medium = medium;
		bus.mapMemory(RAM, 0, FRAMES);
		device = (VirtioDevice<?>) maker.create(Options.parse(maker.options(), List.of(options)), this);
	}

	// ---- registers

	long get(int register) {
		return device.read(register, 4);
	}

	void set(int register, long value) {
		device.write(register, 4, value);
	}

	/** Brings the device up as section 3.1.1 says, with queue 0 ready. */
	Driver up(long features) {
		set(0x70, 0);
		set(0x70, 1);
		set(0x70, 3);
		for (int word = 0; word < 2; word++) {
			set(0x24, word);
			set(0x20, features >>> 32 * word & 0xffff_ffffL);
		}
		set(0x70, 0xb);
		queue(0);
		set(0x70, RUNNING);
		return this;
	}

	Driver up() {
		return up(1L << VirtioDevice.VERSION_1 | 1L << VirtioDevice.INDIRECT_DESC);
	}

	void queue(int index) {
		long rings = RINGS + index * RING_SPACE;
		set(0x30, index);
		set(0x38, size);
		set(0x80, rings & 0xffff_ffffL);
		set(0x84, rings >>> 32);
		set(0x90, driver(index) & 0xffff_ffffL);
		set(0x94, driver(index) >>> 32);
		set(0xa0, used(index) & 0xffff_ffffL);
		set(0xa4, used(index) >>> 32);
		set(0x44, 1);
		at = index;
		descriptor[at] = 0;
		available[at] = 0;
		seen[at] = 0;
	}

	/** Requests go to that queue from now on. */
	Driver at(int index) {
		at = index;
		return this;
	}

	static long driver(int index) {
		return RINGS + index * RING_SPACE + 0x4000;
	}

	static long used(int index) {
		return RINGS + index * RING_SPACE + 0x8000;
	}

	// ---- rings

	void descriptor(long table, int index, long address, int length, int flags, int next) {
		long at = table + 16L * index;
		bus.write(at, 8, address, 0);
		bus.write(at + 8, 4, length, 0);
		bus.write(at + 12, 2, flags, 0);
		bus.write(at + 14, 2, next, 0);
	}

	/** Writes a chain to a table; answers its head. */
	int chain(long table, int first, Buffer... buffers) {
		for (int i = 0; i < buffers.length; i++) {
			boolean last = i == buffers.length - 1;
			descriptor(table, first + i, buffers[i].address, buffers[i].length, (buffers[i].written ? WRITE : 0) | (last ? 0 : NEXT),
					last ? 0 : first + i + 1);
		}
		return first;
	}

	/** Makes a chain available in the queue, without a notification. */
	int offer(Buffer... buffers) {
		if (descriptor[at] + buffers.length > size) {
			descriptor[at] = 0;
		}
		int head = chain(RINGS + at * RING_SPACE, descriptor[at], buffers);
		descriptor[at] += buffers.length;
		offer(head);
		return head;
	}

	void offer(int head) {
		bus.write(driver(at) + 4 + 2L * (available[at] % size), 2, head, 0);
		bus.write(driver(at) + 2, 2, ++available[at], 0);
	}

	void notified() {
		set(0x50, at);
	}

	/** Offers, notifies, waits. */
	List<Used> request(Buffer... buffers) {
		offer(buffers);
		notified();
		pass(VirtioDevice.LATENCY * 10);
		return completions();
	}

	/** What was completed since the last call. */
	List<Used> completions() {
		List<Used> found = new ArrayList<>();
		while (seen[at] != (int) bus.read(used(at) + 2, 2, 0)) {
			long entry = used(at) + 4 + 8L * (seen[at] % size);
			found.add(new Used((int) bus.read(entry, 4, 0), (int) bus.read(entry + 4, 4, 0)));
			seen[at] = seen[at] + 1 & 0xffff;
		}
		return found;
	}

	/** Lets nanoseconds pass, timers firing as they do between steps. */
	void pass(long nanoseconds) {
		for (long left = nanoseconds / clock.rate(); left > 0;) {
			long now = Math.min(left, Math.max(1, clock.stepsToNext()));
			clock.advance(now);
			clock.runDue();
			left -= now;
		}
	}

	void put(long address, byte... bytes) {
		memory.write(address - RAM, bytes);
	}

	byte[] bytes(long address, int length) {
		return memory.read(address - RAM, length);
	}

	// ---- what the device is handed

	@Override
	public Clock clock() {
		return clock;
	}

	@Override
	public Line line(String name) {
		return new Line(high -> irq = high);
	}

	@Override
	public int harts() {
		return 1;
	}

	@Override
	public Line pin(int hart, String name) {
		throw new AssertionError("virtio drives no pin");
	}

	@Override
	public Serial serial() {
		return line;
	}

	@Override
	public Power power() {
		throw new AssertionError("virtio has no switch");
	}

	@Override
	public DmaPort dma() {
		return unit.port(RemappingUnit.FIRST_DEVICE);
	}

	@Override
	public Storage storage() {
		return medium;
	}

	@Override
	public long seed() {
		return 42;
	}
}
