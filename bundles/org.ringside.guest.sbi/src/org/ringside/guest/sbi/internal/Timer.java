package org.ringside.guest.sbi.internal;

/** The timer extension: SBI 2.0, chapter 6. */
record Timer() implements Extension {

	@Override
	public long id() {
		return 0x54494d45;
	}

	@Override
	public SbiResult call(SbiHart hart, int function) {
		if (function != 0) {
			return SbiResult.NOT_SUPPORTED;
		}
		hart.setTimer(hart.argument(0));
		return SbiResult.SUCCESS;
	}
}
