package org.ringside.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a field of a hart class that is an array of {@code long} or {@code int}: registers selected by number. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface RegisterFile {

	/** Name of the file; its elements are this and their number: {@code x0}. */
	String name();

	/** How many registers. The array is one longer, where {@link #zero} is given: writes to that register go there. */
	int count();

	/** Bits of a register. */
	int width();

	/** The fields of the rows that select an element: {@code "rd rs1 rs2"}. Their width follows from the count. */
	String operands();

	/** Number of the register that reads as zero and ignores writes, or -1. */
	int zero() default -1;

	/** Other names of the elements, in order, as assembly prefers them, further ones after a slash: {@code "… t2 s0/fp s1 …"}. */
	String names() default "";

	/** Number of element 0 in the ISA's numbering of registers for debuggers and the privileged contract. */
	int number();
}
