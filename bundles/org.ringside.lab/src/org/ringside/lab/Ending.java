package org.ringside.lab;

/**
 * How a run ended.
 *
 * @param reason why
 * @param status of the guest, if it powered off; otherwise 0
 */
public record Ending(Reason reason, int status) {

	/** Why a run ends. */
	public enum Reason {
		/** The guest powered the machine off. */
		POWER_OFF("power-off"),
		/** The guest reset the machine, more often than it is started anew. */
		RESET("reset"),
		/** The guest gave up, in a kernel's panic, and reset the machine. */
		PANIC("panic"),
		/** Every hart waits, no deadline is set, and no input will come. */
		WAITS_FOREVER("waits-forever"),
		/** The guest printed the text that was asked for. */
		UNTIL("until"),
		/** As many steps were made as were asked for. */
		STEPS("stop-after"),
		/** The script said so. */
		SCRIPT("script"),
		/** The time on the wall was up. */
		TIMEOUT("timeout"),
		/** The user ended it. */
		QUIT("quit");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

		/** As reports have it. */
		public String text() {
			return text;
		}
	}
}
