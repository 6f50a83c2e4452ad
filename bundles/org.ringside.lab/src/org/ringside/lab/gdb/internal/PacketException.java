package org.ringside.lab.gdb.internal;

/** A packet that is not what the protocol says. */
final class PacketException extends RuntimeException {

	private static final long serialVersionUID = 1;

	PacketException(String message) {
		super(message, null, false, false);
	}
}
