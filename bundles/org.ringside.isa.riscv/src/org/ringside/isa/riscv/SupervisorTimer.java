package org.ringside.isa.riscv;

import org.ringside.machine.Clock;

/**
 * S's own timer ("Sstc", chapter "Supervisor-level Time Comparator"): while {@code menvcfg.STCE} is set, STIP is pending
 * while {@code time >= stimecmp}, unsigned. It drives the hart's pin of that interrupt, as a device does.
 */
final class SupervisorTimer {

	private static final long PENDING = 1L << RiscvHart.STI;

	private final RiscvHart hart;
	private Clock clock;
	private Clock.Timer timer;

	SupervisorTimer(RiscvHart hart) {
		this.hart = hart;
	}

	/** Called once. */
	void connect(Clock clock) {
		this.clock = clock;
		timer = clock.timer(this::update);
	}

	/** Compares anew; to be called when a register that this depends on has changed, or the time has come. */
	void update() {
		if (timer == null) {
			return;
		}
		boolean enabled = (hart.menvcfg & MachineCsrs.STCE) != 0;
		long ticks = hart.stimecmp - UnprivilegedCsrs.time(hart);
		boolean reached = enabled && Long.compareUnsigned(hart.stimecmp, UnprivilegedCsrs.time(hart)) <= 0;
		if (reached != ((hart.pins & PENDING) != 0)) {
			hart.pin(RiscvHart.STI, reached);
		}
		timer.set(enabled && !reached ? deadline(ticks) : Clock.NEVER);
		// the deadline may be nearer than the end of what is being executed
		hart.attention();
	}

	/** When that many ticks, unsigned, will have begun. */
	private long deadline(long ticks) {
		long now = clock.now();
		boolean never = ticks < 0 || ticks > (Long.MAX_VALUE - now) / RiscvHart.TICK;
		return never ? Clock.NEVER : now - now % RiscvHart.TICK + ticks * RiscvHart.TICK;
	}
}
