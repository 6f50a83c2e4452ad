package org.ringside.machine;

/**
 * Thrown by a {@link Bus} when no memory or device answers an access, or the one that does refuses its width. The
 * memory system turns it into the architecture's own trap ({@link Hart#busError}); a DMA port hands it to its device.
 * Stackless and allocated once, like {@link Trap}.
 */
public final class BusError extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The only instance. */
	public static final BusError BUS_ERROR = new BusError();

	private BusError() {
		super(null, null, false, false);
	}
}
