package org.ringside.guest.sbi.internal;

/**
 * What a call answers: a0 and a1 (SBI 2.0, chapter 3).
 *
 * @param error 0, or one of the negative numbers below
 */
record SbiResult(long error, long value) {

	static final SbiResult SUCCESS = new SbiResult(0, 0);
	static final SbiResult FAILED = new SbiResult(-1, 0);
	static final SbiResult NOT_SUPPORTED = new SbiResult(-2, 0);
	static final SbiResult INVALID_PARAM = new SbiResult(-3, 0);
	static final SbiResult INVALID_ADDRESS = new SbiResult(-5, 0);
	static final SbiResult ALREADY_AVAILABLE = new SbiResult(-6, 0);

	static SbiResult of(long value) {
		return new SbiResult(0, value);
	}
}
