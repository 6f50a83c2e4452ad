package org.ringside.machine.privileged;

import java.util.Optional;

/**
 * What privileged software does with the machine's remapping unit, which stands between devices and memory. A device is
 * known by its requester id. Until its requester is {@linkplain #confine confined}, a device reaches all of memory by
 * machine addresses; after that only the pages that are mapped for it. Every use is metered.
 */
public interface Remapping {

	/** Right of a mapping: the device may read. */
	int READ = 1;
	/** Right of a mapping: the device may write. */
	int WRITE = 2;

	/**
	 * An access that the unit refused.
	 *
	 * @param address that the device used, of the first byte refused
	 * @param write true if it wanted to write
	 */
	record Fault(int requester, long address, boolean write) {
	}

	/** From now on the requester reaches what is mapped for it and nothing else: nothing at first. */
	void confine(int requester);

	/** The requester reaches all of memory again; its mappings are forgotten. */
	void release(int requester);

	/**
	 * Maps a page of 4 KiB for a requester that is confined; a mapping that the page had is replaced.
	 *
	 * @param deviceAddress that the device uses, a multiple of 4096
	 * @param machineAddress of memory, a multiple of 4096
	 * @param rights {@link #READ}, {@link #WRITE} or both
	 * @throws IllegalArgumentException for an address that is no multiple, rights that are none, or a requester that is not
	 *         confined
	 */
	void map(int requester, long deviceAddress, long machineAddress, int rights);

	/** Unmaps a page; one that is not mapped stays so. */
	void unmap(int requester, long deviceAddress);

	/** How many accesses of a requester were refused since power-on, confined or not. */
	long faults(int requester);

	/** The last access that was refused; empty if none was. */
	Optional<Fault> lastFault();
}
