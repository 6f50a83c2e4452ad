package org.ringside.isa;

/**
 * The description of an instruction set is wrong, or it is used in a way that it does not provide for. The message is
 * one line: where, the row as it was written, what is wrong and how to mend it.
 */
public class IsaException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	public IsaException(String message) {
		super(message);
	}
}
