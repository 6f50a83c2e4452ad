package org.ringside.guest;

import org.ringside.machine.Machine;

/** A guest seen from outside: reading changes nothing and counts nowhere. */
public interface GuestView {

	/** The view of a guest that has a machine to itself: guest-physical addresses are the machine's. */
	static GuestView of(Machine machine, Symbols symbols) {
		return new MachineView(machine, symbols);
	}

	/** Number of harts. */
	int harts();

	/** A register of a hart by the manual's name; throws {@link IllegalArgumentException} for a name unknown. */
	long register(int hart, String name);

	/** Names in the guest's image. */
	Symbols symbols();

	/**
	 * Reads the guest's memory.
	 *
	 * @param address guest-physical
	 * @param width 1, 2, 4 or 8 bytes
	 * @return zero-extended, least significant byte at the lowest address; 0 where there is no memory
	 */
	long read(long address, int width);

	/** Reads bytes of the guest's memory, guest-physical; zeros where there is none. */
	byte[] bytes(long address, int length);
}
