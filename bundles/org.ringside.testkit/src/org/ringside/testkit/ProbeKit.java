package org.ringside.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

import org.ringside.engine.Breakpoint;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Hit;
import org.ringside.engine.Probes;
import org.ringside.engine.Runner.Stop;
import org.ringside.engine.Watchpoint;
import org.ringside.machine.Hart;
import org.ringside.machine.Memory;

/**
 * Holds executors to what probes promise: a run stops before exactly the instructions that breakpoints and watchpoints
 * name, at the same steps on all executors, and what it does is what it does without them.
 */
public final class ProbeKit {

	/** Probes of a round; more would leave little to run between them. */
	private static final int BREAKPOINTS = 3;
	private static final int WATCHPOINTS = 2;
	private static final int WATCHED = 4;

	/** A run without probes: what can be said before each of its steps. */
	private record Straight(List<String> digests, List<Long> instructions, List<Memory.Snapshot> memories) {
	}

	/** Where a run stopped. */
	private record At(long step, Hit hit) {
	}

	private final Bench.Maker maker;
	private final List<ExecutorMaker> executors;
	private final Straight straight;
	private final long base;
	private final LongUnaryOperator virtual;
	private final RandomGenerator random;

	/**
	 * @param steps of the run; fewer if the machine ends
	 * @param base machine address of the first frame; the others follow
	 * @param virtual a virtual address at which a machine address is mostly reached
	 */
	public ProbeKit(Bench.Maker maker, List<ExecutorMaker> executors, int steps, long base, LongUnaryOperator virtual, long seed) {
		this.maker = maker;
		this.executors = executors;
		this.base = base;
		this.virtual = virtual;
		random = new SplittableRandom(seed);
		straight = straight(steps);
	}

	private Straight straight(int steps) {
		Straight run = new Straight(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		try (Bench bench = maker.make(executors.getFirst())) {
			Stop stop = Stop.STEPS;
			while (stop == Stop.STEPS && run.digests().size() <= steps) {
				boolean runs = bench.runner().settle() == Stop.STEPS;
				run.digests().add(bench.digest());
				run.memories().add(bench.machine().memory().snapshot());
				Hart hart = bench.runner().current();
				run.instructions().add(runs && hart.pendingInterrupt() == Hart.NONE ? hart.pc : null);
				stop = bench.run(1);
			}
		}
		return run;
	}

	/** So many rounds with other probes in each. */
	public void rounds(int rounds) {
		for (int i = 0; i < rounds; i++) {
			breakpoints();
			watchpoints();
		}
	}

	private void breakpoints() {
		Set<Long> chosen = new HashSet<>();
		for (int i = 0; i < BREAKPOINTS; i++) {
			Long pc = straight.instructions().get(random.nextInt(straight.instructions().size()));
			chosen.add(pc == null ? 0 : pc);
		}
		List<Long> expected = new ArrayList<>();
		for (int step = 0; step + 1 < straight.instructions().size(); step++) {
			if (chosen.contains(straight.instructions().get(step))) {
				expected.add((long) step);
			}
		}
		for (ExecutorMaker executor : executors) {
			List<At> stops = stops(executor, probes -> chosen.forEach(pc -> probes.add(new Breakpoint(pc))));
			if (!stops.stream().map(At::step).toList().equals(expected)) {
				throw new AssertionError("with breakpoints at %s %s stops at steps %s instead of %s".formatted(hex(chosen), name(executor),
						stops, expected));
			}
		}
	}

	private void watchpoints() {
		List<Watchpoint> chosen = new ArrayList<>();
		for (int i = 0; i < WATCHPOINTS; i++) {
			long address = base + changed();
			boolean machine = random.nextBoolean();
			chosen.add(new Watchpoint(machine ? address : virtual.applyAsLong(address), random.nextInt(WATCHED) + 1L,
					Watchpoint.On.values()[random.nextInt(3)], machine ? Watchpoint.Space.MACHINE : Watchpoint.Space.VIRTUAL));
		}
		List<At> first = null;
		for (ExecutorMaker executor : executors) {
			List<At> stops = stops(executor, probes -> chosen.forEach(probes::add));
			if (first == null) {
				first = stops;
			} else if (!first.equals(stops)) {
				throw new AssertionError("with %s %s stops at %s and %s at %s".formatted(chosen, name(executors.getFirst()), first,
						name(executor), stops));
			}
		}
		Set<Long> stopped = new HashSet<>(first.stream().map(At::step).toList());
		chosen.stream().filter(w -> w.space() == Watchpoint.Space.MACHINE && w.on() != Watchpoint.On.READ).forEach(w -> seen(w, stopped));
	}

	/** Every step that changed what is watched must have been stopped before; so that one which is a store's is not missed. */
	private void seen(Watchpoint watchpoint, Set<Long> stopped) {
		int frame = (int) ((watchpoint.address() - base) / Memory.FRAME);
		int from = (int) ((watchpoint.address() - base) % Memory.FRAME);
		int to = (int) Math.min(Memory.FRAME, from + watchpoint.length());
		for (int step = 0; step + 1 < straight.memories().size(); step++) {
			Memory.Snapshot before = straight.memories().get(step);
			Memory.Snapshot after = straight.memories().get(step + 1);
			if (!before.same(frame, after) && !Arrays.equals(before.read(frame), from, to, after.read(frame), from, to)
					&& !stopped.contains((long) step)) {
				throw new AssertionError(watchpoint + " was changed by step " + step + " without a stop; there were stops at " + stopped);
			}
		}
	}

	/** Memory offset of a byte that the run changes; of any, if it changes none. */
	private long changed() {
		Memory.Snapshot before = straight.memories().getFirst();
		Memory.Snapshot after = straight.memories().getLast();
		List<Integer> frames = new ArrayList<>();
		for (int frame = 0; frame < before.frames(); frame++) {
			if (!before.same(frame, after)) {
				frames.add(frame);
			}
		}
		if (frames.isEmpty()) {
			return 0;
		}
		int frame = frames.get(random.nextInt(frames.size()));
		byte[] old = before.read(frame);
		byte[] now = after.read(frame);
		List<Long> bytes = new ArrayList<>();
		for (int i = 0; i < old.length; i++) {
			if (old[i] != now[i]) {
				bytes.add((long) frame * Memory.FRAME + i);
			}
		}
		return bytes.isEmpty() ? (long) frame * Memory.FRAME : bytes.get(random.nextInt(bytes.size()));
	}

	/** Sets probes. */
	private interface Setting {
		void on(Probes probes);
	}

	/** Runs to the end, and compares with the straight run at every stop. */
	private List<At> stops(ExecutorMaker executor, Setting setting) {
		List<At> stops = new ArrayList<>();
		long end = straight.digests().size() - 1L;
		try (Bench bench = maker.make(executor)) {
			setting.on(bench.runner().probes());
			Stop stop = bench.run(end);
			while (stop == Stop.PROBE) {
				stops.add(new At(bench.steps(), bench.runner().probes().hit().orElseThrow()));
				compare(bench, executor);
				stop = bench.run(end - bench.steps());
			}
			bench.runner().settle();
			compare(bench, executor);
		}
		return stops;
	}

	private void compare(Bench bench, ExecutorMaker executor) {
		if (!bench.digest().equals(straight.digests().get((int) bench.steps()))) {
			throw new AssertionError("with %s on %s the state differs at step %d".formatted(bench.runner().probes().all(), name(executor),
					bench.steps()));
		}
	}

	private static String name(ExecutorMaker executor) {
		return executor.getClass().getEnclosingClass().getSimpleName();
	}

	private static List<String> hex(Set<Long> addresses) {
		return addresses.stream().map(Long::toHexString).toList();
	}
}
