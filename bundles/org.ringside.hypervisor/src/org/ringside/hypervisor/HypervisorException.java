package org.ringside.hypervisor;

/** A hypervisor cannot run such a VM. The message is one line for the user, with the mend. */
public final class HypervisorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public HypervisorException(String message) {
		super(message);
	}
}
