package org.ringside.guest.sbi.internal;

import java.util.function.LongPredicate;

/** The base extension: SBI 2.0, chapter 4. */
record Base(LongPredicate has) implements Extension {

	private static final long VERSION_2_0 = 2L << 24;
	/** Not among the registered numbers: the letters RING. */
	private static final long IMPLEMENTATION = 0x52494e47;
	private static final long IMPLEMENTATION_VERSION = 0x10000;

	@Override
	public long id() {
		return 0x10;
	}

	@Override
	public SbiResult call(SbiHart hart, int function) {
		return switch (function) {
		case 0 -> SbiResult.of(VERSION_2_0);
		case 1 -> SbiResult.of(IMPLEMENTATION);
		case 2 -> SbiResult.of(IMPLEMENTATION_VERSION);
		case 3 -> SbiResult.of(has.test(hart.argument(0)) ? 1 : 0);
		case 4 -> SbiResult.of(hart.level.read(hart.registers.mvendorid()));
		case 5 -> SbiResult.of(hart.level.read(hart.registers.marchid()));
		case 6 -> SbiResult.of(hart.level.read(hart.registers.mimpid()));
		default -> SbiResult.NOT_SUPPORTED;
		};
	}
}
