package org.ringside.isa.internal;

import java.util.List;
import java.util.stream.Stream;

import org.ringside.isa.IsaException;
import org.ringside.isa.Row;

/** The bits of a row, in the coordinates of the {@link Window}. */
final class Encoding {

	final int length;
	final long mask0;
	final long match0;
	final long mask1;
	final long match1;
	final Slot[] slots;
	final Condition[] conditions;
	Row row;

	Encoding(int length, long[] mask, long[] match, List<Slot> slots, List<Condition> conditions) {
		this.length = length;
		mask0 = mask[0];
		match0 = match[0];
		mask1 = mask[1];
		match1 = match[1];
		this.slots = slots.toArray(Slot[]::new);
		this.conditions = conditions.toArray(Condition[]::new);
	}

	long mask(int word) {
		return word == 0 ? mask0 : mask1;
	}

	long match(int word) {
		return word == 0 ? match0 : match1;
	}

	/** True if the fixed bits and the conditions hold. */
	boolean matches(long first, long second) {
		return (first & mask0) == match0 && (second & mask1) == match1 && conditionsHold(first, second);
	}

	boolean conditionsHold(long first, long second) {
		for (Condition c : conditions) {
			if (!c.holds(slots[c.field()].get(first, second))) {
				return false;
			}
		}
		return true;
	}

	/** True if the row exists in a context. */
	boolean in(int context) {
		return (context & row.contextMask()) == row.contextMatch();
	}

	/** This row as it is in a context: without the conditions that the context lifts. */
	Encoding as(int context) {
		List<Condition> counting = Stream.of(conditions).filter(c -> c.counts(context)).toList();
		if (counting.size() == conditions.length) {
			return this;
		}
		Encoding same = new Encoding(length, new long[] { mask0, mask1 }, new long[] { match0, match1 }, List.of(slots), counting);
		same.row = row;
		return same;
	}

	long[] values(long first, long second) {
		long[] values = new long[slots.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = slots[i].get(first, second);
		}
		return values;
	}

	/** The bytes of the instruction with these values. */
	byte[] encode(long[] values, boolean bigEndian) {
		if (values.length != slots.length) {
			throw new IsaException(row.name() + " has " + slots.length + " fields, and " + values.length + " values were given");
		}
		long[] halves = { match0, match1 };
		for (int i = 0; i < values.length; i++) {
			slots[i].put(values[i], halves);
		}
		for (Condition c : conditions) {
			if (c.unless() == 0 && !c.holds(values[c.field()])) {
				throw new IsaException(row.name() + " is not for " + row.fields().get(c.field()).name() + " = " + values[c.field()]);
			}
		}
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (halves[i >> 3] >>> Window.shift(i, bigEndian));
		}
		return bytes;
	}
}
