package org.ringside.machine;

/**
 * Whatever has state that a snapshot must hold: a device, an owner, a scheduler, the clock. State is one record, encoded
 * by field name; a component reads back what an older version of it wrote by {@link #migrate}.
 *
 * @param <S> the state; its components are primitives, strings, arrays of primitives, enums, other such records, or lists of these
 */
public interface Component<S extends Record> {

	/** The record type of the state. */
	Class<S> stateType();

	/** Version of the state's shape, from 1. */
	default int stateVersion() {
		return 1;
	}

	/** The state now; shares nothing mutable with the component. */
	S state();

	/** Becomes what {@code state} says, in place. */
	void restore(S state);

	/**
	 * Turns a state of an older version, given as field names and values, into the present one.
	 *
	 * @throws IllegalArgumentException if this version cannot be read, with a message for the user
	 */
	default S migrate(int version, java.util.Map<String, Object> fields) {
		throw new IllegalArgumentException("state of version " + version + " cannot be read by version " + stateVersion());
	}
}
