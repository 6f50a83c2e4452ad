package org.ringside.cli.internal;

/** What the process answers where it does not answer the guest's own status. */
final class Status {

	static final int OK = 0;
	/** Two runs that should be equal are not. */
	static final int DIFFERENT = 1;
	/** Bad usage, bad input of any kind, or output that cannot be written; as picocli's. */
	static final int USAGE = 2;
	/** The guest reset the machine, gave up, or waits forever. */
	static final int GUEST_ENDED_OTHERWISE = 3;
	static final int TIMEOUT = 4;
	static final int SCRIPT_UNMET = 5;
	/** The largest that a process can answer. */
	static final int MOST = 255;
	/** A defect of Ringside itself. */
	static final int DEFECT = 70;

	private Status() {
	}

	/** A guest's status as far as a process can answer it; never 0 for one that is not. */
	static int ofGuest(int status) {
		return status < 0 || status > MOST ? MOST : status;
	}
}
