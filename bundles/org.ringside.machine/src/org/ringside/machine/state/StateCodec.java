package org.ringside.machine.state;

import java.util.Map;

/**
 * Writes a state record as bytes, and reads it back.
 *
 * <p>The bytes are canonical (equal states give equal bytes) and describe themselves: each field is there with its name
 * and the kind of its value, so that a record that has changed since can still be read as names and values.
 *
 * <p>A record's components are of these types, and never null: primitives and their boxes, {@link String}, enums,
 * arrays of primitives, records, and {@link java.util.List} and {@link Map} by String of any of these. As names and
 * values an enum is its name, a record is a {@code Map<String, Object>}, and the rest is as it was.
 */
public final class StateCodec {

	private StateCodec() {
	}

	/** The bytes of a record; throws {@link IllegalArgumentException} for a component that no state may have. */
	public static byte[] encode(Record state) {
		StateWriter writer = new StateWriter();
		writer.value(state, state.getClass().getSimpleName());
		return writer.bytes();
	}

	/** Names and values of an encoded record, whatever record it was; throws {@link StateException} if it is none. */
	public static Map<String, Object> fields(byte[] encoded) {
		return new StateReader(encoded).fields();
	}

	/**
	 * Makes a record of names and values. To be used by {@link org.ringside.machine.Component#migrate} too, once the
	 * names are those of today.
	 *
	 * @throws StateException for a field that is missing, unknown or of another type, by name
	 */
	public static <S extends Record> S bind(Class<S> type, Map<String, Object> fields) {
		return type.cast(StateShape.of(type).bind(fields, type.getSimpleName()));
	}

	/** {@link #fields} and {@link #bind} in one. */
	public static <S extends Record> S decode(Class<S> type, byte[] encoded) {
		return bind(type, fields(encoded));
	}
}
