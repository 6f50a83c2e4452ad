package org.ringside.lab;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import org.ringside.engine.Differences;
import org.ringside.engine.Runner;
import org.ringside.lab.internal.Assembly;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.state.Digest;
import org.ringside.machine.state.Snapshot;

/**
 * Finds where two runs part that should be equal, such as one under a hypervisor and one on the bare machine. Both go on
 * from checkpoint to checkpoint; where their digests differ, the span is halved until it is one step. A span is run again
 * from a snapshot of both; if they then do not differ, because what went wrong began before it and is in no state, each
 * half is run from power-on instead.
 */
public final class Divergence implements AutoCloseable {

	/** Between the first two checkpoints, which is doubled from then on. */
	private static final long FIRST_SPAN = 10_000;
	/** Enough that hashing costs little beside running. */
	private static final long LONGEST_SPAN = 1L << 23;

	/**
	 * How it ended.
	 *
	 * @param steps after which the two were still equal
	 * @param equal that they never differed
	 * @param ending of both, if they are equal, and else of the first at the step after
	 * @param instruction that was next then, of the hart whose turn it was; empty if they are equal
	 * @param differences after one more step: registers by name, parts by path, memory by address; the first run's value, then the other's
	 */
	public record Result(long steps, boolean equal, Ending ending, String instruction, List<String> differences) {
	}

	private record Sides<T>(T one, T other) {
	}

	private final Sides<Supplier<Run>> makers;
	private final LongConsumer progress;
	private Sides<Run> runs;
	private Sides<Digest> digests = new Sides<>(new Digest(), new Digest());
	private Sides<Ending> endings = new Sides<>(new Ending(Ending.Reason.STEPS, 0), new Ending(Ending.Reason.STEPS, 0));
	private Sides<Snapshot> saved;
	private long equal;

	/**
	 * @param one makes the first run, at power-on, as often as asked, each time with input of its own
	 * @param other makes the other one
	 * @param progress is told the step up to which they are equal
	 */
	public Divergence(Supplier<Run> one, Supplier<Run> other, LongConsumer progress) {
		makers = new Sides<>(one, other);
		this.progress = progress;
		runs = make();
	}

	private Sides<Run> make() {
		Run one = makers.one.get();
		boolean complete = false;
		try {
			Sides<Run> made = new Sides<>(one, makers.other.get());
			complete = true;
			return made;
		} finally {
			if (!complete) {
				one.close();
			}
		}
	}

	/**
	 * Runs both until they end or differ.
	 *
	 * @param until machine step at which to end
	 */
	public Result find(long until) {
		if (!same()) {
			return new Result(0, false, endings.one, "power-on", differences());
		}
		keep();
		for (long span = FIRST_SPAN; equal < until; span = Math.min(span * 2, LONGEST_SPAN)) {
			long target = Math.min(until, equal + span);
			play(target);
			if (!same()) {
				return narrow(target);
			}
			keep();
			if (endings.one.reason() != Ending.Reason.STEPS) {
				break;
			}
		}
		return new Result(equal, true, endings.one, "", List.of());
	}

	private void play(long target) {
		endings = new Sides<>(runs.one.play(target, Run.FOR_EVER), runs.other.play(target, Run.FOR_EVER));
	}

	private boolean same() {
		return endings.one.equals(endings.other) && digest(digests.one, runs.one).equals(digest(digests.other, runs.other));
	}

	private static String digest(Digest digest, Run run) {
		return digest.of(run.assembly().machine().save());
	}

	private void keep() {
		saved = new Sides<>(runs.one.snapshot(), runs.other.snapshot());
		equal = runs.one.assembly().machine().clock().steps();
		progress.accept(equal);
	}

	/** They are equal after {@link #equal} steps, and not after {@code different}. */
	private Result narrow(long different) {
		back();
		play(different);
		boolean fromPowerOn = same();
		long least = equal;
		long most = different;
		while (most - least > 1) {
			long middle = least + (most - least) / 2;
			at(least, fromPowerOn);
			play(middle);
			if (same()) {
				least = middle;
				keep();
			} else {
				most = middle;
			}
		}
		at(least, fromPowerOn);
		Assembly assembly = runs.one.assembly();
		// idle time may pass before the step
		Runner.Stop next = assembly.runner().settle();
		String instruction = next == Runner.Stop.STEPS ? next(assembly) : "no hart can go on";
		play(most);
		return new Result(least, false, endings.one, instruction, differences());
	}

	private static String next(Assembly assembly) {
		Machine machine = assembly.machine();
		Hart hart = assembly.runner().current();
		int interrupt = hart.pendingInterrupt();
		String what = interrupt == Hart.NONE ? Differences.instruction(machine, hart, assembly.isa())
				: "0x%x: interrupt %s".formatted(hart.pc, hart.causeName(interrupt, true));
		return "hart %d, %s, %s".formatted(hart.index, hart.modeName(), what);
	}

	private void at(long step, boolean fromPowerOn) {
		if (!fromPowerOn) {
			back();
			return;
		}
		close();
		runs = make();
		digests = new Sides<>(new Digest(), new Digest());
		if (step > 0) {
			play(step);
		}
	}

	private void back() {
		runs.one.rewind(saved.one);
		runs.other.rewind(saved.other);
	}

	private List<String> differences() {
		List<String> found = Differences.between(runs.one.assembly().machine(), runs.other.assembly().machine(), runs.one.assembly().isa());
		if (!endings.one.equals(endings.other)) {
			found.addFirst("ending: " + words(endings.one) + " and " + words(endings.other));
		}
		return found;
	}

	private static String words(Ending ending) {
		return ending.reason().text() + (ending.status() == 0 ? "" : ", status " + ending.status());
	}

	@Override
	public void close() {
		runs.one.close();
		runs.other.close();
	}
}
