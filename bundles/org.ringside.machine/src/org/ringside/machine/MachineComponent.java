package org.ringside.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ringside.machine.privileged.Meter;

/** The state that belongs to the machine itself rather than to a part of it. */
record MachineComponent(Machine machine) implements Component<MachineComponent.State> {

	record Count(int cause, long count) {
	}

	/** @param recovery the hart's step at which the level's recovery counter expires, or -1 */
	record LevelState(int hart, int level, boolean parked, long recovery, Meter.Counts meter) {
	}

	record State(Clock.State clock, boolean ended, boolean reset, int status, List<Count> traps, List<Count> interrupts,
			List<LevelState> levels) {
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		Machine.Exit exit = machine.exit().orElse(null);
		return new State(machine.clock().state(), exit != null, exit != null && exit.kind() == Machine.Exit.Kind.RESET,
				exit == null ? 0 : exit.status(), list(machine.traps()), list(machine.interrupts()),
				machine.owned().stream().map(Level::state).toList());
	}

	@Override
	public void restore(State state) {
		machine.clock().restore(state.clock());
		machine.exit(state.ended() ? new Machine.Exit(state.reset() ? Machine.Exit.Kind.RESET : Machine.Exit.Kind.POWER_OFF,
				state.status()) : null);
		machine.counts(map(state.traps()), map(state.interrupts()));
		List<Level> owned = machine.owned();
		if (owned.size() != state.levels().size()) {
			throw new IllegalArgumentException("the snapshot has " + state.levels().size() + " owned privilege levels, the machine "
					+ owned.size() + ": use the same firmware");
		}
		for (int i = 0; i < owned.size(); i++) {
			owned.get(i).restore(state.levels().get(i));
		}
	}

	private static List<Count> list(Map<Integer, Long> counts) {
		List<Count> list = new ArrayList<>();
		counts.forEach((cause, count) -> list.add(new Count(cause, count)));
		return list;
	}

	private static Map<Integer, Long> map(List<Count> counts) {
		Map<Integer, Long> map = new TreeMap<>();
		counts.forEach(c -> map.put(c.cause(), c.count()));
		return map;
	}
}
