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
		/** A hart is about to execute an instruction with a breakpoint or a watchpoint: {@link Probes#hit} says which. */
		PROBE,
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
	 * Runs until a hart has made one step. Whose turn it is stays as it is: the other harts make all steps that come before.
	 *
	 * @param most machine steps that are made for it, if the hart's turn does not come before
	 * @return {@link Stop#STEPS} also if the hart made no step
	 */
	Stop step(Hart hart, long most);

	/** Breakpoints and watchpoints, in the addresses of the machine that is run. */
	Probes probes();

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
