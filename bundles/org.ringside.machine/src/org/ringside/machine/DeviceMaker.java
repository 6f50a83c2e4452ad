package org.ringside.machine;

/**
 * The service that contributes a device. Stateless: it makes devices and remembers none. Its class carries
 * {@link org.ringside.machine.catalog.Contribution}, whose id is the device's name in board texts.
 *
 * @param <O> what can be set, a record with {@link org.ringside.machine.catalog.Option} on its components
 */
public interface DeviceMaker<O extends Record> {

	/** The record type of the options. */
	Class<O> options();

	/** Size of the register block in bytes, where a board does not say. */
	long size();

	/** True if a machine that the device is plugged into has its console there, in place of the board's own. */
	default boolean console() {
		return false;
	}

	/** Makes one device, in its state after power-on. */
	Device<?> create(O options, DeviceContext context);
}
