package org.ringside.guest.sbi.internal;

/** The system reset extension: SBI 2.0, chapter 10. A shutdown because of a system failure ends the run with status 1. */
record SystemReset(Power power) implements Extension {

	private static final int SHUTDOWN = 0;
	private static final int WARM_REBOOT = 2;
	private static final long NO_REASON = 0;
	private static final long SYSTEM_FAILURE = 1;
	/** From here on numbers are a vendor's or an implementation's, and below it reserved. */
	private static final long OWN_TYPES = 0xf000_0000L;
	private static final long OWN_REASONS = 0xe000_0000L;

	@Override
	public long id() {
		return 0x53525354;
	}

	@Override
	public SbiResult call(SbiHart hart, int function) {
		if (function != 0) {
			return SbiResult.NOT_SUPPORTED;
		}
		long type = hart.argument(0);
		long reason = hart.argument(1);
		if (reserved(type, WARM_REBOOT, OWN_TYPES) || reserved(reason, SYSTEM_FAILURE, OWN_REASONS)) {
			return SbiResult.INVALID_PARAM;
		}
		if (type >= OWN_TYPES || reason >= OWN_REASONS) {
			return SbiResult.NOT_SUPPORTED;
		}
		if (type == SHUTDOWN) {
			power.off(hart, reason == NO_REASON ? 0 : 1);
		} else {
			power.reset(hart);
		}
		return SbiResult.FAILED;
	}

	private static boolean reserved(long number, long last, long own) {
		return number >>> 32 != 0 || number > last && number < own;
	}
}
