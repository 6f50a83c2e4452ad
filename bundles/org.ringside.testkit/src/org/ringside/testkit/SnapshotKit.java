package org.ringside.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner.Stop;
import org.ringside.machine.Machine;
import org.ringside.machine.state.Snapshot;
import org.ringside.machine.state.SnapshotFile;

/**
 * Holds a machine to exact save and restore: whatever was saved at any step, put back into the same machine or into
 * another one that did something else before, goes on as if nothing had happened.
 */
public final class SnapshotKit {

	/** A snapshot is written to a file and read back at every so many steps. */
	private static final int FILE_EVERY = 61;
	/** In windows longer than this, the machine goes on for long after every few restores only, and one step after the others. */
	private static final int LONG_WINDOW = 2000;
	private static final int FAR_EVERY = 16;

	private SnapshotKit() {
	}

	/**
	 * At every step of a window: save; restore into another machine; restore in place, too, after going on; each then
	 * must be as the straight run is.
	 *
	 * @param from first step of the window
	 * @param steps of the window; fewer if the machine ends
	 * @param ahead how many steps each restored machine goes on; in long windows only some, to save time
	 * @throws AssertionError naming the step, and what differs
	 */
	public static void everyStep(Bench.Maker maker, ExecutorMaker executor, long from, int steps, int ahead) {
		List<String> straight = straight(maker, executor, from, steps + ahead);
		try (Bench bench = maker.make(executor); Bench other = maker.make(executor)) {
			bench.run(from);
			for (int i = 0; i < Math.min(steps, straight.size()); i++) {
				Snapshot saved = stored(bench.save(), i);
				other.restore(saved);
				boolean far = steps <= LONG_WINDOW || i % FAR_EVERY == 0;
				goesOn("restored into another machine", other, bench, straight, i, far ? ahead : 1);
				if (far) {
					bench.run(ahead);
					bench.restore(saved);
				}
				goesOn("restored in place", bench, other, straight, i, 1);
			}
		}
	}

	/** Digests after each step; shorter than asked for if the machine ended. */
	private static List<String> straight(Bench.Maker maker, ExecutorMaker executor, long from, int steps) {
		List<String> digests = new ArrayList<>();
		try (Bench bench = maker.make(executor)) {
			Stop stop = bench.run(from);
			digests.add(bench.digest());
			while (stop == Stop.STEPS && digests.size() <= steps) {
				stop = bench.run(1);
				digests.add(bench.digest());
			}
		}
		return digests;
	}

	private static void goesOn(String how, Bench bench, Bench other, List<String> straight, int step, int ahead) {
		equal(how, bench, other, straight, step, step);
		int end = Math.min(step + ahead, straight.size() - 1);
		bench.run(end - step);
		equal(how, bench, other, straight, step, end);
	}

	private static void equal(String how, Bench bench, Bench other, List<String> straight, int saved, int now) {
		if (!bench.digest().equals(straight.get(now))) {
			throw new AssertionError("saved %d steps after the window's begin and %s, the machine is another one %d steps later, at %s\n\t%s"
					.formatted(saved, how, now - saved, bench.instruction(0), String.join("\n\t", bench.differences(other))));
		}
	}

	private static Snapshot stored(Snapshot saved, int step) {
		if (step % FILE_EVERY != 0) {
			return saved;
		}
		try {
			Path file = Files.createTempFile("snapshot", ".ringside");
			try {
				SnapshotFile.write(saved, file);
				return SnapshotFile.read(file);
			} finally {
				Files.delete(file);
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * At every step of a window, something happens from outside, such as an interrupt: both executors then go on equally,
	 * and so does a machine that is saved and restored between.
	 *
	 * @param event done to the machine between two steps
	 * @throws AssertionError naming the step, and what differs
	 */
	public static void everyStepDisturbed(Bench.Maker maker, ExecutorMaker executor, ExecutorMaker reference, long from, int steps, int ahead,
			Consumer<Machine> event) {
		try (Bench straight = maker.make(executor);
				Bench bench = maker.make(executor);
				Bench judge = maker.make(reference);
				Lockstep both = new Lockstep(bench, judge)) {
			Stop stop = straight.run(from);
			for (int i = 0; i < steps && stop == Stop.STEPS; i++) {
				Snapshot here = straight.save();
				bench.restore(here);
				judge.restore(here);
				event.accept(bench.machine());
				event.accept(judge.machine());
				try {
					both.run(ahead, ahead);
				} catch (AssertionError e) {
					throw new AssertionError("disturbed %d steps after the window's begin: %s".formatted(i, e.getMessage()), e);
				}
				Snapshot end = bench.save();
				judge.restore(here);
				event.accept(judge.machine());
				judge.run(ahead / 2);
				Snapshot half = judge.save();
				bench.restore(half);
				bench.run(ahead - ahead / 2);
				judge.restore(end);
				if (!bench.equalTo(judge)) {
					throw new AssertionError("disturbed %d steps after the window's begin, and saved %d later: it ends as another machine\n\t%s"
							.formatted(i, ahead / 2, String.join("\n\t", bench.differences(judge))));
				}
				stop = straight.run(1);
			}
		}
	}
}
