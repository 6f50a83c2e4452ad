package org.ringside.guest.sbi.internal;

import static org.ringside.guest.sbi.internal.SbiRegisters.*;

import org.ringside.guest.sbi.internal.SbiState.OfHart;
import org.ringside.guest.sbi.internal.SbiState.Status;
import org.ringside.machine.privileged.Privileged;

/**
 * One hart while its firmware is at work: what the firmware does with the hart's registers and interrupts, and its share of
 * the state.
 */
final class SbiHart {

	/** Request: make a supervisor software interrupt pending. */
	static final int SOFTWARE_INTERRUPT = 1;
	/** Request: fence instruction fetch. */
	static final int FENCE_CODE = 2;
	/** Request: fence address translation. */
	static final int FENCE = 4;

	/** As OpenSBI: misaligned fetch, breakpoint, user's ecall, page faults. The rest is the firmware's, which may hand it on. */
	private static final long DELEGATED_EXCEPTIONS = 1 << 0 | 1 << 3 | 1 << 8 | 1 << 12 | 1 << 13 | 1 << 15;
	/** Naturally aligned power of two, with all rights; not locked, so that M is not bound by it. */
	private static final long PMP_ALL = 0x1f;
	private static final long NEVER = -1;
	/** Of the counters that the supervisor may read, those its users may: cycle, time, instret. */
	private static final long USER_COUNTERS = 7;

	final Privileged level;
	final SbiRegisters registers;
	final SbiPlatform platform;
	private final OfHart[] states;

	SbiHart(Privileged level, SbiRegisters registers, SbiPlatform platform, OfHart[] states) {
		this.level = level;
		this.registers = registers;
		this.platform = platform;
		this.states = states;
	}

	int number() {
		return level.hart();
	}

	OfHart state() {
		return states[number()];
	}

	void state(OfHart state) {
		states[number()] = state;
	}

	OfHart stateOf(int hart) {
		return states[hart];
	}

	/** The n-th argument of a call. */
	long argument(int n) {
		return level.read(registers.a()[n]);
	}

	void answer(int n, long value) {
		level.write(registers.a()[n], value);
	}

	// ---- entering the supervisor

	/** What is done once, out of reset: hand traps, counters and memory to the levels below. */
	void prepare() {
		level.write(registers.medeleg(), DELEGATED_EXCEPTIONS);
		level.write(registers.mideleg(), SUPERVISOR);
		level.write(registers.mcounteren(), -1);
		level.write(registers.scounteren(), USER_COUNTERS);
		level.write(registers.pmpaddr0(), -1);
		level.write(registers.pmpcfg0(), PMP_ALL);
		level.write(registers.menvcfg(), ENVIRONMENT);
		level.store(platform.mtimecmp(number()), 8, NEVER);
		if (supervisorHasTimer()) {
			level.write(registers.stimecmp(), NEVER);
		}
	}

	/** True if the hart has the supervisor's own timer ("Sstc"): the bit that hands it over cannot be set otherwise. */
	private boolean supervisorHasTimer() {
		return (level.read(registers.menvcfg()) & STCE) != 0;
	}

	/** Leaves to supervisor mode as a hart begins there (SBI 2.0, section 9.1): no translation, no interrupts. */
	void enter(long address, long opaque) {
		level.write(registers.satp(), 0);
		level.fence();
		level.fenceCode();
		level.write(registers.mie(), MSI);
		level.write(registers.mip(), 0);
		level.write(registers.stvec(), address & ~3);
		level.write(registers.sscratch(), 0);
		leaveInterruptsOff(address);
		answer(0, number());
		answer(1, opaque);
		state(state().status(Status.STARTED));
	}

	/** As {@link #enter}, but interrupts that are enabled and pending stay so. */
	void resume(long address, long opaque) {
		level.write(registers.satp(), 0);
		level.fence();
		leaveInterruptsOff(address);
		answer(0, number());
		answer(1, opaque);
		state(state().status(Status.STARTED));
	}

	private void leaveInterruptsOff(long address) {
		long status = level.read(registers.mstatus()) & ~(SIE | MIE | SPIE | MPIE | SPP | MPP | SUM | MXR);
		level.write(registers.mstatus(), status | MPP_S | FS);
		level.write(registers.mepc(), address);
	}

	/** Waits, at this level, for other harts to ask something of this one. */
	void stop() {
		state(state().status(Status.STOPPED));
		level.write(registers.mie(), MSI);
		level.waitForInterrupt();
	}

	// ---- traps

	/** Lets the supervisor take the trap that came here, as if it had been delegated. */
	void redirect(long cause, long value) {
		long status = level.read(registers.mstatus());
		long from = status >> MPP_SHIFT & 1;
		long enabled = status >> 1 & 1;
		status = status & ~(SPP | SPIE | SIE | MPP) | from << 8 | enabled << 5 | MPP_S;
		level.write(registers.mstatus(), status);
		level.write(registers.sepc(), level.read(registers.mepc()));
		level.write(registers.scause(), cause);
		level.write(registers.stval(), value);
		level.write(registers.mepc(), level.read(registers.stvec()) & ~3);
	}

	/** The timer's time has come: from now on it is the supervisor's interrupt, until the timer is set again. */
	void timerExpired() {
		disable(MTI);
		setPending(STI);
	}

	void setTimer(long time) {
		if (supervisorHasTimer()) {
			level.write(registers.stimecmp(), time);
			return;
		}
		level.store(platform.mtimecmp(number()), 8, time);
		clearPending(STI);
		enable(MTI);
	}

	/** Does what other harts asked for. */
	void serveRequests() {
		level.store(platform.msip(number()), 4, 0);
		int requests = state().requests();
		state(state().requests(0));
		if ((requests & SOFTWARE_INTERRUPT) != 0) {
			setPending(SSI);
		}
		if ((requests & FENCE_CODE) != 0) {
			level.fenceCode();
		}
		if ((requests & FENCE) != 0) {
			level.fence();
		}
	}

	/** Asks something of another hart, or of this one. It is done before that hart's next instruction below this level. */
	void request(int hart, int what) {
		states[hart] = states[hart].requests(states[hart].requests() | what);
		level.store(platform.msip(hart), 4, 1);
	}

	/** Has another hart, which is stopped, begin. */
	void start(int hart, long address, long opaque) {
		states[hart] = new OfHart(Status.START_PENDING, 0, false, address, opaque);
		level.store(platform.msip(hart), 4, 1);
	}

	// ---- interrupts

	void enable(long bits) {
		level.write(registers.mie(), level.read(registers.mie()) | bits);
	}

	void disable(long bits) {
		level.write(registers.mie(), level.read(registers.mie()) & ~bits);
	}

	void setPending(long bits) {
		level.write(registers.mip(), pending() | bits);
	}

	void clearPending(long bits) {
		level.write(registers.mip(), pending() & ~bits);
	}

	/** What reads as SEIP may be the line's: written back, it would stay when the line falls. */
	private long pending() {
		return level.read(registers.mip()) & ~SEI;
	}

	/** True if any of these interrupts is pending and enabled. */
	boolean due(long bits) {
		return (level.read(registers.mip()) & level.read(registers.mie()) & bits) != 0;
	}
}
