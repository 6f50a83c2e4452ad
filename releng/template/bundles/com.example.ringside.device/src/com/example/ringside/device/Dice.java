package com.example.ringside.device;

import org.osgi.service.component.annotations.Component;
import org.ringside.machine.BusError;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

/**
 * A die: a read of the word at offset 0 throws it. Chance comes from the machine's seed alone, and where the next throw
 * stands is state, so that a run can be repeated, and saved and restored between two throws.
 */
public final class Dice implements Device<Dice.State> {

	private static final long SIZE = 0x1000;

	/**
	 * What can be set on a board: {@code device die dice at 0x1000 sides=20}.
	 *
	 * @param sides of the die
	 */
	public record Options(@Option(help = "how many sides the die has, 1 to 1000", value = "6") int sides) {

		/** What is wrong is said in one line, with the mend. */
		public Options {
			if (sides < 1 || sides > 1000) {
				throw new IllegalArgumentException("sides=" + sides + ": a die has 1 to 1000 sides");
			}
		}
	}

	/**
	 * All that a snapshot has to keep.
	 *
	 * @param chance what the next throw is made of
	 */
	public record State(long chance) {
	}

	/** The contribution: makes dice and remembers none. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "dice", label = "A die that a program can throw")
	public static final class Maker implements DeviceMaker<Options> {

		@Override
		public Class<Options> options() {
			return Options.class;
		}

		@Override
		public long size() {
			return SIZE;
		}

		@Override
		public Dice create(Options options, DeviceContext context) {
			return new Dice(options.sides(), context.seed());
		}
	}

	private final int sides;
	private final long seed;
	private long chance;

	private Dice(int sides, long seed) {
		this.sides = sides;
		this.seed = seed;
		reset();
	}

	@Override
	public void reset() {
		chance = seed;
	}

	@Override
	public long read(long offset, int width) {
		if (offset != 0 || width != 4) {
			throw BusError.BUS_ERROR;
		}
		// the generator of Knuth's MMIX; its high bits are the good ones
		chance = chance * 6364136223846793005L + 1442695040888963407L;
		return Long.remainderUnsigned(chance >>> 33, sides) + 1;
	}

	@Override
	public void write(long offset, int width, long value) {
		throw BusError.BUS_ERROR;
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(chance);
	}

	@Override
	public void restore(State state) {
		chance = state.chance();
	}
}
