package org.ringside.isa.assembler.internal;

/** A mistake at a place of the statement that is being read. Caught where statements are looped over. */
final class Mistake extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Index into the statement's text. */
	final int at;

	/** True if what is written is right, and only a value in it is wrong. */
	final boolean ofValue;

	Mistake(int at, String message) {
		this(at, message, false);
	}

	private Mistake(int at, String message, boolean ofValue) {
		super(message, null, false, false);
		this.at = at;
		this.ofValue = ofValue;
	}

	static Mistake ofValue(int at, String message) {
		return new Mistake(at, message, true);
	}

	/** The same, told of another place. */
	Mistake movedTo(int other) {
		return new Mistake(other, getMessage(), ofValue);
	}
}
