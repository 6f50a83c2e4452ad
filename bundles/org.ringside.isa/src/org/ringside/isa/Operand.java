package org.ringside.isa;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A field of the rows: how it is read, and how assembly writes it. */
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Operand {

	/** As the rows write it. */
	String name();

	/** Bits, where the rows give the name alone; a field in pieces has the width of its pieces. */
	int width() default 0;

	/** True if the field's top bit is its sign. */
	boolean signed() default false;

	/**
	 * True if assembly writes the address that the constant leads to from the instruction, as branches do, in rows where
	 * this does not follow from the flow of control.
	 */
	boolean relative() default false;

	/** The register file that the field selects an element of, by the {@link RegisterFile#name}; empty for a constant. */
	String file() default "";

	/** Added to the field's value to get the element's number, or the constant. */
	int plus() default 0;

	/** For an element that the row does not encode: its number in {@link #file}. */
	int number() default -1;

	/**
	 * For a register-or-memory operand: the companion that computes its address. The row is then two rows: with the bit
	 * {@link #select} clear the operand is the register, with it set what is in memory there.
	 */
	String address() default "";

	/** The field of one bit that selects register or memory. */
	String select() default "";

	/** Bytes of a memory operand, read and written in the ISA's byte order. */
	int bytes() default 0;

	/** The values that assembly writes by name, {@code "rne rtz rdn rup rmm"} for 0, 1, 2 …; {@code -} for none. */
	String names() default "";

	/**
	 * Where assembly writes the constant as the name of a register: what is added to the constant to get the
	 * {@link Register#number}. -1 for other constants.
	 */
	int registers() default -1;
}
