package org.ringside.hypervisor;

/**
 * The service that contributes a hypervisor: a type with its techniques. Stateless. Its class carries
 * {@link org.ringside.machine.catalog.Contribution}, whose id is what {@code run --hypervisor} takes.
 *
 * @param <O> what can be set, a record with {@link org.ringside.machine.catalog.Option} on its components
 */
public interface HypervisorMaker<O extends Record> {

	/** The record type of the options. */
	Class<O> options();

	/**
	 * Puts the physical machine together, with the hypervisor on it and no VM yet.
	 *
	 * @throws HypervisorException if the architecture cannot be virtualized so, with a line for the user
	 */
	Hypervisor create(O options, HypervisorContext context);
}
