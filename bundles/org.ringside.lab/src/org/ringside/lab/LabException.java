package org.ringside.lab;

/** Something that the user gave or asked for cannot be used. The message is one line: what, where and the mend. */
public final class LabException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public LabException(String message) {
		super(message);
	}

	public LabException(String message, Throwable cause) {
		super(message, cause);
	}
}
