package org.ringside.machine.runtime;

/** The interpreter's loop: generated for each ISA from its rows, in the ISA's own package. */
public interface Loop {

	/** {@link #run} left because the slice ended, the code is not decoded yet, or the context changed. */
	int LEFT = 0;

	/** {@link #run} left because the instruction at the hart's pc raised a trap. */
	int TRAPPED = 1;

	/** A slot of decoded code that holds nothing yet. */
	int EMPTY = 0;

	/** The slots after the last of a page. */
	int PAGE_END = 1;

	/** An instruction that the loop leaves to the executor: one that crosses pages, or of an unusual kind of control. */
	int SLOW = 2;

	/** Number of the first row's operation; the others follow by row id. */
	int FIRST_ROW = 3;

	/** Bits of a slot that hold the operation; the row's fields are packed above. */
	int OPERATION_BITS = 10;

	/**
	 * Executes from the hart's pc until there is a reason to leave. The hart's pc is that of the next instruction, or of
	 * the one that trapped, and the slice counts what was completed.
	 */
	int run(Fetch fetch);
}
