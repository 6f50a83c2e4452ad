package org.ringside.hypervisor.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ringside.hypervisor.internal.ShadowState.TraceState;
import org.ringside.hypervisor.internal.ShadowState.UseState;
import org.ringside.machine.Hart;
import org.ringside.machine.Memory;
import org.ringside.machine.privileged.Deprivileged;
import org.ringside.machine.privileged.Privileged;

/**
 * The guest's tables from which shadow entries were made: the frames that hold them are write-protected, and what was made
 * from an entry is unmapped when the entry changes, whoever changes it: the emulated guest, a device of the VM, a Java
 * owner of one of its levels. A store is noted when it happens and acted upon before the hardware goes on. A frame is let go
 * of by the first store after nothing is mapped by it any more.
 */
final class Traces implements Memory.Watcher {

	/** Stores into a frame, with no shadow entry made from it in between, after which it is taken for data. */
	private static final int ENOUGH = 64;

	/** Uses of one frame, above which those that hold no longer are dropped. */
	private static final int MANY = 2 * ShadowTables.ROOTS;

	/**
	 * A table in a frame, as a walk came by it.
	 *
	 * @param va where the span of its first entry begins
	 * @param span binary logarithm of the bytes that an entry is for
	 * @param top whether it is the topmost
	 */
	private record Use(Root root, long va, int span, boolean top) {
	}

	private static final class Trace {
		final List<Use> uses = new ArrayList<>(2);
		int stores;
		/** Entries that changed while they were in use, and have not been acted upon. */
		final BitSet changed = new BitSet();
		boolean noted;
	}

	private final Deprivileged isa;
	private final Memory memory;
	private final Hart any;
	private final ShadowTables tables;
	private final int entryBytes;
	private final Map<Integer, Trace> traces = new HashMap<>();
	private final List<Integer> noted = new ArrayList<>();

	/**
	 * @param memory of the VM
	 * @param any of its virtual CPUs: they agree on what an entry in use looks like
	 */
	Traces(Deprivileged isa, Memory memory, Hart any, ShadowTables tables) {
		this.isa = isa;
		this.memory = memory;
		this.any = any;
		this.tables = tables;
		entryBytes = isa.entryBytes();
		memory.watcher(Memory.TRACED, this);
	}

	void close() {
		memory.removeWatcher(this);
	}

	/** True if stores to the frame must come to the VMM. */
	boolean traced(int frame) {
		return traces.containsKey(frame);
	}

	/**
	 * An entry of a table led to what is about to be mapped.
	 *
	 * @param frame of the VM that the table is in
	 * @param offset of the entry, in bytes
	 * @param va that was translated
	 * @return true if the frame is traced from now on: the right to write to it must be taken away
	 */
	boolean use(Root root, int frame, int offset, long va, int span, boolean top) {
		Trace trace = traces.get(frame);
		boolean fresh = trace == null;
		if (fresh) {
			trace = new Trace();
			traces.put(frame, trace);
			memory.watch(frame, Memory.TRACED);
		}
		trace.stores = 0;
		Use use = new Use(root, isa.neighbour(va & -1L << span, span, -offset / entryBytes, top), span, top);
		if (!trace.uses.contains(use)) {
			if (trace.uses.size() >= MANY) {
				trace.uses.removeIf(this::idle);
			}
			trace.uses.add(use);
		}
		return fresh;
	}

	private boolean idle(Use use) {
		return !use.root().live || (use.top() ? tables.empty(use.root()) : tables.empty(use.root(), use.va(), bits(use)));
	}

	/** Binary logarithm of the bytes that the whole table is for. */
	private int bits(Use use) {
		return use.span() + Integer.numberOfTrailingZeros(Memory.FRAME / entryBytes);
	}

	@Override
	public void before(int frame, int offset, int width, int bits) {
		Trace trace = traces.get(frame);
		if (trace == null) {
			return;
		}
		trace.stores++;
		if (!trace.noted) {
			trace.noted = true;
			noted.add(frame);
		}
		for (int at = offset & -entryBytes; at < offset + width; at += entryBytes) {
			if (any.tableEntryInUse(memory.read(frame, at & -Long.BYTES, Long.BYTES))) {
				trace.changed.set(at / entryBytes);
			}
		}
	}

	// ---- state

	List<TraceState> state() {
		List<TraceState> states = new ArrayList<>();
		new TreeMap<>(traces).forEach((frame, trace) -> states.add(new TraceState(frame, trace.stores,
				trace.changed.stream().toArray(), trace.noted, trace.uses.stream().filter(use -> use.root().live)
						.map(use -> new UseState(use.root().number, use.va(), use.span(), use.top())).toList())));
		return states;
	}

	/** To be called when the tables have been restored. */
	void restore(List<TraceState> states) {
		traces.keySet().forEach(frame -> memory.unwatch(frame, Memory.TRACED));
		traces.clear();
		noted.clear();
		for (TraceState state : states) {
			Trace trace = new Trace();
			trace.stores = state.stores();
			for (int index : state.changed()) {
				trace.changed.set(index);
			}
			trace.noted = state.noted();
			for (UseState use : state.uses()) {
				trace.uses.add(new Use(tables.numbered(use.root()).orElseThrow(), use.va(), use.span(), use.top()));
			}
			traces.put(state.frame(), trace);
			memory.watch(state.frame(), Memory.TRACED);
			if (trace.noted) {
				noted.add(state.frame());
			}
		}
	}

	// ---- stores

	/** Unmaps what was made from entries that have changed. To be called before the guest is entered. */
	void settle(Privileged level) {
		if (!noted.isEmpty()) {
			for (int frame : noted) {
				settle(level, frame, traces.get(frame));
			}
			noted.clear();
		}
	}

	private void settle(Privileged level, int frame, Trace trace) {
		trace.noted = false;
		boolean data = trace.stores > ENOUGH;
		for (Use use : trace.uses) {
			if (use.root().live) {
				if (data && use.top()) {
					tables.unmap(level, use.root());
				} else if (data) {
					tables.unmap(level, use.root(), use.va(), bits(use));
				} else {
					trace.changed.stream().forEach(index -> tables.unmap(level, use.root(),
							isa.neighbour(use.va(), use.span(), index, use.top()), use.span()));
				}
			}
		}
		trace.changed.clear();
		trace.uses.removeIf(this::idle);
		if (trace.uses.isEmpty()) {
			traces.remove(frame);
			memory.unwatch(frame, Memory.TRACED);
		}
	}
}
