package org.ringside.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

import org.ringside.machine.AccessKind;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.runtime.AccessProbe;

/**
 * The breakpoints and watchpoints of a machine. Where none is set they cost nothing, because nothing asks for them: a
 * breakpoint takes the decoded code at its offset out of all pages, so that the executor looks where it would decode; a
 * watchpoint takes its pages out of the tables of translations, so that accesses to them come by the slow way.
 *
 * <p>A stop lies between two steps and changes nothing: the run that goes on is the run that did not stop. The stop is
 * before the instruction, and each hart stops for each kind of probe at most once before each of its steps; so going on
 * passes the probe, and an interrupt that is taken first does not. The one stop after an instruction is at a watchpoint
 * that the instruction reaches when it has touched a device, since it cannot begin again. No probe is state of the machine.
 *
 * <pre>{@code
 * runner.probes().add(new Breakpoint(0x8020_0000L));
 * if (runner.run(1_000_000) == Stop.PROBE) {
 * 	System.out.println(runner.probes().hit().orElseThrow());
 * }
 * }</pre>
 *
 * To be used on the thread that runs the machine, between two runs.
 */
public final class Probes {

	private static final long NEVER = -1;

	/** What a hart has stopped for already: its steps then, and the pc. */
	private static final class Passed {
		long breakpoint = NEVER;
		long watchpoint = NEVER;
		long pc;
	}

	private final List<Hart> harts;
	private final List<? extends Executor> executors;
	private final ToLongFunction<Hart> steps;
	private final Set<Breakpoint> breakpoints = new LinkedHashSet<>();
	private final Set<Watchpoint> watchpoints = new LinkedHashSet<>();
	private final Passed[] passed;
	private final Watching watching = new Watching();
	private long[] addresses = {};
	private Probe reached;
	private Watchpoint after;
	private long reachedAt;
	private Hit hit;

	/** Of an executor that was handed none. */
	Probes() {
		harts = List.of();
		executors = List.of();
		steps = hart -> hart.steps;
		passed = new Passed[0];
	}

	/**
	 * No probe yet.
	 *
	 * @param machine with all of its harts
	 * @param executors of the harts, in their order; handed what is set
	 * @param steps of what is run by a hart: the hart's own, or those of the virtual CPU that it runs. A probe is passed
	 *        once for each count
	 */
	public Probes(Machine machine, List<? extends Executor> executors, ToLongFunction<Hart> steps) {
		this.harts = machine.harts();
		this.executors = executors;
		this.steps = steps;
		passed = new Passed[harts.size()];
		Arrays.setAll(passed, _ -> new Passed());
	}

	// ---- for whoever debugs

	/** Sets a probe; one that is set already stays. */
	public void add(Probe probe) {
		switch (probe) {
		case Breakpoint breakpoint -> breakpoints.add(breakpoint);
		case Watchpoint watchpoint -> watchpoints.add(watchpoint);
		}
		update();
	}

	/** Takes a probe away; false if it was not set. */
	public boolean remove(Probe probe) {
		boolean was = probe instanceof Breakpoint ? breakpoints.remove(probe) : watchpoints.remove(probe);
		update();
		return was;
	}

	/** Takes all probes away. */
	public void clear() {
		breakpoints.clear();
		watchpoints.clear();
		update();
	}

	/** The probes that are set. */
	public List<Probe> all() {
		List<Probe> all = new ArrayList<>(breakpoints);
		all.addAll(watchpoints);
		return all;
	}

	/** What the last run stopped at; empty if it did not stop at a probe. */
	public Optional<Hit> hit() {
		return Optional.ofNullable(hit);
	}

	private void update() {
		addresses = breakpoints.stream().mapToLong(Breakpoint::address).sorted().toArray();
		executors.forEach(executor -> executor.use(this));
	}

	// ---- for runners

	/** To be called when a run begins. A hart passes what it stopped for only if it is still there. */
	public void begin() {
		hit = null;
		for (Hart hart : harts) {
			Passed of = passed[hart.index];
			long now = steps.applyAsLong(hart);
			if (of.pc != hart.pc || of.breakpoint != now) {
				of.breakpoint = NEVER;
			}
			if (of.pc != hart.pc || of.watchpoint != now) {
				of.watchpoint = NEVER;
			}
		}
	}

	/** True if the run has to stop, whenever an executor has returned. */
	public boolean stopped() {
		return hit != null;
	}

	// ---- for executors

	/** Virtual addresses of the breakpoints, ascending. */
	long[] addresses() {
		return addresses;
	}

	/** Who is to be asked before accesses; empty if there is no watchpoint. */
	Optional<AccessProbe> watching() {
		return watchpoints.isEmpty() ? Optional.empty() : Optional.of(watching);
	}

	/** True if the hart, whose steps are counted, has to stop before the instruction at its pc. */
	boolean stopsAt(Hart hart) {
		if (Arrays.binarySearch(addresses, hart.pc) < 0 || passed[hart.index].breakpoint == steps.applyAsLong(hart)) {
			return false;
		}
		reached = new Breakpoint(hart.pc);
		reachedAt = hart.pc;
		return true;
	}

	/** True if {@link #stopsAt} or a watchpoint stops the hart, which is at the instruction now, its steps counted. */
	boolean stop(Hart hart) {
		if (reached == null) {
			return false;
		}
		hit = new Hit(reached, hart.index, hart.pc, reachedAt);
		Passed of = passed[hart.index];
		of.pc = hart.pc;
		if (reached instanceof Breakpoint) {
			of.breakpoint = steps.applyAsLong(hart);
		} else {
			of.watchpoint = steps.applyAsLong(hart);
		}
		reached = null;
		return true;
	}

	/** Stops a hart that reached a watchpoint when it could not stop before the instruction, which is executed now. */
	void stopAfter(Hart hart) {
		if (after != null) {
			hit = new Hit(after, hart.index, hart.pc, reachedAt);
			after = null;
		}
	}

	/** The watchpoints, as executors' ways to data ask them. */
	private final class Watching implements AccessProbe {

		@Override
		public boolean denies(long va, long address) {
			for (Watchpoint watchpoint : watchpoints) {
				long at = watchpoint.space() == Watchpoint.Space.VIRTUAL ? va : address;
				if (watchpoint.touches(at & -Memory.FRAME, Memory.FRAME)) {
					return true;
				}
			}
			return false;
		}

		@Override
		public boolean stops(Hart hart, long va, int width, AccessKind kind, boolean begun) {
			if (passed[hart.index].watchpoint == steps.applyAsLong(hart)) {
				return false;
			}
			for (Watchpoint watchpoint : watchpoints) {
				if (watchpoint.on().counts(kind) && reaches(watchpoint, hart, va, width)) {
					reached = begun ? null : watchpoint;
					after = begun ? watchpoint : null;
					return !begun;
				}
			}
			return false;
		}

		private boolean reaches(Watchpoint watchpoint, Hart hart, long va, int width) {
			if (watchpoint.space() == Watchpoint.Space.VIRTUAL) {
				return touches(watchpoint, va, width);
			}
			int here = (int) Math.min(width, Memory.FRAME - (va & Memory.FRAME - 1));
			OptionalLong first = hart.examine(va);
			if (first.isPresent() && touches(watchpoint, first.getAsLong(), here)) {
				return true;
			}
			OptionalLong second = here < width ? hart.examine(va + here) : OptionalLong.empty();
			return second.isPresent() && touches(watchpoint, second.getAsLong(), width - here);
		}

		private boolean touches(Watchpoint watchpoint, long from, int width) {
			reachedAt = Long.compareUnsigned(from, watchpoint.address()) < 0 ? watchpoint.address() : from;
			return watchpoint.touches(from, width);
		}
	}
}
