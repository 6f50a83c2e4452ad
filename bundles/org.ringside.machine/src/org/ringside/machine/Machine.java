package org.ringside.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

import org.ringside.machine.privileged.Meter;
import org.ringside.machine.privileged.Owner;
import org.ringside.machine.state.Snapshot;

/**
 * The physical machine: harts, memory, buses, devices, clock, and who owns which privilege level. It executes nothing
 * by itself; executors run the harts and hand every trap and interrupt to it.
 */
public final class Machine implements DeviceContext.Power {

	/** Name of the bus space that loads and stores go to. */
	public static final String MEMORY = "memory";

	/** How a machine ended its run by itself. */
	public record Exit(Kind kind, int status) {
		/** What was asked of the power switch. */
		public enum Kind {
			POWER_OFF, RESET
		}
	}

	private final Clock clock;
	private final Memory memory;
	private final Map<String, Bus> spaces = new LinkedHashMap<>();
	private final List<Hart> harts = new ArrayList<>();
	private final RemappingUnit remapping;
	private final List<Level[]> levels = new ArrayList<>();
	private final SequencedMap<String, Component<?>> components = new LinkedHashMap<>();
	private final List<Device<?>> devices = new ArrayList<>();
	private final TreeMap<Integer, Long> traps = new TreeMap<>();
	private final TreeMap<Integer, Long> interrupts = new TreeMap<>();
	private Exit exit;

	/**
	 * @param rate nanoseconds per step
	 * @param memorySize bytes of machine memory, a multiple of {@link Memory#FRAME}
	 */
	public Machine(long rate, long memorySize) {
		this(rate, new Memory(memorySize));
	}

	/**
	 * A machine in memory that there is already, as a virtual one is.
	 *
	 * @param rate nanoseconds per step
	 */
	public Machine(long rate, Memory memory) {
		clock = new Clock(rate);
		this.memory = memory;
		spaces.put(MEMORY, new Bus(MEMORY, memory));
		add("machine", new MachineComponent(this));
		add("frames", new FrameAttributes(memory));
		remapping = new RemappingUnit(bus(), harts);
		add("remapping", remapping);
	}

	public Clock clock() {
		return clock;
	}

	public Memory memory() {
		return memory;
	}

	/** The space that loads and stores go to. */
	public Bus bus() {
		return spaces.get(MEMORY);
	}

	/** The unit that devices reach memory through. */
	public RemappingUnit remapping() {
		return remapping;
	}

	/** Another space, such as I/O ports; made when first asked for. */
	public Bus space(String name) {
		return spaces.computeIfAbsent(name, n -> new Bus(n, memory));
	}

	/** The harts, by index. */
	public List<Hart> harts() {
		return Collections.unmodifiableList(harts);
	}

	/** Adds a hart; its index must be the number of harts before it. */
	public void add(Hart hart) {
		if (hart.index != harts.size()) {
			throw new IllegalArgumentException("hart " + hart.index + " added as number " + harts.size());
		}
		harts.add(hart);
		levels.add(new Level[0]);
		hart.connectSpaces(this::space);
		hart.connect(bus(), clock);
	}

	/** Adds what has state, under a permanent path such as {@code uart0}; saved, digested and restored in this order. */
	public void add(String path, Component<?> component) {
		if (components.putIfAbsent(path, component) != null) {
			throw new IllegalArgumentException("two components are called " + path + ": rename one");
		}
		if (component instanceof Device<?> device) {
			devices.add(device);
		}
	}

	/** All that has state, by path, in the order of saving. */
	public SequencedMap<String, Component<?>> components() {
		return Collections.unmodifiableSequencedMap(components);
	}

	/** All state, now. Cheap: memory is shared until it changes. To be taken between two steps. */
	public Snapshot save() {
		return Snapshot.of(components, memory);
	}

	/**
	 * Becomes what the snapshot says, in place.
	 *
	 * @throws org.ringside.machine.state.StateException if it is of another machine; nothing is changed then
	 */
	public void restore(Snapshot snapshot) {
		snapshot.restore(components, memory);
	}

	// ---- power

	@Override
	public void off(int status) {
		end(new Exit(Exit.Kind.POWER_OFF, status));
	}

	@Override
	public void reset() {
		end(new Exit(Exit.Kind.RESET, 0));
	}

	/** Harts stop after the current instruction. */
	private void end(Exit how) {
		exit = how;
		harts.forEach(Hart::attention);
	}

	/** Whether and how the machine ended its run. */
	public Optional<Exit> exit() {
		return Optional.ofNullable(exit);
	}

	void exit(Exit how) {
		exit = how;
	}

	/** Power-on: devices and harts go to their reset state, then owners of levels that harts reset into take over. */
	public void powerOn(long resetVector) {
		exit = null;
		remapping.reset();
		devices.forEach(Device::reset);
		for (Hart hart : harts) {
			hart.reset(resetVector);
		}
		for (Hart hart : harts) {
			Level level = level(hart, hart.level());
			if (level != null) {
				level.reset();
			}
		}
	}

	// ---- owners

	/** Hands a level of a hart to a Java owner, or with null back to guest code. Taken by the next trap to that level. */
	public void own(Hart hart, int level, Owner<?> owner) {
		Level[] of = levels.get(hart.index);
		if (of.length <= level) {
			of = java.util.Arrays.copyOf(of, level + 1);
			levels.set(hart.index, of);
		}
		of[level] = owner == null ? null : new Level(this, hart, level, owner);
	}

	/** The owner of a level, or empty if guest code owns it. */
	public Optional<Owner<?>> owner(Hart hart, int level) {
		Level of = level(hart, level);
		return of == null ? Optional.empty() : Optional.of(of.owner());
	}

	/** What the owner of a level has used; empty if guest code owns it. */
	public Optional<Meter> meter(Hart hart, int level) {
		Level of = level(hart, level);
		return of == null ? Optional.empty() : Optional.of(of.meter());
	}

	private Level level(Hart hart, int level) {
		Level[] of = levels.get(hart.index);
		return level < of.length ? of[level] : null;
	}

	List<Level> owned() {
		return levels.stream().flatMap(java.util.Arrays::stream).filter(java.util.Objects::nonNull).toList();
	}

	/** The level whose owner keeps the hart waiting, or null. */
	private Level parked(Hart hart) {
		for (Level level : levels.get(hart.index)) {
			if (level != null && level.parked()) {
				return level;
			}
		}
		return null;
	}

	// ---- for executors

	/**
	 * Takes the trap that the hart raised. The caller counts the step.
	 *
	 * @return true if a Java owner handled it, which may have touched devices and set deadlines
	 */
	public boolean trap(Hart hart) {
		traps.merge(hart.trapCause, 1L, Long::sum);
		int to = hart.trapLevel();
		Level level = entering(hart, to);
		hart.enterTrap(to);
		return entered(hart, level);
	}

	/** Takes an interrupt; as {@link #trap}. */
	public boolean interrupt(Hart hart, int cause) {
		interrupts.merge(cause, 1L, Long::sum);
		int to = hart.interruptLevel(cause);
		Level level = entering(hart, to);
		hart.enterInterrupt(to, cause);
		return entered(hart, level);
	}

	/** The level that is about to be entered; null if guest code owns it. */
	private Level entering(Hart hart, int to) {
		Level level = level(hart, to);
		if (level != null) {
			level.entering();
		}
		return level;
	}

	/** The trap is counted when its owner is done, as its step is: meanwhile the owner reads what guest code would. */
	private static boolean entered(Hart hart, Level level) {
		if (level != null) {
			level.trap();
		}
		hart.trapsTaken++;
		return level != null;
	}

	/**
	 * True if the hart has something to execute now. A waiting hart whose interrupt is pending stops waiting; if an owner
	 * kept it waiting, the owner is woken first, which may begin to wait again.
	 */
	public boolean runnable(Hart hart) {
		while (hart.waiting) {
			if (!hart.wakes()) {
				return false;
			}
			hart.waiting = false;
			Level level = parked(hart);
			if (level != null) {
				level.wake();
			}
		}
		return true;
	}

	/** Steps until the hart's recovery counter expires, at least 0, or {@link Clock#NEVER}. */
	public long recovery(Hart hart) {
		long least = Clock.NEVER;
		for (Level level : levels.get(hart.index)) {
			if (level != null) {
				least = Math.min(least, level.recovery());
			}
		}
		return least;
	}

	/** Enters the levels whose recovery counters have expired. */
	public void recover(Hart hart) {
		for (Level level : levels.get(hart.index)) {
			if (level != null && level.recovery() == 0) {
				level.recover();
			}
		}
	}

	/** Traps taken since power-on, by cause in the architecture's numbers. */
	public Map<Integer, Long> traps() {
		return Collections.unmodifiableMap(traps);
	}

	/** Interrupts taken since power-on, by cause. */
	public Map<Integer, Long> interrupts() {
		return Collections.unmodifiableMap(interrupts);
	}

	void counts(Map<Integer, Long> traps, Map<Integer, Long> interrupts) {
		this.traps.clear();
		this.traps.putAll(traps);
		this.interrupts.clear();
		this.interrupts.putAll(interrupts);
	}
}
