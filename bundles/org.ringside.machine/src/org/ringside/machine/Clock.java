package org.ringside.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * Machine time. The clock counts steps, whoever makes them, and the time that was skipped because all harts waited:
 * {@code now = steps * rate + skipped}, in nanoseconds. It knows nothing of the host's time.
 *
 * <p>A device asks for a {@link Timer} once, when it is made, and sets its deadline; the handler runs between two
 * steps, at the first step at whose beginning the deadline has come. Timers of one deadline run in the order of their
 * creation.
 */
public final class Clock {

	/** A deadline that never comes. */
	public static final long NEVER = Long.MAX_VALUE;

	private final long rate;
	private final List<Timer> timers = new ArrayList<>();
	private long steps;
	private long skipped;
	private long next = NEVER;

	/** @param rate nanoseconds that a step takes, at least 1 */
	public Clock(long rate) {
		if (rate < 1) {
			throw new IllegalArgumentException("clock rate of " + rate + " ns per step: it must be at least 1");
		}
		this.rate = rate;
	}

	/** Nanoseconds per step. */
	public long rate() {
		return rate;
	}

	/** Nanoseconds since power-on. */
	public long now() {
		return steps * rate + skipped;
	}

	/** Steps since power-on, of all harts together. */
	public long steps() {
		return steps;
	}

	/** Nanoseconds skipped since power-on because every hart waited. */
	public long skipped() {
		return skipped;
	}

	/** Counts steps that were made. Called by the executor only: before a device or a time register is read. */
	public void advance(long made) {
		steps += made;
	}

	/** Steps from now until the next deadline has come: 0 if it is here, {@link #NEVER} if there is none. */
	public long stepsToNext() {
		long wait = untilNext();
		return wait == NEVER ? NEVER : Math.ceilDiv(wait, rate);
	}

	/** Nanoseconds from now until the next deadline: 0 if it is here, {@link #NEVER} if there is none. */
	public long untilNext() {
		return next == NEVER ? NEVER : Math.max(0, next - now());
	}

	/** Skips to the next deadline; false if there is none, so that nothing would ever happen again. */
	public boolean skipToNext() {
		if (next == NEVER) {
			return false;
		}
		skipped += Math.max(0, next - now());
		return true;
	}

	/** Runs the handlers whose deadlines have come. */
	public void runDue() {
		while (next <= now()) {
			Timer due = earliest();
			due.deadline = NEVER;
			next = earliestDeadline();
			due.handler.run();
		}
	}

	/** A timer for a device that is being made; its handler is fixed, so that only the deadline is state. */
	public Timer timer(Runnable handler) {
		Timer timer = new Timer(handler);
		timers.add(timer);
		return timer;
	}

	/** What of the clock itself is saved; deadlines belong to the devices that own the timers. */
	public record State(long steps, long skipped) {
	}

	public State state() {
		return new State(steps, skipped);
	}

	public void restore(State state) {
		steps = state.steps();
		skipped = state.skipped();
	}

	private Timer earliest() {
		Timer found = timers.getFirst();
		for (Timer timer : timers) {
			if (timer.deadline < found.deadline) {
				found = timer;
			}
		}
		return found;
	}

	private long earliestDeadline() {
		long found = NEVER;
		for (Timer timer : timers) {
			found = Math.min(found, timer.deadline);
		}
		return found;
	}

	/** One deadline. */
	public final class Timer {

		private final Runnable handler;
		private long deadline = NEVER;

		private Timer(Runnable handler) {
			this.handler = handler;
		}

		/** Sets the deadline in nanoseconds since power-on; {@link Clock#NEVER} disarms. A deadline past is due at once. */
		public void set(long deadline) {
			this.deadline = deadline;
			next = earliestDeadline();
		}

		/** Nanoseconds since power-on, or {@link Clock#NEVER}. */
		public long deadline() {
			return deadline;
		}
	}
}
