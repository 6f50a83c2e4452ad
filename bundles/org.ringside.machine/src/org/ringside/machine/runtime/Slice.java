package org.ringside.machine.runtime;

import org.ringside.machine.Clock;
import org.ringside.machine.Hart;

/**
 * A run of one hart between two looks of the scheduler: how many steps it made, and how many it may. The loop keeps the
 * count in a local and leaves it here before anything that could read the time; clock and hart are brought up to it by
 * {@link #sync}.
 */
public final class Slice {

	private final Hart hart;
	private final Clock clock;
	private int synced;

	/** Steps made in this slice. */
	public int made;

	/** The slice ends when this many steps are made; lowered to end it after the current instruction. */
	public int limit;

	/** True once the slice was ended by an access to a device. */
	public boolean cut;

	public Slice(Hart hart, Clock clock) {
		this.hart = hart;
		this.clock = clock;
	}

	/** Begins a slice of at most {@code limit} steps. */
	public void begin(int limit) {
		made = 0;
		synced = 0;
		cut = false;
		this.limit = limit;
	}

	/** Brings the hart's step count and the clock up to {@link #made}. */
	public void sync() {
		int since = made - synced;
		synced = made;
		hart.steps += since;
		clock.advance(since);
	}

	/** Says how many steps are made, and brings hart and clock up to that. For generated code, before system rows. */
	public static void at(Slice slice, int made) {
		slice.made = made;
		slice.sync();
	}

	/** Ends the slice after the current instruction. */
	public void end() {
		limit = Integer.MIN_VALUE;
	}

	/** Ends the slice because a device was touched: deadlines and interrupts may have changed, another hart's too. */
	public void cut() {
		cut = true;
		limit = Integer.MIN_VALUE;
	}

	/** Ends the slice as {@link #cut} does if a deadline has come, as when what was just done set one. */
	public void cutIfDue() {
		if (clock.stepsToNext() == 0) {
			cut();
		}
	}
}
