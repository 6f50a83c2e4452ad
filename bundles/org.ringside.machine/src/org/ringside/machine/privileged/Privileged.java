package org.ringside.machine.privileged;

/**
 * The privileged contract: what software at one level of one hart can do, and nothing else. It is the same whether the
 * hart is hardware or a virtual CPU, so that owners nest. Every use is {@linkplain #meter() metered}.
 */
public interface Privileged {

	/** Number of the hart, from 0. */
	int hart();

	/** The level owned, in the architecture's numbers. */
	int level();

	/**
	 * The number of a register by the manual's name, for {@link #read} and {@link #write}; to be asked once.
	 *
	 * @throws IllegalArgumentException if the architecture has no such register
	 */
	int register(String name);

	/** Reads a register as an instruction at this level would. */
	long read(int register);

	/** Writes a register as an instruction at this level would, side effects and all. */
	void write(int register, long value);

	/**
	 * Reads machine memory or a device, by machine address.
	 *
	 * @param width 1, 2, 4 or 8 bytes; the access is aligned
	 * @throws org.ringside.machine.BusError if nothing answers
	 */
	long load(long address, int width);

	/** Writes machine memory or a device, by machine address; as {@link #load}. */
	void store(long address, int width, long value);

	/** Reads bytes of machine memory; throws {@link org.ringside.machine.BusError} unless all of it is memory. */
	byte[] load(long address, long length);

	/** Fences this hart's address translation: tables that were changed count from now on. */
	void fence();

	/** Fences the translation of the page around one virtual address. */
	void fence(long va);

	/** Fences this hart's instruction fetch: code that was changed counts from now on. */
	void fenceCode();

	/**
	 * Arms the recovery counter: when the hart has made exactly {@code steps} more steps below this level, this level is
	 * entered by an interrupt of the hart's {@linkplain org.ringside.machine.Hart#recoveryCause recovery cause}. 0 disarms it.
	 */
	void runFor(long steps);

	/** Instead of returning when the owner's method returns, stay at this level and wait until an interrupt is pending. */
	void waitForInterrupt();

	/** The unit through which devices reach memory; throws {@link UnsupportedOperationException} where there is none. */
	default Remapping remapping() {
		throw new UnsupportedOperationException("this machine has no remapping unit");
	}

	/** The reservation that the hart held when this level was entered, which the entry broke; {@link Reservation#NONE} for none. */
	default Reservation reservation() {
		return Reservation.NONE;
	}

	/** Has the hart hold a reservation when the owner's method has returned to the level below. */
	default void reserve(Reservation held) {
		// an architecture without reservations
	}

	/** What this level has used so far. */
	Meter meter();
}
