package org.ringside.devices.virtio;

import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Contribution;

/**
 * The virtio console (virtio 1.2, section 5.3) with one port, a serial line. What is received waits on the line until the
 * driver has given buffers for it.
 */
public final class VirtioConsole extends VirtioDevice<VirtioConsole.State> {

	private static final int TYPE = 3;
	private static final int RECEIVE = 0;
	private static final int ENTRIES = 64;

	/** The driver may print through the configuration, before it has queues (5.3.3). */
	private static final int EMERG_WRITE = 2;
	/** Columns, rows and number of ports, none of which means anything without its feature, then the byte to print. */
	private static final int CONFIG_SIZE = 12;
	private static final int EMERG_WR = 8;

	/** Bytes of a request that are printed at most; no driver sends half as many at once. */
	private static final int MOST = 1 << 16;

	/** Nothing can be set. */
	public record Options() {
	}

	/** All of it is the transport's. */
	public record State(TransportState transport) {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "virtio-console", label = "Virtio console: the machine's console is there, in place of the board's")
	public static final class Maker implements DeviceMaker<Options> {

		@Override
		public Class<Options> options() {
			return Options.class;
		}

		@Override
		public long size() {
			return SIZE;
		}

		@Override
		public boolean console() {
			return true;
		}

		@Override
		public VirtioConsole create(Options options, DeviceContext context) {
			return new VirtioConsole(context);
		}
	}

	private final DeviceContext.Serial serial;

	private VirtioConsole(DeviceContext context) {
		super(context, TYPE, 1L << EMERG_WRITE, ENTRIES, ENTRIES);
		serial = context.serial();
		serial.onReady(() -> schedule(RECEIVE));
	}

	@Override
	protected byte[] config() {
		return new byte[CONFIG_SIZE];
	}

	@Override
	protected void configWritten(int offset, int width, long value) {
		if (offset == EMERG_WR) {
			serial.sent((int) value & 0xff);
		}
	}

	@Override
	protected void resetType() {
		// what is not received yet is the line's
		serial.listening(false);
	}

	@Override
	protected void serve(Virtqueue queue) {
		serial.listening(true);
		if (queue.index() == RECEIVE) {
			receive(queue);
		} else {
			transmit(queue);
		}
	}

	private void transmit(Virtqueue queue) {
		for (Optional<Chain> taken = queue.take(); taken.isPresent(); taken = queue.take()) {
			Chain chain = taken.get();
			for (byte value : chain.read(0, (int) Math.min(MOST, chain.readable()))) {
				serial.sent(value & 0xff);
			}
			chain.complete(0);
		}
	}

	private void receive(Virtqueue queue) {
		while (queue.waiting() && serial.ready()) {
			Optional<Chain> taken = queue.take();
			if (taken.isEmpty()) {
				return;
			}
			Chain chain = taken.get();
			byte[] bytes = new byte[(int) Math.min(MOST, chain.writable())];
			int count = 0;
			while (count < bytes.length && serial.ready()) {
				bytes[count++] = (byte) serial.receive();
			}
			chain.write(0, bytes, 0, count);
			chain.complete(count);
		}
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(transport());
	}

	@Override
	public void restore(State state) {
		restoreTransport(state.transport());
		serial.listening(running());
	}
}
