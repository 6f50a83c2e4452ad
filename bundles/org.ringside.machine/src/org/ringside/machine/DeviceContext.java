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

	/** The medium in the drive, by the name that the board gives; {@link Storage#NONE} where nobody put one in. */
	default Storage storage() {
		return Storage.NONE;
	}

	/** Seed for whatever the device does at random; equal for equal runs. */
	long seed();

	/** The other end of a serial line. As long as it says nothing of receiving, nobody types there. */
	@FunctionalInterface
	interface Serial {
		/** The device sent a byte. */
		void sent(int value);

		/** The next byte received and not yet taken, 0 to 255, or -1. */
		default int receive() {
			return -1;
		}

		/** True if {@link #receive} would answer a byte. */
		default boolean ready() {
			return false;
		}

		/** The device's handler is called when {@link #ready} may have become true. One handler; set when the device is made. */
		default void onReady(Runnable handler) {
			// never
		}

		/** The guest has asked to be interrupted when something is received, or no longer; not set when the device is made. */
		default void listening(boolean now) {
			// of interest only to who types
		}
	}

	/** Ends a run. */
	interface Power {
		/** Power off, with a status that becomes the run's. */
		void off(int status);

		/** Reset the whole machine. */
		void reset();
	}

	/**
	 * A device's port to memory; addresses go through the remapping unit, if privileged software programmed it. Only memory
	 * is behind it, no device. Costs an array copy, and a look at the table for each page if there is one.
	 */
	interface DmaPort {

		/**
		 * Reads {@code length} bytes to an array, from index {@code at} on.
		 *
		 * @throws BusError, with nothing read, if any of it is not memory the device may read
		 */
		void read(long address, byte[] to, int at, int length);

		/**
		 * Writes {@code length} bytes of an array, from index {@code at} on.
		 *
		 * @throws BusError, with nothing written, if any of it is not memory the device may write
		 */
		void write(long address, byte[] from, int at, int length);

		/** Throws {@link BusError} if a read or write of so many bytes would; a length of 0 is always legal. */
		void check(long address, long length, boolean write);

		/** Reads; as {@link #read(long, byte[], int, int)}. The array is made when it is known that all of it can be read. */
		default byte[] read(long address, int length) {
			check(address, length, false);
			byte[] bytes = new byte[length];
			read(address, bytes, 0, length);
			return bytes;
		}

		/** Writes a whole array; as {@link #write(long, byte[], int, int)}. */
		default void write(long address, byte[] bytes) {
			write(address, bytes, 0, bytes.length);
		}
	}

	/**
	 * The medium of a drive: bytes in sectors of 512. What a guest changes goes to it only where {@link #use} says so; the
	 * drive keeps all else itself, as a part of its state.
	 */
	interface Storage {

		/** Bytes of a sector. */
		int SECTOR = 512;

		/** A drive without a medium. */
		Storage NONE = new Storage() {
			@Override
			public long size() {
				return 0;
			}

			@Override
			public Use use() {
				return Use.READ_ONLY;
			}

			@Override
			public void read(long at, byte[] to, int offset, int length) {
				throw new IndexOutOfBoundsException("there is no medium");
			}

			@Override
			public void write(long at, byte[] from, int offset, int length) {
				throw new IndexOutOfBoundsException("there is no medium");
			}

			@Override
			public void flush() {
				// nothing to keep
			}
		};

		/** What becomes of what a guest writes. */
		enum Use {
			/** The guest is told that it cannot write. */
			READ_ONLY,
			/** The drive keeps it; the medium never changes. */
			KEPT,
			/** It goes to the medium. */
			WRITTEN
		}

		/** Bytes, a multiple of {@link #SECTOR}; never changes. */
		long size();

		Use use();

		/** Reads {@code length} bytes from byte {@code at} of the medium; all of it is inside. */
		void read(long at, byte[] to, int offset, int length);

		/** Writes; only where {@link #use} is {@link Use#WRITTEN}. */
		void write(long at, byte[] from, int offset, int length);

		/** What was written is kept even if the host loses power from now on. */
		void flush();
	}
}
