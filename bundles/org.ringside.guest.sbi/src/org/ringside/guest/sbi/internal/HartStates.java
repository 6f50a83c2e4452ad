package org.ringside.guest.sbi.internal;

import org.ringside.guest.sbi.internal.SbiState.OfHart;
import org.ringside.guest.sbi.internal.SbiState.Status;

/** The extension of hart state management: SBI 2.0, chapter 9. */
record HartStates() implements Extension {

	/** Suspend types, of 32 bits; there are none of this platform's own. */
	private static final int RETENTIVE = 0;
	private static final int NON_RETENTIVE = 0x8000_0000;

	@Override
	public long id() {
		return 0x48534d;
	}

	@Override
	public SbiResult call(SbiHart hart, int function) {
		return switch (function) {
		case 0 -> start(hart, hart.argument(0), hart.argument(1), hart.argument(2));
		case 1 -> stop(hart);
		case 2 -> status(hart, hart.argument(0));
		case 3 -> suspend(hart, (int) hart.argument(0), hart.argument(1), hart.argument(2));
		default -> SbiResult.NOT_SUPPORTED;
		};
	}

	private static boolean present(SbiHart hart, long number) {
		return Long.compareUnsigned(number, hart.platform.harts()) < 0;
	}

	private static SbiResult start(SbiHart hart, long number, long address, long opaque) {
		if (!present(hart, number)) {
			return SbiResult.INVALID_PARAM;
		}
		if (!hart.platform.inMemory(address, 2)) {
			return SbiResult.INVALID_ADDRESS;
		}
		if (hart.stateOf((int) number).status() != Status.STOPPED) {
			return SbiResult.ALREADY_AVAILABLE;
		}
		hart.start((int) number, address, opaque);
		return SbiResult.SUCCESS;
	}

	/** Does not return to the caller. */
	private static SbiResult stop(SbiHart hart) {
		hart.stop();
		return SbiResult.SUCCESS;
	}

	private static SbiResult status(SbiHart hart, long number) {
		return present(hart, number) ? SbiResult.of(hart.stateOf((int) number).status().ordinal()) : SbiResult.INVALID_PARAM;
	}

	/** Returns, or enters {@code address}, when an interrupt that the supervisor enabled is pending. */
	private static SbiResult suspend(SbiHart hart, int type, long address, long opaque) {
		boolean retentive = type == RETENTIVE;
		if (!retentive && type != NON_RETENTIVE) {
			return SbiResult.INVALID_PARAM;
		}
		if (!retentive && !hart.platform.inMemory(address, 2)) {
			return SbiResult.INVALID_ADDRESS;
		}
		hart.state(new OfHart(Status.SUSPENDED, hart.state().requests(), retentive, address, opaque));
		hart.level.waitForInterrupt();
		return SbiResult.SUCCESS;
	}
}
