package org.ringside.isa.assembler.internal;

/** A mistake at a place of the statement that is being read. Caught where statements are looped over. */
final class Mistake extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Index into the statement's text. */
	final int at;

	Mistake(int at, String message) {
		super(message, null, false, false);
		this.at = at;
	}
}
