package org.ringside.guest;

import org.ringside.machine.privileged.Owner;

/**
 * The service that contributes built-in firmware: a Java program that owns a machine's most privileged level and enters
 * the guest. Stateless. Its class carries {@link org.ringside.machine.catalog.Contribution}.
 *
 * @param <O> what can be set, a record with {@link org.ringside.machine.catalog.Option} on its components
 */
public interface FirmwareMaker<O extends Record> {

	/** The record type of the options. */
	Class<O> options();

	/** The level that it owns, in the architecture's numbers. */
	int level();

	/**
	 * Makes the firmware of one machine, for all of its harts.
	 *
	 * @throws GuestException if the board lacks what it needs
	 */
	Owner<?> create(O options, FirmwareContext context);
}
