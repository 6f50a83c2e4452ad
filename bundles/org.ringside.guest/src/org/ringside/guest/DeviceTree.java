package org.ringside.guest;

/** Writes the machine's device tree (FDT), once it is known what the guest is to find in {@code /chosen}. */
@FunctionalInterface
public interface DeviceTree {

	/**
	 * What the guest is to find in {@code /chosen}.
	 *
	 * @param commandLine {@code bootargs}; empty for none
	 * @param initialDiskStart machine address of the initial RAM disk
	 * @param initialDiskEnd machine address after it; equal to the start if there is none
	 */
	record Chosen(String commandLine, long initialDiskStart, long initialDiskEnd) {
	}

	/** The flattened tree; its size does not depend on the addresses in {@code chosen}. */
	byte[] flatten(Chosen chosen);
}
