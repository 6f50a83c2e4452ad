package org.ringside.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One row of the manual's list of registers: on the field of the hart class that holds it, or on the static method that
 * reads it where it is a view of others ({@code static long sstatus(RiscvHart hart)}). Save, digest, debugger
 * descriptions, views, world switch and the classification of accesses derive from these rows.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.FIELD, ElementType.METHOD })
public @interface Register {

	/** Number in the ISA's numbering of registers. */
	int number();

	/**
	 * How many: more than one is a run of registers with consecutive numbers, whose names end in their index. The field
	 * is then an array; a method that reads or writes takes the index from 0, as an {@code int}, after the hart.
	 */
	int count() default 1;

	/** What the name of the first of a run ends in: 3 for {@code hpmcounter3}. */
	int first() default 0;

	/** Name, where it is not that of the field or method. */
	String name() default "";

	/** Bits. */
	int width() default 64;

	/** Named bits and ranges, {@code "SIE[1] MPP[12:11]"}; empty if the register is one value. */
	String fields() default "";

	/** Access per mode, as {@link Instruction#access}. */
	String access();

	/** The static method that writes it, {@code (hart, value)}, with legal values and side effects; empty: plain store, or read-only if a method. */
	String write() default "";

	/** The static method that reads it, where a field is not read plainly; for a method row, itself. */
	String read() default "";

	/** Who changes it other than by writing: {@code "traps"}, {@code "lines"}, {@code "clock"}, {@code "steps"}; empty: nobody. */
	String changes() default "";

	/** False for a view, whose state is in other rows; what cannot be written is none either. */
	boolean state() default true;
}
