package org.ringside.guest.sbi.internal;

/** The extension of interprocessor interrupts: SBI 2.0, chapter 7. */
record Ipi() implements Extension {

	@Override
	public long id() {
		return 0x735049;
	}

	@Override
	public SbiResult call(SbiHart hart, int function) {
		if (function != 0) {
			return SbiResult.NOT_SUPPORTED;
		}
		return HartMask.of(hart).map(mask -> send(hart, mask)).orElse(SbiResult.INVALID_PARAM);
	}

	static SbiResult send(SbiHart hart, HartMask mask) {
		mask.forEach(hart, number -> hart.request(number, SbiHart.SOFTWARE_INTERRUPT));
		return SbiResult.SUCCESS;
	}
}
