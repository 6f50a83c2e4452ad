package org.ringside.hypervisor.internal;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.osgi.service.component.annotations.Component;
import org.ringside.engine.Probes;
import org.ringside.engine.Runner;
import org.ringside.engine.Scheduler;
import org.ringside.hypervisor.Exits;
import org.ringside.hypervisor.Hypervisor;
import org.ringside.hypervisor.HypervisorContext;
import org.ringside.hypervisor.HypervisorException;
import org.ringside.hypervisor.HypervisorMaker;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;
import org.ringside.machine.privileged.Deprivileged;
import org.ringside.machine.privileged.Owner;
import org.ringside.machine.privileged.Privileged;

/**
 * A hypervisor of type 1 on a machine of one hart: it owns the most privileged level, and runs the whole VM, firmware and
 * kernel included, in the least privileged mode, by trap and emulate behind shadow tables. All of the VM's virtual CPUs
 * take turns on the one hart. The machine has the VM's memory behind that of the VMM, so that no page of the VM is where
 * it believes to be; it has no device: what the VM has of these is emulated.
 *
 * <p>Whoever runs the VM rings the hart's bell, upon which the VMM goes on until what was asked for is done, and waits.
 */
public final class Type1Shadow implements Hypervisor, Runner, Owner<Type1Shadow.State> {

	/** What can be set. */
	public record Options(@Option(help = "KiB of machine memory that the hypervisor has for shadow tables", value = "16384") int tables) {
	}

	/** @param exits what came back so far */
	record State(Exits.State exits, ShadowState shadow) {
	}

	/** Contributes it. */
	@Component(service = HypervisorMaker.class)
	@Contribution(id = "type1-shadow", label = "Type 1: trap and emulate behind shadow tables, all of the guest in user mode")
	public static final class Maker implements HypervisorMaker<Options> {

		@Override
		public Class<Options> options() {
			return Options.class;
		}

		@Override
		public Hypervisor create(Options options, HypervisorContext context) {
			Deprivileged isa = context.architecture().deprivileged().orElseThrow(() -> new HypervisorException(
					"type1-shadow cannot run this ISA: it says nothing of how to run it deprivileged; leave out --hypervisor"));
			if (options.tables() < LEAST_TABLES || options.tables() > MOST_TABLES) {
				throw new HypervisorException("tables=%d: type1-shadow needs %d to %d KiB".formatted(options.tables(), LEAST_TABLES, MOST_TABLES));
			}
			return new Type1Shadow(isa, context, options.tables() / KIB_OF_FRAME);
		}
	}

	private static final int KIB_OF_FRAME = Memory.FRAME / 1024;
	/**
	 * An instruction may need four pages at once, two of code and two of data, and each of them four tables below the root:
	 * with fewer frames, mapping the last would unmap the first, for ever.
	 */
	private static final int LEAST_TABLES = (1 + 4 * 4) * KIB_OF_FRAME;
	/** Frames are counted in an int, and a mistake here should not cost the host its memory. */
	private static final int MOST_TABLES = 1 << 20;
	private static final long FOR_EVER = Long.MAX_VALUE / 2;

	private final Deprivileged isa;
	private final HypervisorContext context;
	private final int frames;
	private final Machine hardware;
	private final Scheduler scheduler;
	private final Memory window;
	private final Hart hart;
	private final int bell;
	private final Exits exits = new Exits();
	private Vmm vmm;
	private Stop answer;
	/** Restored, to be brought to the hardware when it is next at this level. */
	private Optional<ShadowState> restored = Optional.empty();

	private Type1Shadow(Deprivileged isa, HypervisorContext context, int frames) {
		this.isa = isa;
		this.context = context;
		this.frames = frames;
		int guestFrames = (int) (context.memorySize() / Memory.FRAME);
		Memory memory = new Memory((long) (frames + guestFrames) * Memory.FRAME);
		hardware = new Machine(context.rate(), memory);
		hardware.bus().mapMemory(context.memoryBase(), 0, memory.frames());
		window = memory.window(frames, guestFrames);
		hart = context.architecture().createHart(0, isa.features(context.features()));
		hardware.add(hart);
		scheduler = new Scheduler(hardware, context.isa(), context.engine());
		bell = hart.pinNamed(isa.bell());
		hart.reset(0);
		hardware.own(hart, hart.level(), this);
		hardware.powerOn(0);
	}

	// ---- the hypervisor

	@Override
	public Memory memory() {
		return window;
	}

	@Override
	public Runner take(Machine vm) {
		ShadowTables tables = new ShadowTables(isa, context.memoryBase(), frames);
		vmm = new Vmm(isa, vm, context.isa(), context.engine(), context.memoryBase() + (long) frames * Memory.FRAME, tables, exits);
		return this;
	}

	@Override
	public Exits exits() {
		return exits;
	}

	@Override
	public org.ringside.machine.Component<?> component() {
		return this;
	}

	@Override
	public void close() {
		if (vmm != null) {
			vmm.close();
		}
		scheduler.close();
	}

	/** The physical machine, for whoever audits it. */
	Machine hardware() {
		return hardware;
	}

	// ---- the VM, run

	@Override
	public void onIdle(Idle idle) {
		vmm.turns().onIdle(idle);
	}

	@Override
	public Stop run(long steps) {
		return run(steps, -1);
	}

	@Override
	public Stop step(Hart virtual, long most) {
		return run(most, virtual.index);
	}

	private Stop run(long steps, int alone) {
		vmm.ask(steps, alone);
		hart.pin(bell, true);
		scheduler.run(FOR_EVER);
		return answer;
	}

	@Override
	public Probes probes() {
		return vmm.probes();
	}

	@Override
	public Stop settle() {
		return vmm.turns().settle();
	}

	@Override
	public Hart current() {
		return vmm.turns().current();
	}

	@Override
	public void stop() {
		vmm.turns().stop();
	}

	// ---- the owner of the hardware's level

	@Override
	public void reset(Privileged level) {
		isa.prepare(level);
		level.waitForInterrupt();
	}

	@Override
	public void wake(Privileged level) {
		hart.pin(bell, false);
		restored.ifPresent(state -> vmm.restore(level, state));
		restored = Optional.empty();
		go(level);
	}

	@Override
	public void trap(Privileged level) {
		if (!vmm.exit(level)) {
			go(level);
		}
	}

	private void go(Privileged level) {
		Optional<Stop> stop = vmm.go(level);
		if (stop.isPresent()) {
			answer = stop.get();
			level.waitForInterrupt();
		}
	}

	// ---- state

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(exits.state(), restored.orElseGet(() -> vmm.state(at -> hardware.bus().read(at, isa.entryBytes(), 0))));
	}

	/** What was saved elsewhere must not let the guest out of its memory. */
	private void check(ShadowState state) {
		long first = context.memoryBase() + (long) frames * Memory.FRAME;
		Set<Integer> numbers = new HashSet<>();
		for (ShadowState.RootState root : state.roots()) {
			if (root.number() < 0 || root.number() >= ShadowTables.ROOTS || !numbers.add(root.number()) || root.vas().length != root.entries().length) {
				throw new IllegalArgumentException("shadow tables " + root.number() + " are not as they are saved");
			}
			for (long entry : root.entries()) {
				long in = isa.target(entry) - first;
				if (in < 0 || in >= window.size()) {
					throw new IllegalArgumentException("a shadow entry leads to 0x%x, outside of the VM".formatted(isa.target(entry)));
				}
			}
		}
		if (!vmm.fits(state)) {
			throw new IllegalArgumentException("the shadow tables need more than " + frames + " frames: use the same --hypervisor");
		}
		Set<Integer> traced = new HashSet<>();
		boolean known = state.traces().stream().allMatch(trace -> trace.frame() >= 0 && trace.frame() < window.frames() && traced.add(trace.frame())
				&& Arrays.stream(trace.changed()).allMatch(index -> index >= 0 && index < Memory.FRAME)
				&& trace.uses().stream().allMatch(use -> numbers.contains(use.root())));
		if (!known) {
			throw new IllegalArgumentException("a traced table is not as it is saved");
		}
	}

	@Override
	public void restore(State state) {
		check(state.shadow());
		exits.restore(state.exits());
		restored = Optional.of(state.shadow());
	}
}
