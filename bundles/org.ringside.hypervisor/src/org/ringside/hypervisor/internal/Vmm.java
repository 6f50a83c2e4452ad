package org.ringside.hypervisor.internal;

import java.util.Optional;
import java.util.function.LongUnaryOperator;

import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Executors;
import org.ringside.engine.Probes;
import org.ringside.engine.Runner.Stop;
import org.ringside.engine.Turns;
import org.ringside.hypervisor.Exits;
import org.ringside.hypervisor.Exits.Kind;
import org.ringside.isa.Isa;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.Trap;
import org.ringside.machine.privileged.Deprivileged;
import org.ringside.machine.privileged.Deprivileged.Event;
import org.ringside.machine.privileged.Privileged;
import org.ringside.machine.privileged.Reservation;

/**
 * The part of the VMM that runs one VM: trap and emulate. It is called by its owner for each exit, and returns either with
 * the hardware loaded to go on with the guest, or with an answer for whoever runs the VM.
 *
 * <p>A step of the VM is made by the hardware, or by the virtual CPU itself: executors that are the same as the bare
 * machine's make exactly one step on the VM's own harts, buses and devices. What is to be run next, and how far, is decided
 * by the same {@link Turns} as on the bare machine; the hardware is let run for exactly so many steps.
 */
final class Vmm {

	private final Deprivileged isa;
	private final Machine vm;
	private final long base;
	private final Executors executors;
	private final Turns turns;
	private final Probes probes;
	private final Exits exits;
	private final ShadowTables tables;
	private final Traces traces;
	private final long[] protections;
	private final Hart.Grant grant = new Hart.Grant();

	/** Of the run asked for: the VM's steps at which it ends, and the virtual CPU that makes one step alone, or -1. */
	private long end;
	private int single;
	private long singleSteps;

	private Root used;
	/** Instructions that the hardware had completed when the guest was last entered, and those it was granted then. */
	private long entered;
	private long granted;
	/** Whether the grant ends for a reason of the VM, not of whoever runs it. */
	private boolean ownReason;

	/**
	 * @param base machine address of the VM's first frame
	 */
	Vmm(Deprivileged isa, Machine vm, Isa description, ExecutorMaker engine, long base, ShadowTables tables, Exits exits) {
		this.isa = isa;
		this.vm = vm;
		this.base = base;
		this.tables = tables;
		this.exits = exits;
		executors = new Executors(vm, description, engine);
		turns = new Turns(vm);
		vm.add("scheduler", turns);
		probes = new Probes(vm, executors.all(), hart -> hart.steps);
		traces = new Traces(isa, vm.memory(), vm.harts().getFirst(), tables);
		protections = new long[vm.harts().size()];
	}

	void close() {
		executors.close();
		traces.close();
	}

	Turns turns() {
		return turns;
	}

	Probes probes() {
		return probes;
	}

	/** Says what is asked for, before {@link #go}. */
	void ask(long steps, int alone) {
		probes.begin();
		end = vm.clock().steps() + steps;
		single = alone;
		singleSteps = alone < 0 ? 0 : vm.harts().get(alone).steps;
	}

	// ---- state

	/** @param machine reads an entry of a table by machine address */
	ShadowState state(LongUnaryOperator machine) {
		return new ShadowState(tables.state(machine), tables.clock(), used == null || !used.live ? -1 : used.number, traces.state());
	}

	/** True if there is room for what a state holds. */
	boolean fits(ShadowState state) {
		return tables.fit(state.roots());
	}

	/** The virtual CPUs and the VM's memory have been restored before. */
	void restore(Privileged level, ShadowState state) {
		tables.restore(level, state.roots(), state.clock());
		traces.restore(state.traces());
		used = tables.numbered(state.used()).orElse(null);
		if (used != null) {
			tables.load(level, used);
		}
		for (Hart cpu : vm.harts()) {
			protections[cpu.index] = isa.protection(cpu);
		}
	}

	// ---- exits

	/**
	 * The hardware came back.
	 *
	 * @return true if the guest goes on; false if {@link #go} has to be called
	 */
	boolean exit(Privileged level) {
		Hart cpu = turns.current();
		account(level);
		Event event = isa.event(level);
		switch (event) {
		case COUNT -> {
			if (ownReason) {
				exits.count(Kind.COUNT, "steps");
			}
			save(level, cpu);
		}
		case TRAP -> {
			String cause = isa.sensitive(level);
			save(level, cpu);
			emulate(cpu, Kind.PRIVILEGED, cause);
		}
		case FETCH, LOAD, STORE -> {
			return missed(level, cpu, kind(event));
		}
		}
		return false;
	}

	private static AccessKind kind(Event event) {
		return switch (event) {
		case FETCH -> AccessKind.FETCH;
		case LOAD -> AccessKind.LOAD;
		default -> AccessKind.STORE;
		};
	}

	/** The steps made by the hardware are the virtual CPU's. */
	private void account(Privileged level) {
		long completed = isa.completed(level);
		int made = (int) (completed - entered);
		entered = completed;
		granted -= made;
		turns.current().steps += made;
		vm.clock().advance(made);
		turns.made(made, false);
		exits.direct(made);
	}

	/** The shadow tables lacked a right: it is added, or the instruction emulated. */
	private boolean missed(Privileged level, Hart cpu, AccessKind kind) {
		long va = isa.address(level);
		Reservation held = level.reservation();
		Miss miss = map(level, cpu, kind, va);
		if (miss == Miss.FILLED) {
			exits.count(Kind.MEMORY, "fill");
			if (held.bytes() > 0) {
				level.reserve(held);
			}
			tables.settle(level);
			level.runFor(granted);
			return true;
		}
		save(level, cpu);
		emulate(cpu, miss.kind(), miss.cause());
		return false;
	}

	/** What a right that the shadow tables lacked is about. */
	private record Miss(Kind kind, String cause) {
		static final Miss FILLED = new Miss(Kind.MEMORY, "fill");
		/** The guest's own tables, or its protection unit, deny it: a trap, as a rule. */
		static final Miss DENIED = new Miss(Kind.MEMORY, "denied");
		/** The guest's protection unit has a border inside the page. */
		static final Miss DIVIDED = new Miss(Kind.MEMORY, "divided page");
		/** A store to a table that is in use, or to where somebody waits for one. */
		static final Miss TRACED = new Miss(Kind.MEMORY, "table");
	}

	/** Maps the page as far as the guest permits, or says why not. */
	private Miss map(Privileged level, Hart cpu, AccessKind kind, long va) {
		if (!isa.canonical(va)) {
			return Miss.DENIED;
		}
		long address;
		try {
			address = cpu.translate(va, 1, kind, grant);
		} catch (Trap trap) {
			return Miss.DENIED;
		}
		Bus bus = vm.bus();
		int frame = bus.frameAt(address);
		if (frame < 0) {
			return new Miss(Kind.DEVICE, bus.nameAt(address));
		}
		for (int i = 0; i < grant.depth; i++) {
			trace(level, bus.frameAt(grant.entries[i]), (int) grant.entries[i] & Memory.FRAME - 1, va, grant.spans[i], i == 0);
		}
		boolean fetch = kind == AccessKind.FETCH;
		boolean traced = traces.traced(frame) || (vm.memory().watched(frame) & Memory.POINT) != 0;
		boolean read = !fetch && grant.load;
		boolean write = read && grant.store && !traced;
		boolean enough = fetch ? grant.load : kind == AccessKind.STORE ? write : read;
		if (!enough) {
			return traced ? Miss.TRACED : Miss.DIVIDED;
		}
		tables.map(level, used, va, machineAddress(frame), read, write, fetch);
		return Miss.FILLED;
	}

	private void trace(Privileged level, int frame, int offset, long va, int span, boolean top) {
		if (traces.use(used, frame, offset, va, span, top)) {
			tables.protect(level, machineAddress(frame));
		}
	}

	private long machineAddress(int frame) {
		return base + (long) frame * Memory.FRAME;
	}

	/** The virtual CPU executes one instruction itself. */
	private void emulate(Hart cpu, Kind kind, String cause) {
		long traps = cpu.trapsTaken;
		step(cpu, 1);
		if (cpu.trapsTaken != traps) {
			exits.count(Kind.FAULT, cpu.causeName(cpu.trapCause, false));
		} else {
			exits.count(cpu.waiting ? Kind.IDLE : kind, cause);
		}
	}

	private void step(Hart cpu, long most) {
		long traps = cpu.trapsTaken;
		long steps = cpu.steps;
		executors.turn(turns, most);
		exits.emulated(cpu.steps - steps, cpu.trapsTaken - traps);
	}

	// ---- entries

	/**
	 * Goes on with the VM until the hardware can.
	 *
	 * @return empty if the guest is to be entered now, or why the run asked for is over
	 */
	Optional<Stop> go(Privileged level) {
		while (true) {
			if (probes.stopped()) {
				return Optional.of(Stop.PROBE);
			}
			if (turns.complete(end) || single >= 0 && vm.harts().get(single).steps != singleSteps && vm.exit().isEmpty()) {
				return Optional.of(Stop.STEPS);
			}
			Stop stop = turns.settle();
			if (stop != Stop.STEPS) {
				return Optional.of(stop);
			}
			Hart cpu = turns.current();
			long budget = cpu.index == single ? 1 : end - vm.clock().steps();
			if (direct(cpu)) {
				enter(level, cpu, budget);
				return Optional.empty();
			}
			step(cpu, probes.all().isEmpty() ? 1 : budget);
		}
	}

	/** True if the hardware can make the next step. */
	private boolean direct(Hart cpu) {
		return cpu.pendingInterrupt() == Hart.NONE && isa.direct(cpu) && probes.all().isEmpty() && vm.recovery(cpu) > 0
				&& reservable(cpu.reservation());
	}

	private boolean reservable(Reservation held) {
		return held.bytes() == 0 || vm.bus().frameAt(held.address()) >= 0;
	}

	private void enter(Privileged level, Hart cpu, long budget) {
		if (protections[cpu.index] != isa.protection(cpu)) {
			protections[cpu.index] = isa.protection(cpu);
			tables.removeAll(level, cpu.index);
		}
		traces.settle(level);
		space(level, cpu);
		tables.settle(level);
		isa.load(level, cpu);
		Reservation held = cpu.reservation();
		if (held.bytes() > 0) {
			int frame = vm.bus().frameAt(held.address());
			level.reserve(new Reservation(held.va(), machineAddress(frame) | held.address() & Memory.FRAME - 1, held.bytes()));
		}
		long most = turns.grant(Clock.NEVER);
		ownReason = most <= budget;
		granted = Math.min(most, budget);
		entered = isa.completed(level);
		level.runFor(granted);
	}

	private void space(Privileged level, Hart cpu) {
		int space = isa.space(cpu);
		long root = isa.tables(cpu);
		if (used == null || !used.live || used.cpu != cpu.index || used.space != space || used.tables != root) {
			used = tables.root(level, cpu.index, space, root);
			tables.use(level, used);
		}
	}

	/** The virtual CPU becomes what the hardware is. */
	private void save(Privileged level, Hart cpu) {
		isa.save(level, cpu);
		Reservation held = level.reservation();
		if (held.bytes() == 0) {
			cpu.breakReservation();
		} else {
			cpu.reserve(new Reservation(held.va(), guestAddress(held.address()), held.bytes()));
		}
	}

	/** The guest-physical address of a byte of the VM's memory. */
	private long guestAddress(long machineAddress) {
		long offset = machineAddress - base;
		for (Bus.Range range : vm.bus().ranges()) {
			long first = (long) range.firstFrame() * Memory.FRAME;
			if (range.device() == null && offset >= first && offset - first < range.size()) {
				return range.base() + offset - first;
			}
		}
		throw new IllegalStateException("the hardware holds a reservation outside of the VM");
	}
}
