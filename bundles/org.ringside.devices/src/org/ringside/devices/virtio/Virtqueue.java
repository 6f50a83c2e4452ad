package org.ringside.devices.virtio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

import org.ringside.machine.DeviceContext;

/**
 * A split virtqueue (virtio 1.2, section 2.7) from the device's side. The rings are the driver's and may hold anything;
 * what makes no sense throws {@link RingFault}, an address that is not memory {@link org.ringside.machine.BusError}.
 */
public final class Virtqueue {

	/** Entries that a queue has at most. */
	static final int MOST_ENTRIES = 1 << 15;

	/** Descriptors of a chain at most, direct and indirect ones together; more than any driver builds. Also ends loops. */
	private static final int LONGEST = 1024;

	private static final int DESCRIPTOR = 16;
	private static final int NEXT = 1;
	private static final int WRITE = 2;
	private static final int INDIRECT = 4;

	/** Offsets in the available ring and in the used ring. */
	private static final int FLAGS = 0;
	private static final int INDEX = 2;
	private static final int RING = 4;
	private static final int USED_ENTRY = 8;
	private static final int NO_INTERRUPT = 1;

	private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private final VirtioDevice<?> owner;
	private final DeviceContext.DmaPort dma;
	private final int index;
	private final int most;
	private final byte[] scratch = new byte[DESCRIPTOR];
	private int size;
	private boolean ready;
	private long descriptors;
	private long driver;
	private long device;
	private int next;
	private int used;
	/** What {@link #used} was when the driver was last told; equal to it between two steps. */
	private int told;

	Virtqueue(VirtioDevice<?> owner, DeviceContext.DmaPort dma, int index, int most) {
		this.owner = owner;
		this.dma = dma;
		this.index = index;
		this.most = most;
		reset();
	}

	void reset() {
		size = most;
		ready = false;
		descriptors = 0;
		driver = 0;
		device = 0;
		next = 0;
		used = 0;
		told = 0;
	}

	static boolean legalSize(int size, int most) {
		return size > 0 && size <= most && Integer.bitCount(size) == 1;
	}

	/** Number of the queue in its device, from 0. */
	public int index() {
		return index;
	}

	// ---- registers

	int most() {
		return most;
	}

	boolean ready() {
		return ready;
	}

	void ready(boolean on) {
		ready = on;
	}

	/** What no queue can have, and what comes when the queue is in use, is ignored. */
	void size(long entries) {
		if (!ready && legalSize((int) Math.min(entries, MOST_ENTRIES + 1), most)) {
			size = (int) entries;
		}
	}

	void descriptors(int half, long value) {
		descriptors = ready ? descriptors : half(descriptors, half, value);
	}

	void driver(int half, long value) {
		driver = ready ? driver : half(driver, half, value);
	}

	void device(int half, long value) {
		device = ready ? device : half(device, half, value);
	}

	private static long half(long old, int half, long value) {
		return half == 0 ? old & 0xffff_ffff_0000_0000L | value : old & 0xffff_ffffL | value << 32;
	}

	// ---- requests

	/** True if the driver has made buffers available that were not taken. */
	public boolean waiting() {
		return ready && available() != 0;
	}

	/** The driver may be at most one round ahead. */
	private int available() {
		int count = read16(driver + INDEX) - next & 0xffff;
		if (count > size) {
			throw RingFault.RING_FAULT;
		}
		return count;
	}

	/**
	 * Takes the next request; empty if there is none, or if the device has done so much in this moment that the rest has to
	 * wait: its handler is called again for it.
	 */
	public Optional<Chain> take() {
		if (!waiting()) {
			return Optional.empty();
		}
		if (owner.exhausted()) {
			owner.schedule(index);
			return Optional.empty();
		}
		int head = read16(driver + RING + 2L * (next & size - 1));
		next = next + 1 & 0xffff;
		Chain chain = new Chain(this, dma, head);
		collect(chain, head);
		return Optional.of(chain);
	}

	private void collect(Chain chain, int head) {
		long table = descriptors;
		long entries = size;
		boolean indirect = false;
		long at = head;
		for (int count = 0; count < LONGEST; count++) {
			if (at >= entries) {
				throw RingFault.RING_FAULT;
			}
			dma.read(table + DESCRIPTOR * at, scratch, 0, DESCRIPTOR);
			owner.moved(DESCRIPTOR);
			long address = (long) LONG.get(scratch, 0);
			int length = (int) INT.get(scratch, 8);
			int flags = (short) SHORT.get(scratch, 12) & 0xffff;
			at = (short) SHORT.get(scratch, 14) & 0xffff;
			if ((flags & INDIRECT) != 0) {
				// a table of its own is the end of the chain, and holds no other table (2.7.5.3)
				if (indirect || (flags & NEXT) != 0 || length == 0 || length % DESCRIPTOR != 0
						|| !owner.negotiated(VirtioDevice.INDIRECT_DESC)) {
					throw RingFault.RING_FAULT;
				}
				indirect = true;
				table = address;
				entries = Integer.toUnsignedLong(length) / DESCRIPTOR;
				at = 0;
				continue;
			}
			chain.add(address, length, (flags & WRITE) != 0);
			if ((flags & NEXT) == 0) {
				return;
			}
		}
		throw RingFault.RING_FAULT;
	}

	void moved(int bytes) {
		owner.moved(bytes);
	}

	void completed(int head, int written) {
		owner.moved(USED_ENTRY);
		long entry = device + RING + (long) USED_ENTRY * (used & size - 1);
		INT.set(scratch, 0, head);
		INT.set(scratch, 4, written);
		dma.write(entry, scratch, 0, USED_ENTRY);
		used = used + 1 & 0xffff;
	}

	/** Shows the driver what was completed since the last time. True if it wants an interrupt. */
	boolean publish() {
		if (!ready) {
			return false;
		}
		int before = told;
		boolean completions = used != before;
		told = used;
		if (completions) {
			write16(device + INDEX, used);
		}
		if (owner.negotiated(VirtioDevice.EVENT_IDX)) {
			write16(device + RING + (long) USED_ENTRY * size, next);
			int event = completions ? read16(driver + RING + 2L * size) : 0;
			return completions && (used - event - 1 & 0xffff) < (used - before & 0xffff);
		}
		return completions && (read16(driver + FLAGS) & NO_INTERRUPT) == 0;
	}

	private int read16(long address) {
		dma.read(address, scratch, 0, 2);
		return (short) SHORT.get(scratch, 0) & 0xffff;
	}

	private void write16(long address, int value) {
		SHORT.set(scratch, 0, (short) value);
		dma.write(address, scratch, 0, 2);
	}

	// ---- state

	TransportState.QueueState state() {
		return new TransportState.QueueState(size, ready, descriptors, driver, device, next, used);
	}

	void restore(TransportState.QueueState state) {
		size = state.size();
		ready = state.ready();
		descriptors = state.descriptors();
		driver = state.driver();
		device = state.device();
		next = state.next() & 0xffff;
		used = state.used() & 0xffff;
		told = used;
	}
}
