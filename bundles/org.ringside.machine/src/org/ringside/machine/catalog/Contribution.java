package org.ringside.machine.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * What a contribution says of itself, readable without activating it: as properties {@code ringside.id},
 * {@code ringside.label} and {@code ringside.isa} of its service, and as this annotation where there is no OSGi.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Contribution {

	/** Of the service properties' names. */
	String PREFIX_ = "ringside.";

	/** Permanent name, unique among contributions of one kind: lower case, digits, {@code -}, {@code _} and {@code .}. */
	String id();

	/** For people: what it is, in a few words. */
	String label();

	/** The ISA it goes with, or empty for any. */
	String isa() default "";
}
