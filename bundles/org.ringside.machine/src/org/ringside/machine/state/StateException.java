package org.ringside.machine.state;

/** A state that cannot be read, written or used here. The message is one line for the user: what, where and the mend. */
public final class StateException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public StateException(String message) {
		super(message);
	}

	public StateException(String message, Throwable cause) {
		super(message, cause);
	}
}
