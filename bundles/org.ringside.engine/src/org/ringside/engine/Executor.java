package org.ringside.engine;

import java.util.Optional;

import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.runtime.AccessProbe;
import org.ringside.machine.runtime.Slice;

/**
 * Runs the instructions of one hart. Taking traps and interrupts between them is the same for all executors, and is
 * here: an interrupt is seen before the next instruction, because whatever can make one deliverable ends the slice.
 */
public abstract class Executor implements AutoCloseable {

	protected final Machine machine;
	protected final Hart hart;
	protected final Slice slice;
	private Probes probes = new Probes();

	protected Executor(Machine machine, Hart hart) {
		this.machine = machine;
		this.hart = hart;
		slice = new Slice(hart, machine.clock());
	}

	/**
	 * Makes at most {@code limit} steps; fewer if the hart waits, a device was touched, or something needs attention.
	 *
	 * @return the steps made; hart and clock have counted them
	 */
	public final int run(int limit) {
		slice.begin(limit);
		while (slice.made < slice.limit) {
			int interrupt = hart.pendingInterrupt();
			if (interrupt != Hart.NONE) {
				slice.sync();
				taken(machine.interrupt(hart, interrupt));
			} else if (hart.waiting) {
				break;
			} else if (instructions()) {
				slice.sync();
				if (probes.stop(hart)) {
					break;
				}
				taken(machine.trap(hart));
			}
		}
		slice.sync();
		probes.stopAfter(hart);
		return slice.made;
	}

	private void taken(boolean byOwner) {
		slice.made++;
		if (byOwner) {
			slice.cut();
		}
	}

	/** True if the last {@link #run} ended at an access to a device. */
	public final boolean touchedDevice() {
		return slice.cut;
	}

	/** The probes to stop at, which have changed. */
	final void use(Probes probes) {
		this.probes = probes;
		probe(probes.addresses(), probes.watching());
	}

	/**
	 * True if the run has to stop before the instruction at the hart's pc. To be asked before each instruction that
	 * {@link #probe} took out of what is executed fast; if so, {@link #instructions} must return true without executing it.
	 */
	protected final boolean stopsHere() {
		if (probes.addresses().length == 0) {
			return false;
		}
		slice.sync();
		return probes.stopsAt(hart);
	}

	/**
	 * Breakpoints and watchpoints are others than before.
	 *
	 * @param breakpoints virtual addresses, in ascending order, before whose instructions {@link #stopsHere} must be asked,
	 *        in whatever frame
	 * @param data to be asked before accesses, as {@link org.ringside.machine.runtime.Access#probe} does
	 */
	protected abstract void probe(long[] breakpoints, Optional<AccessProbe> data);

	/**
	 * Executes instructions until the slice is used up or something unusual happens, counting them in the slice.
	 *
	 * @return true if the instruction at the hart's pc raised a trap, which has not been taken yet, or if the run has to
	 *         stop before it
	 */
	protected abstract boolean instructions();

	/** Lets go of hart and memory. */
	@Override
	public abstract void close();
}
