package org.ringside.hypervisor;

import org.ringside.engine.Runner;
import org.ringside.machine.Component;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;

/** A hypervisor on its physical machine, with one VM. */
public interface Hypervisor extends AutoCloseable {

	/** The frames that the VM has as its memory; guest-physical page 0 of memory is frame 0 here, and another of the machine. */
	Memory memory();

	/**
	 * Takes over the VM, which was built in {@link #memory()} with its harts, devices and owners, and is switched on. The
	 * component {@code scheduler} is added to it. From now on its steps are made by what is answered, in VM steps, in the
	 * VM's clock, equal to those of a machine that has all this as hardware.
	 */
	Runner take(Machine vm);

	/** What came back to the hypervisor so far. */
	Exits exits();

	/** The hypervisor's own state, beside that of the VM. */
	Component<?> component();

	/** Lets go of machine and VM. */
	@Override
	void close();
}
