package org.ringside.hypervisor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why the guest came back to the hypervisor, by kind and cause; and by whom its steps were made: <em>direct</em>, by the
 * hardware between two entries; <em>emulated</em>, by the hypervisor; <em>reflected</em>, traps and interrupts that it
 * delivered to the guest. The three are all steps of the VM.
 */
public final class Exits {

	/** What an exit is about. */
	public enum Kind {
		/** A sensitive instruction or register. */
		PRIVILEGED,
		/** Shadow tables: an entry to be filled, or a table of the guest that is written to. */
		MEMORY,
		/** A device of the VM. */
		DEVICE,
		/** An interrupt of the hardware. */
		INTERRUPT,
		/** The guest asked on purpose. */
		HYPERCALL,
		/** The steps granted were made: a turn's end, or a deadline of the VM. */
		COUNT,
		/** The guest waits for an interrupt. */
		IDLE,
		/** A trap that is the guest's own. */
		FAULT
	}

	/**
	 * How often.
	 *
	 * @param cause in the architecture's or the VM's words
	 */
	public record Cause(Kind kind, String cause, long count) {

		/** Kind and cause, for people. */
		@Override
		public String toString() {
			return kind.name().toLowerCase(Locale.ROOT) + " " + cause;
		}
	}

	/** As state. */
	public record State(long direct, long emulated, long reflected, List<Cause> causes) {
	}

	private final Map<Kind, Map<String, long[]>> counts = new EnumMap<>(Kind.class);
	private long direct;
	private long emulated;
	private long reflected;

	/** Counts an exit. */
	public void count(Kind kind, String cause) {
		add(kind, cause, 1);
	}

	private void add(Kind kind, String cause, long times) {
		counts.computeIfAbsent(kind, _ -> new HashMap<>()).computeIfAbsent(cause, _ -> new long[1])[0] += times;
	}

	/** The hardware made steps. */
	public void direct(long steps) {
		direct += steps;
	}

	/** The hypervisor made steps, some of which were traps or interrupts. */
	public void emulated(long steps, long traps) {
		emulated += steps - traps;
		reflected += traps;
	}

	/** Instructions completed by the hardware. */
	public long direct() {
		return direct;
	}

	/** Instructions completed by the hypervisor. */
	public long emulated() {
		return emulated;
	}

	/** Traps and interrupts delivered to the guest. */
	public long reflected() {
		return reflected;
	}

	/** All causes, by kind and name. */
	public List<Cause> causes() {
		List<Cause> all = new ArrayList<>();
		counts.forEach((kind, causes) -> new TreeMap<>(causes).forEach((cause, count) -> all.add(new Cause(kind, cause, count[0]))));
		return all;
	}

	/** All exits. */
	public long total() {
		return causes().stream().mapToLong(Cause::count).sum();
	}

	public State state() {
		return new State(direct, emulated, reflected, causes());
	}

	public void restore(State state) {
		direct = state.direct();
		emulated = state.emulated();
		reflected = state.reflected();
		counts.clear();
		state.causes().forEach(cause -> add(cause.kind(), cause.cause(), cause.count()));
	}
}
