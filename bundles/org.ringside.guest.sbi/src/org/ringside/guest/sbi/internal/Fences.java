package org.ringside.guest.sbi.internal;

/**
 * The extension of remote fences: SBI 2.0, chapter 8. The caller's own fence is done at once, another hart's before its
 * next instruction, so that none executes with the old translation after the call has returned. Fences of the
 * hypervisor extension are not supported, since the hart has none.
 */
record Fences() implements Extension {

	private static final long PAGE = 4096;
	/** More pages than this are fenced all at once. */
	private static final long FEW = 16;

	@Override
	public long id() {
		return 0x52464e43;
	}

	@Override
	public SbiResult call(SbiHart hart, int function) {
		if (function < 0 || function > 2) {
			return SbiResult.NOT_SUPPORTED;
		}
		return HartMask.of(hart).map(mask -> function == 0 ? fenceCode(hart, mask) : fence(hart, mask, hart.argument(2),
				hart.argument(3))).orElse(SbiResult.INVALID_PARAM);
	}

	static SbiResult fenceCode(SbiHart hart, HartMask mask) {
		mask.forEach(hart, number -> {
			if (number == hart.number()) {
				hart.level.fenceCode();
			} else {
				hart.request(number, SbiHart.FENCE_CODE);
			}
		});
		return SbiResult.SUCCESS;
	}

	/** Address spaces are fenced together: less would be permitted, more is too. */
	static SbiResult fence(SbiHart hart, HartMask mask, long start, long size) {
		mask.forEach(hart, number -> {
			if (number == hart.number()) {
				fenceHere(hart, start, size);
			} else {
				hart.request(number, SbiHart.FENCE);
			}
		});
		return SbiResult.SUCCESS;
	}

	private static void fenceHere(SbiHart hart, long start, long size) {
		if (start == 0 && size == 0 || Long.compareUnsigned(size, FEW * PAGE) > 0) {
			hart.level.fence();
			return;
		}
		for (long at = start & -PAGE; at - start < size; at += PAGE) {
			hart.level.fence(at);
		}
	}
}
