package org.ringside.machine.privileged;

/** Counts the uses of a {@link Privileged} contract, from the start of the machine. */
public final class Meter {

	public long entries;
	public long registerReads;
	public long registerWrites;
	public long loads;
	public long stores;
	public long fences;
	public long waits;
	public long remappings;

	/** The counts, for state and reports. */
	public record Counts(long entries, long registerReads, long registerWrites, long loads, long stores, long fences, long waits,
			long remappings) {
	}

	public Counts counts() {
		return new Counts(entries, registerReads, registerWrites, loads, stores, fences, waits, remappings);
	}

	public void restore(Counts counts) {
		entries = counts.entries();
		registerReads = counts.registerReads();
		registerWrites = counts.registerWrites();
		loads = counts.loads();
		stores = counts.stores();
		fences = counts.fences();
		waits = counts.waits();
		remappings = counts.remappings();
	}
}
