package org.ringside.machine.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link StateWriter} wrote, as names and values. Trusts nothing: lengths are checked before use. */
final class StateReader {

	/** States are records in records, a few deep; a file that nests deeper was not written by us. */
	private static final int DEEPEST = 64;

	private final ByteBuffer in;
	private int depth;

	StateReader(byte[] encoded) {
		in = ByteBuffer.wrap(encoded);
	}

	Map<String, Object> fields() {
		try {
			if (in.get() != StateWriter.RECORD) {
				throw broken("it is no record");
			}
			Map<String, Object> fields = record();
			if (in.hasRemaining()) {
				throw broken("bytes follow its end");
			}
			return fields;
		} catch (BufferUnderflowException e) {
			throw broken("it ends too early");
		}
	}

	private Object value() {
		byte tag = in.get();
		return switch (tag) {
		case StateWriter.RECORD -> record();
		case StateWriter.LIST -> list();
		case StateWriter.TEXT -> text();
		case StateWriter.BOOLEAN -> in.get() != 0;
		case StateWriter.BYTE -> in.get();
		case StateWriter.SHORT -> in.getShort();
		case StateWriter.CHAR -> in.getChar();
		case StateWriter.INT -> in.getInt();
		case StateWriter.LONG -> in.getLong();
		case StateWriter.FLOAT -> Float.intBitsToFloat(in.getInt());
		case StateWriter.DOUBLE -> Double.longBitsToDouble(in.getLong());
		default -> array((byte) (tag - StateWriter.ARRAY));
		};
	}

	private Map<String, Object> record() {
		enter();
		int count = length(5);
		Map<String, Object> fields = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			String name = text();
			if (fields.put(name, value()) != null) {
				throw broken("field " + name + " is there twice");
			}
		}
		depth--;
		return fields;
	}

	private List<Object> list() {
		enter();
		int count = length(1);
		List<Object> list = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			list.add(value());
		}
		depth--;
		return list;
	}

	private String text() {
		byte[] utf = new byte[length(1)];
		in.get(utf);
		return new String(utf, StandardCharsets.UTF_8);
	}

	private Object array(byte tag) {
		return switch (tag) {
		case StateWriter.BOOLEAN -> {
			boolean[] a = new boolean[length(1)];
			for (int i = 0; i < a.length; i++) {
				a[i] = in.get() != 0;
			}
			yield a;
		}
		case StateWriter.BYTE -> {
			byte[] a = new byte[length(1)];
			in.get(a);
			yield a;
		}
		case StateWriter.SHORT -> {
			short[] a = new short[length(2)];
			in.asShortBuffer().get(a);
			yield skipped(a, a.length * 2);
		}
		case StateWriter.CHAR -> {
			char[] a = new char[length(2)];
			in.asCharBuffer().get(a);
			yield skipped(a, a.length * 2);
		}
		case StateWriter.INT -> {
			int[] a = new int[length(4)];
			in.asIntBuffer().get(a);
			yield skipped(a, a.length * 4);
		}
		case StateWriter.LONG -> {
			long[] a = new long[length(8)];
			in.asLongBuffer().get(a);
			yield skipped(a, a.length * 8);
		}
		case StateWriter.FLOAT -> {
			float[] a = new float[length(4)];
			in.asFloatBuffer().get(a);
			yield skipped(a, a.length * 4);
		}
		case StateWriter.DOUBLE -> {
			double[] a = new double[length(8)];
			in.asDoubleBuffer().get(a);
			yield skipped(a, a.length * 8);
		}
		default -> throw broken("no value begins with byte " + (tag + StateWriter.ARRAY));
		};
	}

	private Object skipped(Object array, int bytes) {
		in.position(in.position() + bytes);
		return array;
	}

	/** A count of things that take at least {@code width} bytes each, of which so many must be left. */
	private int length(int width) {
		int length = in.getInt();
		if (length < 0 || length > in.remaining() / width) {
			throw broken("it ends too early");
		}
		return length;
	}

	private void enter() {
		if (++depth > DEEPEST) {
			throw broken("it is nested deeper than " + DEEPEST);
		}
	}

	private StateException broken(String why) {
		return new StateException("broken state at byte " + in.position() + ": " + why);
	}
}
