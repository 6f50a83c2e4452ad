package org.ringside.lab;

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

		/** Nanoseconds of machine time. */
		long now();

		/** Has the handler called between two steps when a moment set has come. To be asked for once, when connected. */
		org.ringside.machine.Clock.Timer alarm(Runnable handler);

		/** Ends the run, before the next step. */
		void end();
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

	/** What is missing when the run has ended, for people, in one line; empty if nothing. */
	default String unmet() {
		return "";
	}

	/** The input's position, for a saved run. */
	default Component<?> position() {
		return Inputs.NO_POSITION;
	}
}
