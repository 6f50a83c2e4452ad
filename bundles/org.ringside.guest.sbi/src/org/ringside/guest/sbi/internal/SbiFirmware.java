package org.ringside.guest.sbi.internal;

import static org.ringside.guest.sbi.internal.SbiRegisters.MSI;
import static org.ringside.guest.sbi.internal.SbiRegisters.MTI;
import static org.ringside.guest.sbi.internal.SbiRegisters.SUPERVISOR;

import java.util.Arrays;
import java.util.List;

import org.ringside.guest.sbi.internal.SbiState.OfHart;
import org.ringside.guest.sbi.internal.SbiState.Status;
import org.ringside.machine.privileged.Owner;
import org.ringside.machine.privileged.Privileged;

/** The firmware: owner of level M of all harts of a machine. */
public final class SbiFirmware implements Owner<SbiState> {

	private static final int BOOT_HART = 0;
	private static final long SUPERVISOR_CALL = 9;
	private static final long CAUSE_MSI = 3;
	private static final long CAUSE_MTI = 7;

	private final SbiPlatform platform;
	private final SbiCalls calls;
	private final OfHart[] states;
	/** Numbers looked up when first needed; equal for all harts, and no state. */
	private SbiRegisters registers;

	public SbiFirmware(SbiPlatform platform) {
		this.platform = platform;
		calls = new SbiCalls(platform);
		states = new OfHart[platform.harts()];
		Arrays.fill(states, OfHart.OFF);
	}

	private SbiHart hart(Privileged level) {
		if (registers == null) {
			registers = SbiRegisters.of(level);
		}
		return new SbiHart(level, registers, platform, states);
	}

	@Override
	public void reset(Privileged level) {
		SbiHart hart = hart(level);
		hart.state(OfHart.OFF);
		hart.prepare();
		if (hart.number() == BOOT_HART) {
			calls.console().ifPresent(console -> console.reset(level));
			hart.enter(platform.entry(), platform.deviceTree());
		} else {
			hart.stop();
		}
	}

	@Override
	public void trap(Privileged level) {
		SbiHart hart = hart(level);
		long cause = level.read(registers.mcause());
		if (cause < 0) {
			interrupt(hart, cause & Long.MAX_VALUE);
		} else if (cause == SUPERVISOR_CALL) {
			calls.serve(hart);
		} else {
			hart.redirect(cause, level.read(registers.mtval()));
		}
	}

	private static void interrupt(SbiHart hart, long number) {
		if (number == CAUSE_MSI) {
			hart.serveRequests();
		} else if (number == CAUSE_MTI) {
			hart.timerExpired();
		} else {
			// nothing else was enabled; whatever raised it must not raise it for ever
			hart.disable(1L << number);
		}
	}

	@Override
	public void wake(Privileged level) {
		SbiHart hart = hart(level);
		if (hart.due(MSI)) {
			hart.serveRequests();
		}
		if (hart.due(MTI)) {
			hart.timerExpired();
		}
		OfHart state = hart.state();
		switch (state.status()) {
		case START_PENDING -> hart.enter(state.resume(), state.opaque());
		case SUSPENDED -> wakeSuspended(hart, state);
		default -> hart.stop();
		}
	}

	private static void wakeSuspended(SbiHart hart, OfHart state) {
		if (!hart.due(SUPERVISOR)) {
			hart.level.waitForInterrupt();
		} else if (state.retentive()) {
			hart.state(state.status(Status.STARTED));
		} else {
			hart.resume(state.resume(), state.opaque());
		}
	}

	// ---- state

	@Override
	public Class<SbiState> stateType() {
		return SbiState.class;
	}

	@Override
	public SbiState state() {
		return new SbiState(List.of(states));
	}

	@Override
	public void restore(SbiState state) {
		for (int hart = 0; hart < states.length; hart++) {
			states[hart] = state.harts().get(hart);
		}
	}
}
