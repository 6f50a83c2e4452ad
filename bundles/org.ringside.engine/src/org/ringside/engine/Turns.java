package org.ringside.engine;

import java.util.List;

import org.ringside.machine.Clock;
import org.ringside.machine.Component;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;

/**
 * Whose turn it is: all harts of a machine in turns of {@link #QUANTUM} steps, cut where a hart waits, or touches a device
 * that thereby interrupts another. Whose turn it is and how much of it is left are state, so that stopping and going on, or
 * saving and restoring, at any step changes nothing; nor does in how many pieces a turn is made, and by what.
 *
 * <p>Before each piece {@link #settle} says whether the machine goes on and {@link #grant} how far; after it {@link #made}
 * is told.
 */
public final class Turns implements Component<Turns.State> {

	/** Steps of a turn, if nothing cuts it. */
	public static final int QUANTUM = 10_000;

	/** @param current hart whose turn it is; @param left steps left of its turn */
	public record State(int current, int left) {
	}

	private final Machine machine;
	private Runner.Idle idle = nanoseconds -> true;
	private boolean asked;
	private int current;
	private int left = QUANTUM;

	/** The machine must have all of its harts. */
	public Turns(Machine machine) {
		this.machine = machine;
	}

	/** How idle time passes; by default it is skipped at once. */
	public void onIdle(Runner.Idle idle) {
		this.idle = idle;
	}

	/** The hart whose turn it is. */
	public Hart current() {
		return machine.harts().get(current);
	}

	/** Makes {@link #settle} answer {@link Runner.Stop#ASKED} once, and the piece being made end after its instruction. */
	public void stop() {
		asked = true;
		machine.harts().forEach(Hart::attention);
	}

	/**
	 * Does what comes before the next step: deadlines that have come, a turn's change, the skipping of idle time.
	 *
	 * @return {@link Runner.Stop#STEPS} if {@link #current()} makes the next step, otherwise why there is none
	 */
	public Runner.Stop settle() {
		Clock clock = machine.clock();
		while (machine.exit().isEmpty()) {
			clock.runDue();
			if (asked) {
				asked = false;
				return Runner.Stop.ASKED;
			}
			if (choose()) {
				return Runner.Stop.STEPS;
			}
			long wait = clock.untilNext();
			if (wait == Clock.NEVER || !idle.skip(wait)) {
				return Runner.Stop.IDLE;
			}
			clock.skipToNext();
		}
		return Runner.Stop.EXIT;
	}

	/**
	 * True if a run that is to end at {@code end} clock steps ends now: the steps are made. Idle time after the last step is
	 * not skipped yet, so that stopping there is seen by nobody.
	 */
	public boolean complete(long end) {
		if (machine.exit().isPresent()) {
			return false;
		}
		machine.clock().runDue();
		return machine.exit().isEmpty() && machine.clock().steps() >= end && !asked;
	}

	/**
	 * Steps that {@link #current()} may make in one piece now: what is left of its turn, to the next deadline, and until its
	 * recovery counter expires.
	 *
	 * @return at most {@code budget}
	 */
	public int grant(long budget) {
		long limit = Math.min(Math.min(budget, left), machine.clock().stepsToNext());
		return (int) Math.min(limit, machine.recovery(current()));
	}

	/** The current hart made steps, the last of which touched a device or was a Java owner's, or not. */
	public void made(int steps, boolean touchedDevice) {
		left -= steps;
		if (touchedDevice && otherWanted()) {
			left = 0;
		}
	}

	/**
	 * True if a hart that is not current has an interrupt to take. Only then does a device access end the turn: if each
	 * did, a hart that writes a line to its console under a lock would let the others spin for a whole turn a character.
	 */
	private boolean otherWanted() {
		for (Hart hart : machine.harts()) {
			if (hart.index != current && (hart.waiting ? hart.wakes() : hart.pendingInterrupt() != Hart.NONE)) {
				return true;
			}
		}
		return false;
	}

	/** Makes {@link #current} a hart that can execute; false if none can. */
	private boolean choose() {
		List<Hart> harts = machine.harts();
		if (left > 0 && machine.runnable(harts.get(current))) {
			return true;
		}
		for (int i = 1; i <= harts.size(); i++) {
			int candidate = (current + i) % harts.size();
			if (machine.runnable(harts.get(candidate))) {
				if (candidate != current) {
					harts.get(candidate).breakReservation();
				}
				current = candidate;
				left = QUANTUM;
				return true;
			}
		}
		return false;
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(current, left);
	}

	@Override
	public void restore(State state) {
		if (state.current() < 0 || state.current() >= machine.harts().size()) {
			throw new IllegalArgumentException("the snapshot was made with more harts: use the same --harts");
		}
		current = state.current();
		left = state.left();
	}
}
