package org.ringside.devices.virtio;

import java.util.ArrayList;
import java.util.List;

import org.ringside.devices.fdt.FdtContext;
import org.ringside.devices.fdt.FdtDescribed;
import org.ringside.devices.fdt.FdtNode;
import org.ringside.machine.BusError;
import org.ringside.machine.Clock;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Line;

/**
 * What all virtio devices have in common: the registers of the MMIO transport, version 2 (virtio 1.2, section 4.2.2), the
 * negotiation of features, and the queues. A device of one type extends it, names its features, queues and
 * configuration, and {@linkplain #serve serves} the requests; its state record has a {@link TransportState} among its
 * components.
 *
 * <p>Time is the machine's: a notification is answered after {@link #LATENCY}, and a device moves a byte in a
 * nanosecond, so that the next requests wait until the last ones have moved all of theirs. Nothing is taken from a ring
 * before its time has come, and every request that is taken is completed in the same moment; what waits is in the
 * driver's rings.
 *
 * <p>A driver may do anything. What its rings must not hold makes the device {@linkplain #fail need a reset}, which it
 * tells as section 2.1 says; in one moment at most {@link #MOST_MOVED} bytes are moved and {@link #MOST_REQUESTS}
 * requests served, and one more of the device's own limit.
 *
 * @param <S> the record that holds all of the device's state
 */
public abstract class VirtioDevice<S extends Record> implements Device<S>, FdtDescribed {

	/** Bytes of the register block, as boards place it. */
	public static final long SIZE = 0x1000;
	/** Nanoseconds from a notification to its answer. */
	public static final long LATENCY = 20_000;
	/** Bytes after which the requests that are left wait for another moment. */
	public static final int MOST_MOVED = 1 << 20;
	/** Requests after which the others wait. */
	public static final int MOST_REQUESTS = 256;

	/** Feature bits that every device has (section 6). */
	static final int INDIRECT_DESC = 28;
	static final int EVENT_IDX = 29;
	static final int VERSION_1 = 32;
	private static final long COMMON = 1L << INDIRECT_DESC | 1L << EVENT_IDX | 1L << VERSION_1;

	/** Bits of the status register (section 2.1). */
	private static final int DRIVER_OK = 4;
	private static final int FEATURES_OK = 8;
	private static final int NEEDS_RESET = 64;
	private static final int WRITABLE = 0x8f;

	/** Bits of the interrupt status. */
	private static final int USED_BUFFER = 1;
	private static final int CONFIG_CHANGE = 2;

	private final int type;
	private final long offered;
	private final Clock clock;
	private final Clock.Timer timer;
	private final Line irq;
	private final List<Virtqueue> queues = new ArrayList<>();
	private int status;
	private int featuresSel;
	private int driverFeaturesSel;
	private long features;
	private int queueSel;
	private int interrupts;
	private int generation;
	private int pending;
	private long free;
	/** Of the present moment only. */
	private boolean serving;
	private long moved;
	private int requests;

	/**
	 * @param type the device id of section 5
	 * @param features of the type; those of the transport are added
	 * @param queueSizes how many entries each queue has at most, a power of two each
	 */
	protected VirtioDevice(DeviceContext context, int type, long features, int... queueSizes) {
		this.type = type;
		this.offered = features | COMMON;
		clock = context.clock();
		timer = clock.timer(this::due);
		irq = context.line("irq");
		DeviceContext.DmaPort dma = context.dma();
		for (int size : queueSizes) {
			if (!Virtqueue.legalSize(size, Virtqueue.MOST_ENTRIES)) {
				throw new IllegalArgumentException("a queue of " + size + " entries: choose a power of two up to " + Virtqueue.MOST_ENTRIES);
			}
			queues.add(new Virtqueue(this, dma, queues.size(), size));
		}
	}

	// ---- what a type of device says

	/** The configuration as it is now, little-endian, as the type's section lays it out. */
	protected abstract byte[] config();

	/** The driver wrote to the configuration; nothing happens if the type has nothing to write. */
	protected void configWritten(int offset, int width, long value) {
		// read-only
	}

	/**
	 * Serves a queue that was notified, or that {@link #schedule} named: takes requests as long as there are any that it can
	 * serve, and completes each. {@link RingFault} and {@link BusError} may pass through.
	 */
	protected abstract void serve(Virtqueue queue);

	/** The driver, or power, reset the device: forgets what the driver did. */
	protected abstract void resetType();

	// ---- what a type of device can ask

	/** True if the driver accepted a feature. */
	protected final boolean negotiated(int feature) {
		return (features >>> feature & 1) != 0;
	}

	/** True while the driver runs the device: only then are queues served. */
	protected final boolean running() {
		return (status & (DRIVER_OK | NEEDS_RESET)) == DRIVER_OK;
	}

	/** The queue of that number. */
	protected final Virtqueue queue(int index) {
		return queues.get(index);
	}

	/** Has a queue served after the usual latency, as if it were notified: something came in for it. */
	protected final void schedule(int queue) {
		if (running()) {
			pending |= 1 << queue;
			arm();
		}
	}

	/** The device works on so many bytes of its own, besides those that it moves: for as many nanoseconds. */
	protected final void busy(long bytes) {
		moved(bytes);
	}

	/** Tells the driver that the configuration is another one. */
	protected final void configChanged() {
		generation++;
		if ((status & DRIVER_OK) != 0) {
			interrupt(CONFIG_CHANGE);
		}
	}

	// ---- serving

	private void arm() {
		if (!serving && timer.deadline() == Clock.NEVER) {
			timer.set(Math.max(clock.now() + LATENCY, free));
		}
	}

	private void due() {
		int wanted = pending;
		pending = 0;
		moved = 0;
		requests = 0;
		serving = true;
		for (Virtqueue queue : queues) {
			if ((wanted >> queue.index() & 1) != 0 && running() && queue.ready()) {
				served(queue);
			}
		}
		serving = false;
		free = clock.now() + moved;
		if (pending != 0) {
			arm();
		}
	}

	private void served(Virtqueue queue) {
		try {
			try {
				serve(queue);
			} finally {
				if (queue.publish()) {
					interrupt(USED_BUFFER);
				}
			}
		} catch (RingFault | BusError e) {
			fail();
		}
	}

	void moved(long bytes) {
		moved += bytes;
	}

	/** Asked before each request. */
	boolean exhausted() {
		return moved >= MOST_MOVED || requests++ >= MOST_REQUESTS;
	}

	/** The device cannot go on until the driver resets it. */
	private void fail() {
		status |= NEEDS_RESET;
		pending = 0;
		timer.set(Clock.NEVER);
		interrupt(CONFIG_CHANGE);
	}

	private void interrupt(int why) {
		interrupts |= why;
		irq.set(true);
		irq.signal();
	}

	// ---- registers

	/** Registers are words: other widths read as 0, but for a doubleword, which is two of them. */
	@Override
	public final long read(long offset, int width) {
		Mmio.checkAligned(offset, width);
		if (offset >= Mmio.CONFIG) {
			return configValue((int) offset - Mmio.CONFIG, width);
		}
		return width == 4 ? register((int) offset) : width == 8 ? register((int) offset) | register((int) offset + 4) << 32 : 0;
	}

	/** Beyond its end the configuration reads as ones. */
	private long configValue(int at, int width) {
		byte[] config = config();
		long value = 0;
		for (int i = 0; i < width; i++) {
			value |= (at + i < config.length ? config[at + i] & 0xffL : 0xffL) << 8 * i;
		}
		return value;
	}

	private long register(int offset) {
		return switch (offset) {
		case Mmio.DEVICE_ID -> type;
		case Mmio.DEVICE_FEATURES -> featuresSel == 0 ? offered & 0xffff_ffffL : featuresSel == 1 ? offered >>> 32 : 0;
		case Mmio.QUEUE_NUM_MAX -> selected() ? queues.get(queueSel).most() : 0;
		case Mmio.QUEUE_READY -> selected() && queues.get(queueSel).ready() ? 1 : 0;
		case Mmio.INTERRUPT_STATUS -> interrupts;
		case Mmio.STATUS -> status;
		// there is no shared memory region, which a length of -1 says (4.2.2)
		case Mmio.SHM_LEN_LOW, Mmio.SHM_LEN_LOW + 4, Mmio.SHM_LEN_LOW + 8, Mmio.SHM_BASE_HIGH -> 0xffff_ffffL;
		case Mmio.CONFIG_GENERATION -> generation & 0xffff_ffffL;
		default -> Mmio.identity(offset);
		};
	}

	@Override
	public final void write(long offset, int width, long value) {
		Mmio.checkAligned(offset, width);
		if (offset >= Mmio.CONFIG) {
			configWritten((int) offset - Mmio.CONFIG, width, value);
		} else if (width >= 4) {
			register((int) offset, value & 0xffff_ffffL);
			if (width == 8) {
				register((int) offset + 4, value >>> 32);
			}
		}
	}

	private void register(int offset, long value) {
		switch (offset) {
		case Mmio.DEVICE_FEATURES_SEL -> featuresSel = (int) value;
		case Mmio.DRIVER_FEATURES_SEL -> driverFeaturesSel = (int) value;
		case Mmio.DRIVER_FEATURES -> accept(value);
		case Mmio.QUEUE_SEL -> queueSel = (int) value;
		case Mmio.QUEUE_NOTIFY -> {
			if (value < queues.size()) {
				schedule((int) value);
			}
		}
		case Mmio.INTERRUPT_ACK -> {
			interrupts &= (int) ~value;
			irq.set(interrupts != 0);
			irq.signal();
		}
		case Mmio.STATUS -> status((int) value);
		default -> {
			if (selected()) {
				queueRegister(queues.get(queueSel), offset, value);
			}
		}
		}
	}

	private void queueRegister(Virtqueue queue, int offset, long value) {
		switch (offset) {
		case Mmio.QUEUE_NUM -> queue.size(value);
		case Mmio.QUEUE_READY -> queue.ready((value & 1) != 0);
		case Mmio.QUEUE_DESC, Mmio.QUEUE_DESC + 4 -> queue.descriptors(offset - Mmio.QUEUE_DESC, value);
		case Mmio.QUEUE_DRIVER, Mmio.QUEUE_DRIVER + 4 -> queue.driver(offset - Mmio.QUEUE_DRIVER, value);
		case Mmio.QUEUE_DEVICE, Mmio.QUEUE_DEVICE + 4 -> queue.device(offset - Mmio.QUEUE_DEVICE, value);
		default -> {
			// nothing to write there
		}
		}
	}

	private boolean selected() {
		return queueSel >= 0 && queueSel < queues.size();
	}

	/** Features are settled with the bit FEATURES_OK. */
	private void accept(long word) {
		if ((status & FEATURES_OK) != 0 || driverFeaturesSel < 0 || driverFeaturesSel > 1) {
			return;
		}
		features = driverFeaturesSel == 0 ? features & 0xffff_ffff_0000_0000L | word : features & 0xffff_ffffL | word << 32;
	}

	/**
	 * Writing 0 resets the device (2.1.1). FEATURES_OK stays clear if the driver wants what was not offered (3.1.1). A driver
	 * that does not accept VERSION_1 is served all the same, as section 6.1 leaves open: xv6 is one.
	 */
	private void status(int value) {
		if ((value & 0xff) == 0) {
			restart();
			return;
		}
		int before = status;
		int wanted = value & WRITABLE | before & NEEDS_RESET;
		status = (features & ~offered) != 0 && (before & FEATURES_OK) == 0 ? wanted & ~FEATURES_OK : wanted;
		if ((status & ~before & DRIVER_OK) != 0) {
			// what the driver made available before counts now
			queues.stream().filter(Virtqueue::ready).forEach(queue -> schedule(queue.index()));
		}
	}

	private void restart() {
		status = 0;
		featuresSel = 0;
		driverFeaturesSel = 0;
		features = 0;
		queueSel = 0;
		interrupts = 0;
		pending = 0;
		timer.set(Clock.NEVER);
		queues.forEach(Virtqueue::reset);
		resetType();
		irq.set(false);
	}

	@Override
	public final void reset() {
		generation = 0;
		free = 0;
		restart();
	}

	@Override
	public final String fdtName() {
		return Mmio.NODE;
	}

	@Override
	public final void describe(FdtNode node, FdtContext context) {
		node.text("compatible", Mmio.COMPATIBLE);
	}

	// ---- state

	/** The transport's part of the state. */
	protected final TransportState transport() {
		return new TransportState(status, featuresSel, driverFeaturesSel, features, queueSel, interrupts, generation, pending,
				timer.deadline(), free, queues.stream().map(Virtqueue::state).toList());
	}

	/** Becomes what the transport's part of a state says; to be called last, when the rest is restored. */
	protected final void restoreTransport(TransportState state) {
		if (state.queues().size() != queues.size()) {
			throw new IllegalArgumentException("a virtio device has " + state.queues().size() + " queues in the snapshot, in the machine "
					+ queues.size() + ": use the same device");
		}
		status = state.status();
		featuresSel = state.featuresSel();
		driverFeaturesSel = state.driverFeaturesSel();
		features = state.features();
		queueSel = state.queueSel();
		interrupts = state.interrupts();
		generation = state.generation();
		pending = state.pending();
		free = state.free();
		for (int i = 0; i < queues.size(); i++) {
			queues.get(i).restore(state.queues().get(i));
		}
		timer.set(state.deadline());
		irq.restore(interrupts != 0);
	}
}
