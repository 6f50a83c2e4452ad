package org.ringside.devices.fdt;

/**
 * A device that appears in the device tree. The board sets what the device does not know of itself: the node's
 * address, {@code reg}, and where its interrupt line leads.
 */
public interface FdtDescribed {

	/** Generic name of its node, before the unit address: {@code serial}. */
	String fdtName();

	/** Sets the node's own properties. */
	void describe(FdtNode node, FdtContext context);
}
