package org.ringside.devices.virtio;

import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Contribution;

/**
 * The virtio entropy device (virtio 1.2, section 5.4). Its bytes are those of a generator that begins with the machine's
 * seed, so that equal runs get equal bytes: good for experiments, worthless for secrets.
 */
public final class VirtioRng extends VirtioDevice<VirtioRng.State> {

	private static final int TYPE = 4;
	private static final int ENTRIES = 8;
	/** Bytes that one request gets at most; it is told how many. */
	private static final int MOST = 1 << 16;

	/** Nothing can be set. */
	public record Options() {
	}

	/** @param random where the generator is */
	public record State(TransportState transport, long random) {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "virtio-rng", label = "Virtio entropy source, seeded")
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
		public VirtioRng create(Options options, DeviceContext context) {
			return new VirtioRng(context);
		}
	}

	private long random;

	private VirtioRng(DeviceContext context) {
		super(context, TYPE, 0, ENTRIES);
		random = context.seed();
	}

	@Override
	protected byte[] config() {
		return new byte[0];
	}

	/** The generator goes on over a driver's reset, or the next driver would get the bytes of the last. */
	@Override
	protected void resetType() {
		// nothing else to forget
	}

	@Override
	protected void serve(Virtqueue queue) {
		for (Optional<Chain> taken = queue.take(); taken.isPresent(); taken = queue.take()) {
			Chain chain = taken.get();
			byte[] bytes = new byte[(int) Math.min(MOST, chain.writable())];
			for (int i = 0; i < bytes.length; i += Long.BYTES) {
				long word = next();
				for (int k = i; k < Math.min(bytes.length, i + Long.BYTES); k++, word >>>= 8) {
					bytes[k] = (byte) word;
				}
			}
			chain.write(0, bytes, 0, bytes.length);
			chain.complete(bytes.length);
		}
	}

	/** Steele, Lea and Flood's SplitMix (OOPSLA 2014): one word of state, and every word comes up once in a period. */
	private long next() {
		long z = random += 0x9e37_79b9_7f4a_7c15L;
		z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
		z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
		return z ^ z >>> 31;
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(transport(), random);
	}

	@Override
	public void restore(State state) {
		random = state.random();
		restoreTransport(state.transport());
	}
}
