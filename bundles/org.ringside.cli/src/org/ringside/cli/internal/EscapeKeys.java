package org.ringside.cli.internal;

import java.io.ByteArrayOutputStream;

/**
 * Keys that are for Ringside and not for the guest: Ctrl-A x ends the run, Ctrl-A Ctrl-A sends one Ctrl-A; Ctrl-A with
 * any other key is both keys.
 */
final class EscapeKeys {

	private static final int CTRL_A = 1;

	private boolean escaped;
	private boolean quit;

	/** What of the keys is for the guest. */
	byte[] forGuest(byte[] keys, int length) {
		ByteArrayOutputStream guest = new ByteArrayOutputStream();
		for (int i = 0; i < length && !quit; i++) {
			int key = keys[i];
			if (!escaped) {
				escaped = key == CTRL_A;
				if (!escaped) {
					guest.write(key);
				}
				continue;
			}
			escaped = false;
			if (key == 'x') {
				quit = true;
			} else {
				guest.write(CTRL_A);
				if (key != CTRL_A) {
					guest.write(key);
				}
			}
		}
		return guest.toByteArray();
	}

	/** True when the user has ended the run. */
	boolean quit() {
		return quit;
	}
}
