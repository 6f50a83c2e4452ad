package org.ringside.guest;

/** A guest seen from outside: reading changes nothing and counts nowhere. */
public interface GuestView {

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
