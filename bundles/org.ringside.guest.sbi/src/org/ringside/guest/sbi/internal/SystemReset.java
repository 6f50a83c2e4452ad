package org.ringside.guest.sbi.internal;

/** The system reset extension: SBI 2.0, chapter 10. A shutdown because of a system failure ends the run with status 1. */
record SystemReset(Power power) implements Extension {

	private static final int SHUTDOWN = 0;
	private static final int COLD_REBOOT = 1;
	private static final int WARM_REBOOT = 2;
	private static final int NO_REASON = 0;
	private static final int SYSTEM_FAILURE = 1;

	@Override
	public long id() {
		return 0x53525354;
	}

	@Override
	public SbiResult call(SbiHart hart, int function) {
		if (function != 0) {
			return SbiResult.NOT_SUPPORTED;
		}
		// both are of 32 bits; other numbers are reserved, or some platform's own
		int type = (int) hart.argument(0);
		int reason = (int) hart.argument(1);
		if (reason != NO_REASON && reason != SYSTEM_FAILURE) {
			return SbiResult.INVALID_PARAM;
		}
		switch (type) {
		case SHUTDOWN -> power.off(hart, reason);
		case COLD_REBOOT, WARM_REBOOT -> power.reset(hart);
		default -> {
			return SbiResult.INVALID_PARAM;
		}
		}
		// reached if the power stays on
		return SbiResult.FAILED;
	}
}
