package org.ringside.lab;

import java.util.List;
import java.util.Locale;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;

import org.ringside.hypervisor.Exits;

/**
 * What a run was, in numbers. Two runs of equal experiments with equal input have reports equal but for
 * {@code wallSeconds}, whatever the engine.
 *
 * @param guest id
 * @param board id or file
 * @param memory bytes
 * @param disks in the drives, with the digests of their contents when the run began
 * @param devices that were plugged into slots
 * @param reason why the run ended, as {@link Ending.Reason#text}
 * @param status the guest's own; 0 if it did not power off
 * @param reboots how often the guest reset the machine, which then started anew
 * @param steps instructions completed and traps and interrupts taken, of all harts
 * @param nanoseconds of machine time, with the idle time that was skipped
 * @param idleNanoseconds skipped because every hart waited
 * @param retired instructions completed, of all harts
 * @param retiredByHart the same, by hart
 * @param traps taken, by cause
 * @param interrupts taken, by cause
 * @param console what the guest printed
 * @param typed bytes delivered to the guest's serial line
 * @param state SHA-256 of the machine's final state
 * @param hypervisors that the machine was a VM of: empty, or one
 * @param wallSeconds time on the wall
 */
public record Report(String guest, String board, int harts, long memory, long seed, List<Image> disks, List<String> devices, String reason, int status, int reboots, long steps, long nanoseconds,
		long idleNanoseconds, long retired, List<Long> retiredByHart, List<Cause> traps, List<Cause> interrupts, Console console,
		long typed, String state, List<Virtualized> hypervisors, double wallSeconds) {

	/**
	 * Traps or interrupts of one cause.
	 *
	 * @param cause in the architecture's numbers
	 * @param name in the architecture's words; empty if it has none
	 */
	public record Cause(int cause, String name, long count) {
	}

	/**
	 * A disk image.
	 *
	 * @param use what became of what the guest wrote: kept, written or read-only
	 * @param sha256 of its contents when the run began
	 */
	public record Image(String name, String use, String sha256) {

		static Image of(Disk disk) {
			return new Image(disk.name(), disk.use().name().toLowerCase(Locale.ROOT).replace('_', '-'), disk.sha256());
		}
	}

	/**
	 * By whom the VM's steps were made, and why the guest came back to the hypervisor.
	 *
	 * @param id of the hypervisor
	 * @param direct instructions completed by the hardware
	 * @param emulated instructions completed by the hypervisor
	 * @param reflected traps and interrupts delivered to the guest; the three are all steps
	 * @param exits how often the guest came back
	 * @param causes the same, by kind and cause
	 */
	public record Virtualized(String id, long direct, long emulated, long reflected, long exits, List<Exits.Cause> causes) {
	}

	/** What the guest printed. */
	public record Console(long bytes, String sha256) {
	}

	/** The report as JSON, a line for each value. */
	public String json() {
		return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().setFieldNamingPolicy(FieldNamingPolicy.IDENTITY).create().toJson(this)
				+ "\n";
	}
}
