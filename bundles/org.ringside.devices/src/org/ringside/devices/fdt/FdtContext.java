package org.ringside.devices.fdt;

/** What a device may refer to while it describes itself. */
public interface FdtContext {

	/** The tree's root, for nodes that belong to the device but not below it. */
	FdtNode root();

	/**
	 * References to pins of every hart, for {@code interrupts-extended}: for each hart, for each pin, the handle of the
	 * hart's interrupt controller and the architecture's number of the pin.
	 */
	int[] pins(String... names);
}
