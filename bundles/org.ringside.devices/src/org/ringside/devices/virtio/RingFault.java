package org.ringside.devices.virtio;

/** Thrown when a driver's rings or a request make no sense; the device then needs a reset. Stackless and allocated once. */
public final class RingFault extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The only instance. */
	public static final RingFault RING_FAULT = new RingFault();

	private RingFault() {
		super(null, null, false, false);
	}
}
