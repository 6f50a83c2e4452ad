package org.ringside.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a static nested class of the hart's package: the layout of a table entry, such as a PTE, by its fields. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Format {

	/** Name in the manual: {@code "Sv39 PTE"}. */
	String name();

	/** Bits of an entry. */
	int width();

	/** Named bits and ranges, {@code "V[0] R[1] PPN[53:10]"}. */
	String fields();
}
