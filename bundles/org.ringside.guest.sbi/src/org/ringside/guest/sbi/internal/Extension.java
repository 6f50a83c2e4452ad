package org.ringside.guest.sbi.internal;

/** One chapter of the SBI specification. Stateless. */
interface Extension {

	/** The EID. */
	long id();

	/** Answers a call; a function that the extension does not have is {@link SbiResult#NOT_SUPPORTED}. */
	SbiResult call(SbiHart hart, int function);
}
