package org.ringside.engine;

import java.util.List;

import org.ringside.engine.internal.TableWatch;
import org.ringside.isa.Isa;
import org.ringside.machine.Clock;
import org.ringside.machine.Component;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;

/**
 * Runs a machine: all harts on the calling thread, in turns of {@link #QUANTUM} steps, cut where a hart waits, or
 * touches a device that thereby interrupts another. Whose turn it is and how much of it is left are state, so that stopping and going on, or saving and
 * restoring, at any step changes nothing.
 */
public final class Scheduler implements Component<Scheduler.State>, AutoCloseable {

	/** Steps of a turn, if nothing cuts it. */
	public static final int QUANTUM = 10_000;

	/** Why {@link #run} returned. */
	public enum Stop {
		/** The steps asked for were made. */
		STEPS,
		/** The machine was powered off or reset. */
		EXIT,
		/** {@link Scheduler#stop} was called. */
		ASKED,
		/** Every hart waits and no deadline is set: nothing can happen but input from outside. */
		IDLE
	}

	/** Is asked before time is skipped because every hart waits. */
	@FunctionalInterface
	public interface Idle {
		/**
		 * @param nanoseconds of machine time until the next deadline
		 * @return true to skip them; false to stop the run instead, as when input came in the meantime
		 */
		boolean skip(long nanoseconds);
	}

	/** @param current hart whose turn it is; @param left steps left of its turn */
	public record State(int current, int left) {
	}

	private final Machine machine;
	private final List<? extends Executor> executors;
	private final TableWatch tables;
	private Idle idle = nanoseconds -> true;
	private boolean asked;
	private int current;
	private int left = QUANTUM;

	/** The machine must have all of its harts. The scheduler adds itself to its components. */
	public Scheduler(Machine machine, Isa isa, ExecutorMaker maker) {
		this.machine = machine;
		executors = maker.create(machine, isa);
		tables = new TableWatch(machine);
		machine.add("scheduler", this);
	}

	/** Lets go of the machine. */
	@Override
	public void close() {
		executors.forEach(Executor::close);
		tables.close();
	}

	/** How idle time passes; by default it is skipped at once. */
	public void onIdle(Idle idle) {
		this.idle = idle;
	}

	/** Runs at most {@code steps} machine steps, exactly so many unless there is another reason to stop. */
	public Stop run(long steps) {
		Clock clock = machine.clock();
		long end = clock.steps() + steps;
		while (machine.exit().isEmpty()) {
			clock.runDue();
			// idle time after the last step is not skipped yet, so that stopping there is seen by nobody
			if (clock.steps() >= end && !asked) {
				return Stop.STEPS;
			}
			Stop stop = settle();
			if (stop != Stop.STEPS) {
				return stop;
			}
			turn(end - clock.steps());
		}
		return Stop.EXIT;
	}

	/**
	 * Does what comes before the next step, without making it: {@link Stop#STEPS} if {@link #current()} makes the next
	 * step, otherwise what {@link #run} would answer.
	 */
	public Stop settle() {
		Clock clock = machine.clock();
		while (machine.exit().isEmpty()) {
			clock.runDue();
			if (asked) {
				asked = false;
				return Stop.ASKED;
			}
			if (choose()) {
				return Stop.STEPS;
			}
			long wait = clock.untilNext();
			if (wait == Clock.NEVER || !idle.skip(wait)) {
				return Stop.IDLE;
			}
			clock.skipToNext();
		}
		return Stop.EXIT;
	}

	/** The hart whose turn it is. */
	public Hart current() {
		return machine.harts().get(current);
	}

	/** Makes {@link #run} return before the next step. Called while it runs, by devices' other ends and timers. */
	public void stop() {
		asked = true;
		machine.harts().forEach(Hart::attention);
	}

	private void turn(long budget) {
		Hart hart = machine.harts().get(current);
		long limit = Math.min(Math.min(budget, left), machine.clock().stepsToNext());
		long recovery = machine.recovery(hart);
		if (recovery == 0) {
			machine.recover(hart);
			return;
		}
		Executor executor = executors.get(current);
		left -= executor.run((int) Math.min(limit, recovery));
		if (executor.touchedDevice() && otherWanted()) {
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
		if (state.current() < 0 || state.current() >= executors.size()) {
			throw new IllegalArgumentException("the snapshot was made with more harts: use the same --harts");
		}
		current = state.current();
		left = state.left();
	}
}
