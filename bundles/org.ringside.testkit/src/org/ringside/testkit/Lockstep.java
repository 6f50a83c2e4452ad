package org.ringside.testkit;

import java.util.List;

import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner.Stop;
import org.ringside.machine.state.Snapshot;

/**
 * Holds two executors to each other: the same machine runs on both, and after every chunk of steps all state must be
 * equal. When it is not, the chunk is run again from its beginning to find the first step that differs.
 *
 * <p>Chunks of one step find everything; longer ones also find what shows only when an executor runs freely, and are
 * faster.
 */
public final class Lockstep implements AutoCloseable {

	private final Bench first;
	private final Bench second;

	/** Makes the machine twice. */
	public Lockstep(Bench.Maker maker, ExecutorMaker first, ExecutorMaker second) {
		this(maker.make(first), maker.make(second));
	}

	/** Two benches in equal states; closed with this. */
	public Lockstep(Bench first, Bench second) {
		this.first = first;
		this.second = second;
	}

	public Bench first() {
		return first;
	}

	public Bench second() {
		return second;
	}

	@Override
	public void close() {
		first.close();
		second.close();
	}

	/**
	 * Runs both.
	 *
	 * @param steps at most so many
	 * @param chunk steps between two comparisons
	 * @return why it ended
	 * @throws AssertionError at the first difference, with the instruction and what differs after it
	 */
	public Stop run(long steps, int chunk) {
		Stop stop = Stop.STEPS;
		if (!first.equalTo(second)) {
			throw new AssertionError("the machines differ from the start:" + lines(first.differences(second)));
		}
		for (long done = 0; done < steps && stop == Stop.STEPS; done += chunk) {
			Snapshot before = first.save();
			long n = Math.min(chunk, steps - done);
			stop = first.run(n);
			Stop other = second.run(n);
			if (stop != other || !first.equalTo(second)) {
				throw diverged(before, n, stop, other);
			}
		}
		return stop;
	}

	private AssertionError diverged(Snapshot before, long n, Stop one, Stop other) {
		List<String> atEnd = first.differences(second);
		first.restore(before);
		second.restore(before);
		for (long i = 0; i < n; i++) {
			long at = first.steps();
			String instructions = instructions();
			Stop a = first.run(1);
			Stop b = second.run(1);
			if (a != b || !first.equalTo(second)) {
				return new AssertionError("step %d differs, %s and %s, at%s%s".formatted(at, a, b, instructions,
						lines(first.differences(second))));
			}
		}
		return new AssertionError("%d steps from step %d differ (%s, %s) when run at once, but not one by one:%s".formatted(n,
				first.steps() - n, one, other, lines(atEnd)));
	}

	private String instructions() {
		StringBuilder text = new StringBuilder();
		for (int hart = 0; hart < first.machine().harts().size(); hart++) {
			text.append("\n\thart ").append(hart).append(' ').append(first.instruction(hart));
		}
		return text.toString();
	}

	private static String lines(List<String> lines) {
		return "\n\t" + String.join("\n\t", lines.subList(0, Math.min(40, lines.size())));
	}
}
