package org.ringside.devices.board;

/** A board that cannot be read or built. The message is one line for the user: where, what, and the mend. */
public final class BoardException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** @param place where it is wrong */
	public BoardException(Place place, String message) {
		super(place + ": " + message);
	}

	/** For what is wrong with the use of a board rather than its text. */
	public BoardException(String message) {
		super(message);
	}
}
