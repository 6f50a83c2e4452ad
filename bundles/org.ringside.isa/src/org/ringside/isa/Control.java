package org.ringside.isa;

/** What an instruction does to the flow of instructions, and so what its method's result means. */
public enum Control {

	/** The next instruction follows. The result, if any, is a value. */
	NEXT,

	/** {@code boolean}: true goes to the target, which a companion computes. */
	BRANCH,

	/** {@code long}: the virtual address to go to. A value for a register is a further result. */
	JUMP,

	/** {@code long} or {@code boolean}: as JUMP or BRANCH, after the instruction that follows. */
	DELAYED,

	/** {@code boolean}: true skips the instruction that follows, which then is a step that does nothing. */
	NULLIFY,

	/** {@code long}: bits of an instruction, left-aligned, that is executed in place of this one; both are one step. */
	EXECUTE,

	/** {@code boolean}: true comes to the same instruction again, after interrupts; each time is a step. */
	REPEAT
}
