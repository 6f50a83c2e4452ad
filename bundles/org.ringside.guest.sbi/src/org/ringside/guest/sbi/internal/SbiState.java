package org.ringside.guest.sbi.internal;

import java.util.List;

/** All that the firmware remembers, by hart. */
record SbiState(List<OfHart> harts) {

	SbiState {
		harts = List.copyOf(harts);
	}

	/** State of a hart as {@code hart_get_status} tells it, whose numbers are the ordinals (SBI 2.0, section 9). */
	enum Status {
		STARTED, STOPPED, START_PENDING, STOP_PENDING, SUSPENDED, SUSPEND_PENDING, RESUME_PENDING
	}

	/**
	 * @param requests bits of {@link SbiHart}: what other harts want of this one's firmware
	 * @param retentive a suspended hart goes on after its call rather than at {@code resume}
	 * @param resume where it will be entered; physical address
	 * @param opaque what it will find in a1
	 */
	record OfHart(Status status, int requests, boolean retentive, long resume, long opaque) {

		static final OfHart OFF = new OfHart(Status.STOPPED, 0, false, 0, 0);

		OfHart status(Status status) {
			return new OfHart(status, requests, retentive, resume, opaque);
		}

		OfHart requests(int requests) {
			return new OfHart(status, requests, retentive, resume, opaque);
		}
	}
}
