package org.ringside.engine;

import org.ringside.machine.Hart;

/**
 * What makes a machine's steps: the {@link Scheduler} for a machine of its own, a hypervisor for a virtual one. Steps, time and
 * reasons to stop are those of the machine that is run, and equal whatever runs it.
 */
public interface Runner extends AutoCloseable {

	/** Why {@link #run} returned. */
	enum Stop {
		/** The steps asked for were made. */
		STEPS,
		/** The machine was powered off or reset. */
		EXIT,
		/** {@link Runner#stop} was called. */
		ASKED,
		/** Every hart waits and no deadline is set: nothing can happen but input from outside. */
		IDLE
	}

	/** Is asked before time is skipped because every hart waits. */
	@FunctionalInterface
	interface Idle {
		/**
		 * @param nanoseconds of machine time until the next deadline
		 * @return true to skip them; false to stop the run instead, as when input came in the meantime
		 */
		boolean skip(long nanoseconds);
	}

	/** How idle time passes; by default it is skipped at once. */
	void onIdle(Idle idle);

	/** Runs at most {@code steps} machine steps, exactly so many unless there is another reason to stop. */
	Stop run(long steps);

	/**
	 * Does what comes before the next step, without making it: {@link Stop#STEPS} if {@link #current()} makes the next
	 * step, otherwise what {@link #run} would answer.
	 */
	Stop settle();

	/** The hart whose turn it is. */
	Hart current();

	/** Makes {@link #run} return before the next step. Called while it runs, by devices' other ends and timers. */
	void stop();

	/** Lets go of the machine. */
	@Override
	void close();
}
