package org.ringside.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a class of instructions: the chapter of the manual it transcribes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Chapter {

	/** Name of the extension or part: {@code "M"}. */
	String value();

	/** Title in the manual. */
	String title();

	/** Conditions under which its rows exist, as {@link Instruction#when}; each row's own are added. */
	String when() default "";
}
