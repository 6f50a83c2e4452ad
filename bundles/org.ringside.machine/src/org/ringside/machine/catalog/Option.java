package org.ringside.machine.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a component of a maker's {@code Options} record: its help and its default, as text. Flags, dialogs and saved
 * experiments derive from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER })
public @interface Option {

	/** One sentence: what it does, and its unit. */
	String help();

	/** The value if none is given, written as a user would; empty is the type's zero or empty text. */
	String value() default "";
}
