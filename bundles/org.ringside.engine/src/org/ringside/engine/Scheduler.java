package org.ringside.engine;

import org.ringside.isa.Isa;
import org.ringside.machine.Clock;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;

/** Runs a machine: all harts on the calling thread, in {@link Turns}. */
public final class Scheduler implements Runner {

	private final Machine machine;
	private final Executors executors;
	private final Turns turns;
	private final Probes probes;

	/** The machine must have all of its harts. The scheduler adds its turns to the machine's components. */
	public Scheduler(Machine machine, Isa isa, ExecutorMaker maker) {
		this.machine = machine;
		executors = new Executors(machine, isa, maker);
		turns = new Turns(machine);
		probes = new Probes(machine, executors.all(), hart -> hart.steps);
		machine.add("scheduler", turns);
	}

	@Override
	public void close() {
		executors.close();
	}

	@Override
	public void onIdle(Idle idle) {
		turns.onIdle(idle);
	}

	@Override
	public Probes probes() {
		return probes;
	}

	@Override
	public Stop run(long steps) {
		return run(steps, machine.harts().size());
	}

	@Override
	public Stop step(Hart hart, long most) {
		return run(most, hart.index);
	}

	/** @param single index of the hart that makes one step; no hart's if none is to be seen to */
	private Stop run(long steps, int single) {
		probes.begin();
		Clock clock = machine.clock();
		long end = clock.steps() + steps;
		while (true) {
			if (turns.complete(end)) {
				return Stop.STEPS;
			}
			Stop stop = turns.settle();
			if (stop != Stop.STEPS) {
				return stop;
			}
			Hart hart = turns.current();
			long made = hart.steps;
			executors.turn(turns, hart.index == single ? 1 : end - clock.steps());
			if (probes.stopped()) {
				return Stop.PROBE;
			}
			if (hart.index == single && made != hart.steps && machine.exit().isEmpty()) {
				return Stop.STEPS;
			}
		}
	}

	@Override
	public Stop settle() {
		return turns.settle();
	}

	@Override
	public Hart current() {
		return turns.current();
	}

	@Override
	public void stop() {
		turns.stop();
	}
}
