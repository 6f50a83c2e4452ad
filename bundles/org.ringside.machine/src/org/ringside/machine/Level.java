package org.ringside.machine;

import org.ringside.machine.privileged.Meter;
import org.ringside.machine.privileged.Owner;
import org.ringside.machine.privileged.Privileged;
import org.ringside.machine.privileged.Remapping;
import org.ringside.machine.privileged.Reservation;

/** One level of one hart of the hardware in the hands of a Java owner: the privileged contract, and what the owner asked for. */
final class Level implements Privileged {

	private static final long DISARMED = -1;

	private final Machine machine;
	private final Hart hart;
	private final int level;
	private final Owner<?> owner;
	private final Meter meter = new Meter();
	private boolean parked;
	private long recovery = DISARMED;
	/** 1 while the owner serves a trap, whose step is not in the hart's count yet. */
	private int uncounted;
	/** What the entry broke, and what is to be held after the return. */
	private Reservation broken = Reservation.NONE;
	private Reservation held = Reservation.NONE;

	Level(Machine machine, Hart hart, int level, Owner<?> owner) {
		this.machine = machine;
		this.hart = hart;
		this.level = level;
		this.owner = owner;
	}

	Owner<?> owner() {
		return owner;
	}

	boolean parked() {
		return parked;
	}

	// ---- calls of the owner

	void reset() {
		parked = false;
		recovery = DISARMED;
		meter.entries++;
		owner.reset(this);
		goOn();
	}

	/** The hart is about to enter this level. */
	void entering() {
		broken = hart.reservation();
	}

	/** Serves a trap or interrupt, whose own step the executor counts when the owner is done. */
	void trap() {
		uncounted = 1;
		serve();
		uncounted = 0;
	}

	private void serve() {
		meter.entries++;
		owner.trap(this);
		goOn();
	}

	void wake() {
		parked = false;
		broken = Reservation.NONE;
		meter.entries++;
		owner.wake(this);
		goOn();
	}

	void recover() {
		recovery = DISARMED;
		entering();
		hart.enterInterrupt(level, hart.recoveryCause());
		serve();
	}

	private void goOn() {
		if (parked) {
			hart.waiting = true;
			hart.attention();
		} else {
			hart.leave(level);
			if (held != Reservation.NONE) {
				hart.reserve(held);
			}
		}
		held = Reservation.NONE;
	}

	long recovery() {
		return recovery == DISARMED ? Clock.NEVER : Math.max(0, recovery - hart.steps);
	}

	MachineComponent.LevelState state() {
		return new MachineComponent.LevelState(hart.index, level, parked, recovery, meter.counts());
	}

	void restore(MachineComponent.LevelState state) {
		parked = state.parked();
		recovery = state.recovery();
		meter.restore(state.meter());
	}

	// ---- the contract

	@Override
	public int hart() {
		return hart.index;
	}

	@Override
	public int level() {
		return level;
	}

	@Override
	public int register(String name) {
		return hart.registerNamed(name);
	}

	@Override
	public long read(int register) {
		meter.registerReads++;
		return hart.readRegister(register);
	}

	@Override
	public void write(int register, long value) {
		meter.registerWrites++;
		hart.writeRegister(register, value);
	}

	@Override
	public long load(long address, int width) {
		meter.loads++;
		return machine.bus().read(address, width, hart.index);
	}

	@Override
	public void store(long address, int width, long value) {
		meter.stores++;
		machine.bus().write(address, width, value, hart.index);
	}

	@Override
	public byte[] load(long address, long length) {
		meter.loads += (length + 7) / 8;
		long offset = machine.bus().memoryOffset(address, length);
		return machine.memory().read(offset, (int) length);
	}

	@Override
	public void fence() {
		meter.fences++;
		hart.translationChanged();
	}

	@Override
	public void fence(long va) {
		meter.fences++;
		hart.translationChanged(va);
	}

	@Override
	public void fenceCode() {
		// decoded code is coherent with memory; the use is metered all the same
		meter.fences++;
	}

	@Override
	public void runFor(long steps) {
		long at = hart.steps + uncounted + steps;
		recovery = steps == 0 ? DISARMED : at < 0 ? Clock.NEVER : at;
		hart.attention();
	}

	@Override
	public void waitForInterrupt() {
		meter.waits++;
		parked = true;
	}

	@Override
	public Remapping remapping() {
		return machine.remapping().control(() -> meter.remappings++);
	}

	@Override
	public Reservation reservation() {
		meter.registerReads++;
		return broken;
	}

	@Override
	public void reserve(Reservation held) {
		meter.registerWrites++;
		this.held = held;
	}

	@Override
	public Meter meter() {
		return meter;
	}
}
