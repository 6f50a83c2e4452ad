package org.ringside.engine;

import java.util.List;

import org.ringside.isa.Isa;
import org.ringside.machine.Machine;

/**
 * The service that contributes a way to execute, with {@link org.ringside.machine.catalog.Contribution} giving its name.
 * All ways are equal to the guest; they differ in speed.
 */
public interface ExecutorMaker {

	/** Makes one executor for each hart of the machine, in their order. They may share what they cache. */
	List<? extends Executor> create(Machine machine, Isa isa);
}
