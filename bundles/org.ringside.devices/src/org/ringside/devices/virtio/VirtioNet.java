package org.ringside.devices.virtio;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

import org.osgi.service.component.annotations.Component;
import org.ringside.devices.internal.Gateway;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

/**
 * The virtio network device (virtio 1.2, section 5.1) with one pair of queues. At the other end of its wire there is one
 * station, a {@link Gateway}; nothing goes to the host's network, so that a run depends on nothing outside.
 *
 * <p>A frame that no buffer was given for waits, up to {@link #MOST_WAITING} of them; further ones are lost, as is one
 * that is too long for the buffer that it gets.
 */
public final class VirtioNet extends VirtioDevice<VirtioNet.State> {

	private static final int TYPE = 1;
	private static final int RECEIVE = 0;
	private static final int TRANSMIT = 1;
	private static final int ENTRIES = 256;

	/** Feature bits (5.1.3). */
	private static final int MAC = 5;
	private static final int STATUS = 16;
	private static final int LINK_UP = 1;

	/** Bytes before each frame (5.1.6); all 0 but the number of buffers, which is its last field. */
	private static final int HEADER = 12;
	private static final int NUM_BUFFERS = 10;
	/** The longest frame that is looked at. */
	private static final int LONGEST = 1 << 16;
	private static final int MOST_WAITING = 256;

	/** @param mac six bytes, as pairs of hexadecimal digits between colons */
	public record Options(@Option(help = "Address of the card.", value = "52:54:00:12:34:56") String mac) {

		public Options {
			if (!mac.matches("\\p{XDigit}{2}(:\\p{XDigit}{2}){5}") || (bytes(mac)[0] & 1) != 0) {
				throw new IllegalArgumentException("mac=" + mac
						+ ": write six pairs of hexadecimal digits with colons between, the first one even, such as 52:54:00:12:34:56");
			}
		}

		private static byte[] bytes(String mac) {
			return HexFormat.ofDelimiter(":").parseHex(mac);
		}
	}

	/** A frame on its way to the driver. */
	public record Frame(byte[] bytes) {
	}

	/** @param waiting for buffers, oldest first */
	public record State(TransportState transport, List<Frame> waiting) {

		public State {
			waiting = List.copyOf(waiting);
		}
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "virtio-net", label = "Virtio network card, on a wire with 10.0.2.2, which answers ARP, ping and DHCP")
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
		public VirtioNet create(Options options, DeviceContext context) {
			return new VirtioNet(options, context);
		}
	}

	private final byte[] config;
	private final Queue<Frame> waiting = new ArrayDeque<>();

	private VirtioNet(Options options, DeviceContext context) {
		super(context, TYPE, 1L << MAC | 1L << STATUS, ENTRIES, ENTRIES);
		byte[] mac = Options.bytes(options.mac());
		config = Arrays.copyOf(mac, mac.length + 2);
		config[mac.length] = LINK_UP;
	}

	@Override
	protected byte[] config() {
		return config;
	}

	@Override
	protected void resetType() {
		waiting.clear();
	}

	@Override
	protected void serve(Virtqueue queue) {
		if (queue.index() == TRANSMIT) {
			transmit(queue);
		} else {
			receive(queue);
		}
	}

	private void transmit(Virtqueue queue) {
		for (Optional<Chain> taken = queue.take(); taken.isPresent(); taken = queue.take()) {
			Chain chain = taken.get();
			long length = chain.readable() - HEADER;
			if (length > 0 && length <= LONGEST) {
				byte[] frame = new byte[(int) length];
				chain.read(HEADER, frame, 0, frame.length);
				Gateway.answer(frame).ifPresent(this::arrived);
			}
			chain.complete(0);
		}
	}

	private void arrived(byte[] frame) {
		if (waiting.size() < MOST_WAITING) {
			waiting.add(new Frame(frame));
			schedule(RECEIVE);
		}
	}

	private void receive(Virtqueue queue) {
		while (!waiting.isEmpty()) {
			Optional<Chain> taken = queue.take();
			if (taken.isEmpty()) {
				return;
			}
			Chain chain = taken.get();
			byte[] frame = waiting.remove().bytes();
			int length = HEADER + frame.length;
			if (chain.writable() < length) {
				chain.complete(0);
			} else {
				byte[] header = new byte[HEADER];
				header[NUM_BUFFERS] = 1;
				chain.write(0, header, 0, HEADER);
				chain.write(HEADER, frame, 0, frame.length);
				chain.complete(length);
			}
		}
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(transport(), List.copyOf(waiting));
	}

	@Override
	public void restore(State state) {
		waiting.clear();
		waiting.addAll(state.waiting());
		restoreTransport(state.transport());
	}
}
