package org.ringside.guest.sbi.internal;

import java.util.Optional;
import java.util.function.IntConsumer;

import org.ringside.guest.sbi.internal.SbiState.Status;

/** The harts that a call is about, as bits. Machines have at most 64. */
record HartMask(long bits) {

	/** All harts of a machine. */
	static HartMask all(SbiHart hart) {
		int harts = hart.platform.harts();
		return new HartMask(harts == 64 ? -1 : (1L << harts) - 1);
	}

	/** The first two arguments of a call: SBI 2.0, section 3.1. Empty if it names a hart that is not there. */
	static Optional<HartMask> of(SbiHart hart) {
		long mask = hart.argument(0);
		long base = hart.argument(1);
		if (base == -1) {
			return Optional.of(all(hart));
		}
		if (Long.compareUnsigned(base, hart.platform.harts()) >= 0) {
			return Optional.empty();
		}
		long bits = mask << base;
		return bits >>> base != mask || (bits & ~all(hart).bits) != 0 ? Optional.empty() : Optional.of(new HartMask(bits));
	}

	/** Does something for each of them that runs the supervisor's software, or will when it is resumed. */
	void forEach(SbiHart hart, IntConsumer action) {
		for (int number = 0; number < hart.platform.harts(); number++) {
			Status status = hart.stateOf(number).status();
			if ((bits >>> number & 1) != 0 && status != Status.STOPPED && status != Status.START_PENDING) {
				action.accept(number);
			}
		}
	}
}
