package org.ringside.engine;

import java.util.List;

import org.ringside.engine.internal.Interpreter;
import org.ringside.engine.internal.Reference;
import org.ringside.isa.Isa;
import org.ringside.machine.Machine;

/**
 * The service that contributes a way to execute, with {@link org.ringside.machine.catalog.Contribution} giving its name.
 * All ways are equal to the guest; they differ in speed.
 */
public interface ExecutorMaker {

	/** Makes one executor for each hart of the machine, in their order. They may share what they cache. */
	List<? extends Executor> create(Machine machine, Isa isa);

	/** The reference and the interpreter, in this order, for programs without a service registry. */
	static List<ExecutorMaker> shipped() {
		return List.of(new Reference.Maker(), new Interpreter.Maker());
	}
}
