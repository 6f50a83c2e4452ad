package org.ringside.lab;

import java.util.Optional;

import org.ringside.machine.Clock;
import org.ringside.machine.Component;

/**
 * What is typed at the guest's serial console, and when. An input acts only when it is told something; it is told on the
 * machine's thread. What it does at the same machine time is the same in every run, unless it is {@linkplain #live live}.
 *
 * @see Inputs
 */
public interface Input {

	/** What an input can do. */
	interface Keyboard {

		/** Types bytes; they are delivered before the next step. */
		void type(byte... bytes);

		/** Types bytes when a moment has come, in nanoseconds of machine time; moments never decrease. */
		void typeAt(long moment, byte... bytes);

		/** True if the guest took everything that was typed. */
		boolean taken();

		/** True if the guest need not ask for what is typed: it is interrupted. */
		boolean listening();

		/** Nanoseconds of machine time. */
		long now();

		/** Nanoseconds that a step takes. */
		long rate();

		/** Has the handler called between two steps when a moment set has come. To be asked for once, when connected. */
		Clock.Timer alarm(Runnable handler);

		/** Ends the run, before the next step. */
		void end(Ending.Reason why);
	}

	/** The run is put together and has not begun. */
	void connect(Keyboard keyboard);

	/** The guest printed a byte, 0 to 255. */
	default void sent(int value) {
	}

	/** The guest polls for input and there is none. */
	default void polled() {
	}

	/** Every hart waits: the guest idles. */
	default void idle() {
	}

	/** A few milliseconds have passed on the wall since the last call. */
	default void between() {
	}

	/**
	 * True if somebody may type at any time: idle time then passes as on the wall, and a guest that waits for nothing but
	 * input is kept, where it would otherwise be ended.
	 */
	default boolean live() {
		return false;
	}

	/** Has the run told, from any thread, when something was typed while it was {@linkplain #live live}. */
	default void onArrival(Runnable wake) {
	}

	/** What is missing when the run has ended, for people, in one line; empty if nothing. */
	default String unmet() {
		return "";
	}

	/** The script that is typed, if it is one, for a saved run. */
	default Optional<Script> script() {
		return Optional.empty();
	}

	/** The input's position, for a saved run. */
	default Component<?> position() {
		return Inputs.NO_POSITION;
	}
}
