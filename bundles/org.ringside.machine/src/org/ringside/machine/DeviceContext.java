package org.ringside.machine;

/**
 * What a device is handed when it is made, and all that it knows of the rest of the machine.
 */
public interface DeviceContext {

	/** The clock the device lives on. */
	Clock clock();

	/** The device's interrupt output of that name, {@code "irq"} where it has only one; unconnected unless the board wires it. */
	Line line(String name);

	/** Number of harts of the machine. */
	int harts();

	/** A pin of a hart, for devices that are wired to harts by their nature: timers, interrupt controllers. */
	Line pin(int hart, String name);

	/**
	 * Tells the harts that the platform's time was written: their time registers show the clock's ticks plus this many. The
	 * device keeps the number in its state and tells it again when it is restored.
	 */
	default void shiftTime(long ticks) {
		// a context without harts
	}

	/** The other end of a serial line, by the name that the board gives; a sink of bytes where nobody listens. */
	Serial serial();

	/** The machine's switch. */
	Power power();

	/** The device's way to machine memory. */
	DmaPort dma();

	/** Seed for whatever the device does at random; equal for equal runs. */
	long seed();

	/** The other end of a serial line. */
	interface Serial {
		/** The device sent a byte. */
		void sent(int value);

		/** The next byte received and not yet taken, 0 to 255, or -1. */
		int receive();

		/** True if {@link #receive} would answer a byte. */
		boolean ready();

		/** The device's handler is called when {@link #ready} may have become true. One handler; set when the device is made. */
		void onReady(Runnable handler);
	}

	/** Ends a run. */
	interface Power {
		/** Power off, with a status that becomes the run's. */
		void off(int status);

		/** Reset the whole machine. */
		void reset();
	}

	/** A device's port to memory; addresses go through the remapping unit, if privileged software programmed it. */
	interface DmaPort {
		/** Reads; throws {@link BusError} if any of it is not memory the device may read. */
		byte[] read(long address, int length);

		/** Writes; throws {@link BusError}, with nothing written, if any of it is not memory the device may write. */
		void write(long address, byte[] bytes);
	}
}
