package org.ringside.guest;

/**
 * The service that contributes a guest. Stateless: it makes guests and remembers none. Its class carries
 * {@link org.ringside.machine.catalog.Contribution}, whose id is the guest's name on the command line.
 *
 * @param <O> what can be set, a record with {@link org.ringside.machine.catalog.Option} on its components
 */
public interface GuestMaker<O extends Record> {

	/** The record type of the options. */
	Class<O> options();

	/**
	 * Makes the guest for one machine.
	 *
	 * @throws GuestException if it cannot be made of what was given
	 */
	Guest create(O options, GuestContext context);
}
