package org.ringside.engine;

import java.util.List;

import org.ringside.engine.internal.TableWatch;
import org.ringside.isa.Isa;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;

/** The executors of a machine's harts, coherent with its tables, and how one makes a piece of a turn. */
public final class Executors implements AutoCloseable {

	private final Machine machine;
	private final List<? extends Executor> executors;
	private final TableWatch tables;

	/** The machine must have all of its harts. */
	public Executors(Machine machine, Isa isa, ExecutorMaker maker) {
		this.machine = machine;
		executors = maker.create(machine, isa);
		tables = new TableWatch(machine);
	}

	/** The executors, in the harts' order. */
	public List<? extends Executor> all() {
		return executors;
	}

	/** Has the hart whose turn it is make at most {@code most} steps of it; or enters a level whose recovery counter expired. */
	public void turn(Turns turns, long most) {
		Hart hart = turns.current();
		if (machine.recovery(hart) == 0) {
			machine.recover(hart);
			return;
		}
		Executor executor = executors.get(hart.index);
		int made = executor.run(turns.grant(most));
		turns.made(made, executor.touchedDevice());
	}

	/** Lets go of the machine. */
	@Override
	public void close() {
		executors.forEach(Executor::close);
		tables.close();
	}
}
