package org.ringside.machine.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Appends values, each after a tag; numbers are big-endian. {@link StateReader} is its inverse. */
final class StateWriter {

	static final byte RECORD = 'R';
	static final byte LIST = 'L';
	static final byte TEXT = 'T';
	static final byte BOOLEAN = 'Z';
	static final byte BYTE = 'B';
	static final byte SHORT = 'S';
	static final byte CHAR = 'C';
	static final byte INT = 'I';
	static final byte LONG = 'J';
	static final byte FLOAT = 'F';
	static final byte DOUBLE = 'D';
	/** Added to the tag of a primitive: an array of it. */
	static final byte ARRAY = 0x20;

	private ByteBuffer out = ByteBuffer.allocate(256);

	byte[] bytes() {
		return Arrays.copyOf(out.array(), out.position());
	}

	/** @param where the value is, for messages */
	void value(Object value, String where) {
		switch (value) {
		case null -> throw new IllegalArgumentException(where + " is null: a state has no null, use an empty value");
		case Record record -> fields(StateShape.of(record.getClass()).values(record), where);
		case Map<?, ?> map -> fields(byName(map, where), where);
		case List<?> list -> list(list, where);
		case Enum<?> constant -> text(constant.name());
		case String text -> text(text);
		case Boolean b -> tag(BOOLEAN, 1).put((byte) (b ? 1 : 0));
		case Byte b -> tag(BYTE, 1).put(b);
		case Short s -> tag(SHORT, 2).putShort(s);
		case Character c -> tag(CHAR, 2).putChar(c);
		case Integer i -> tag(INT, 4).putInt(i);
		case Long l -> tag(LONG, 8).putLong(l);
		// raw bits: a register may hold any NaN
		case Float f -> tag(FLOAT, 4).putInt(Float.floatToRawIntBits(f));
		case Double d -> tag(DOUBLE, 8).putLong(Double.doubleToRawLongBits(d));
		default -> array(value, where);
		}
	}

	private void array(Object value, String where) {
		switch (value) {
		case boolean[] a -> {
			array(BOOLEAN, a.length, 1);
			for (boolean b : a) {
				out.put((byte) (b ? 1 : 0));
			}
		}
		case byte[] a -> {
			array(BYTE, a.length, 1);
			out.put(a);
		}
		case short[] a -> moved(array(SHORT, a.length, 2).asShortBuffer().put(a).position() * 2);
		case char[] a -> moved(array(CHAR, a.length, 2).asCharBuffer().put(a).position() * 2);
		case int[] a -> moved(array(INT, a.length, 4).asIntBuffer().put(a).position() * 4);
		case long[] a -> moved(array(LONG, a.length, 8).asLongBuffer().put(a).position() * 8);
		case float[] a -> moved(array(FLOAT, a.length, 4).asFloatBuffer().put(a).position() * 4);
		case double[] a -> moved(array(DOUBLE, a.length, 8).asDoubleBuffer().put(a).position() * 8);
		default -> throw new IllegalArgumentException(where + " is a " + value.getClass().getName()
				+ ", which no state can hold: use primitives, text, enums, arrays of primitives, records, lists or maps of these");
		}
	}

	private static Map<String, Object> byName(Map<?, ?> map, String where) {
		Map<String, Object> sorted = new TreeMap<>();
		map.forEach((name, value) -> {
			if (!(name instanceof String text)) {
				throw new IllegalArgumentException(where + " has a key that is no String: " + name);
			}
			sorted.put(text, value);
		});
		return sorted;
	}

	/** A record and a map by name are written alike; names come in order. */
	private void fields(Map<String, Object> sorted, String where) {
		tag(RECORD, 4).putInt(sorted.size());
		sorted.forEach((name, value) -> {
			raw(name);
			value(value, where + '.' + name);
		});
	}

	private void list(List<?> list, String where) {
		tag(LIST, 4).putInt(list.size());
		int i = 0;
		for (Object element : list) {
			value(element, where + '[' + i++ + ']');
		}
	}

	private void text(String text) {
		tag(TEXT, 0);
		raw(text);
	}

	private void raw(String text) {
		byte[] utf = text.getBytes(StandardCharsets.UTF_8);
		room(4 + utf.length).putInt(utf.length).put(utf);
	}

	private ByteBuffer array(byte tag, int length, int width) {
		return tag((byte) (tag + ARRAY), 4 + length * width).putInt(length);
	}

	private void moved(int bytes) {
		out.position(out.position() + bytes);
	}

	private ByteBuffer tag(byte tag, int room) {
		return room(room + 1).put(tag);
	}

	private ByteBuffer room(int bytes) {
		if (out.remaining() < bytes) {
			byte[] larger = Arrays.copyOf(out.array(), Math.max(out.capacity() * 2, out.position() + bytes));
			out = ByteBuffer.wrap(larger).position(out.position());
		}
		return out;
	}
}
