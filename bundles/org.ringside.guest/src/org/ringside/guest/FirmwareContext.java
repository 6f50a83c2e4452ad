package org.ringside.guest;

import java.util.OptionalLong;

/** What built-in firmware is handed when it is made: where the board's devices are, and what to enter. */
public interface FirmwareContext {

	/** Number of harts. */
	int harts();

	/** Machine address of the first byte of memory. */
	long memoryBase();

	/** Bytes of memory. */
	long memorySize();

	/** Machine address of the registers of the board's first device of a kind, by the device's contribution id. */
	OptionalLong device(String kind);

	/** Machine address of the guest's first instruction. */
	long entry();

	/** Machine address of the device tree. */
	long deviceTree();
}
