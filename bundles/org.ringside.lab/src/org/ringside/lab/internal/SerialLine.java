package org.ringside.lab.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.ringside.machine.Clock;
import org.ringside.machine.Component;
import org.ringside.machine.DeviceContext;

/**
 * The far end of a machine's serial line. Bytes are <em>offered</em> for a moment of machine time, <em>delivered</em>
 * between two steps when that moment has come, and <em>taken</em> by the device when it has room. The moment of delivery
 * is all that a run depends on: two runs whose bytes are delivered at the same moments are the same run.
 *
 * <p>Delivery is a timer of the machine's clock, made after those of the devices, so that of several things due at one
 * moment it is always the last.
 */
public final class SerialLine implements DeviceContext.Serial {

	/** Questions of the device without an answer, and without a byte sent, that mean that the guest waits for input. */
	private static final int POLLS = 64;

	/** What goes over the line, as it happens. Called between or inside steps, on the machine's thread. */
	public interface Listener {

		/** The guest printed a byte, 0 to 255. */
		default void sent(int value) {
		}

		/** A byte was delivered. */
		default void delivered(int value) {
		}

		/** The guest polls for input, and there is none. */
		default void polled() {
		}
	}

	private record Offer(long at, byte value) {
	}

	private final List<Listener> listeners = new ArrayList<>();
	private final Queue<Offer> offers = new ArrayDeque<>();
	private final Queue<Byte> delivered = new ArrayDeque<>();
	private final List<Runnable> ready = new ArrayList<>();
	private Clock clock;
	private Clock.Timer delivery;
	private int polls;
	private boolean listening;

	/** Tells the line its machine's clock, when all devices are made. */
	public void connect(Clock clock) {
		this.clock = clock;
		delivery = clock.timer(this::deliver);
	}

	/** Tells someone what goes over the line; in the order of adding. */
	public void add(Listener listener) {
		listeners.add(listener);
	}

	// ---- the outer end

	/** Offers bytes for now, which is before the next step. */
	public void offer(byte... bytes) {
		offerAt(clock.now(), bytes);
	}

	/** Offers bytes for a moment, in nanoseconds of machine time, not before the moment of an earlier offer. */
	public void offerAt(long moment, byte... bytes) {
		for (byte value : bytes) {
			offers.add(new Offer(moment, value));
		}
		if (!offers.isEmpty()) {
			delivery.set(offers.peek().at());
		}
	}

	/** True if the guest is told of a byte without asking: it enabled the device's interrupt. */
	public boolean listening() {
		return listening;
	}

	/** True if all that was offered has been taken. */
	public boolean empty() {
		return offers.isEmpty() && delivered.isEmpty();
	}

	private void deliver() {
		int before = delivered.size();
		while (!offers.isEmpty() && offers.peek().at() <= clock.now()) {
			Offer offer = offers.remove();
			delivered.add(offer.value());
			listeners.forEach(listener -> listener.delivered(offer.value() & 0xff));
		}
		polls = 0;
		delivery.set(offers.isEmpty() ? Clock.NEVER : offers.peek().at());
		if (delivered.size() > before) {
			ready.forEach(Runnable::run);
		}
	}

	// ---- the device's end

	@Override
	public void sent(int value) {
		polls = 0;
		listeners.forEach(listener -> listener.sent(value & 0xff));
	}

	@Override
	public boolean ready() {
		if (delivered.isEmpty() && ++polls >= POLLS) {
			polls = 0;
			listeners.forEach(Listener::polled);
		}
		return !delivered.isEmpty();
	}

	@Override
	public int receive() {
		return ready() ? delivered.remove() & 0xff : -1;
	}

	@Override
	public void onReady(Runnable handler) {
		ready.add(handler);
	}

	@Override
	public void listening(boolean now) {
		listening = now;
	}

	/** A device's end that can only send: what is typed goes to another device. */
	public DeviceContext.Serial printer() {
		return this::sent;
	}

	// ---- state

	/**
	 * What the device will receive: state of the machine. Offers are not, as they are the outside world's intention.
	 *
	 * @param delivered and not taken; @param polls so far without an answer
	 */
	public record State(byte[] delivered, int polls) {
	}

	/** What the outside world has offered and was not delivered. */
	public record Offers(long[] moments, byte[] values) {
	}

	/** The line as part of the machine. */
	public Component<State> component() {
		return new Component<>() {
			@Override
			public Class<State> stateType() {
				return State.class;
			}

			@Override
			public State state() {
				byte[] values = new byte[delivered.size()];
				int i = 0;
				for (byte value : delivered) {
					values[i++] = value;
				}
				return new State(values, polls);
			}

			@Override
			public void restore(State state) {
				delivered.clear();
				for (byte value : state.delivered()) {
					delivered.add(value);
				}
				polls = state.polls();
			}
		};
	}

	/** The offers, as part of the run. */
	public Component<Offers> offered() {
		return new Component<>() {
			@Override
			public Class<Offers> stateType() {
				return Offers.class;
			}

			@Override
			public Offers state() {
				byte[] values = new byte[offers.size()];
				int i = 0;
				for (Offer offer : offers) {
					values[i++] = offer.value();
				}
				return new Offers(offers.stream().mapToLong(Offer::at).toArray(), values);
			}

			@Override
			public void restore(Offers state) {
				if (state.moments().length != state.values().length) {
					throw new IllegalArgumentException("there are not as many bytes as moments");
				}
				offers.clear();
				delivery.set(Clock.NEVER);
				for (int i = 0; i < state.values().length; i++) {
					offerAt(state.moments()[i], state.values()[i]);
				}
			}
		};
	}
}
