package org.ringside.machine;

/** The host cannot give a machine the memory that its guest uses. The run is over; its files are as they were. */
public final class HostMemoryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	HostMemoryException(String message, Throwable cause) {
		super(message, cause);
	}
}
