package org.ringside.isa.internal;

import java.lang.reflect.Method;

import org.ringside.isa.IsaException;

/**
 * The place in a description that is being read, for messages.
 *
 * @param place class and member
 * @param row the annotation's text
 */
record Where(String place, String row) {

	static Where of(Method method, String row) {
		return new Where(method.getDeclaringClass().getSimpleName() + "." + method.getName(), row);
	}

	IsaException wrong(String what) {
		return new IsaException(place + " '" + row + "': " + what);
	}
}
