package org.ringside.guest;

/** A guest that cannot be made or loaded. The message is one line for the user: what, where and the mend. */
public final class GuestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public GuestException(String message) {
		super(message);
	}

	public GuestException(String message, Throwable cause) {
		super(message, cause);
	}
}
