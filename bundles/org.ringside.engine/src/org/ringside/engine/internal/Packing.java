package org.ringside.engine.internal;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ringside.isa.Decoded;
import org.ringside.isa.Row;
import org.ringside.isa.Row.Call;
import org.ringside.isa.Row.Field;
import org.ringside.isa.Row.Input;
import org.ringside.isa.Row.Place;
import org.ringside.machine.runtime.Loop;

/**
 * How the fields of one row lie in the {@code long} that the interpreter's loop reads an instruction from: the operation
 * in the low bits, then the numbers of registers, then constants, sign-extended from the top. A register that is read
 * and one that is written are kept apart, so that a write to a zero register can go to the spare element behind the file.
 */
final class Packing {

	/** Where a value lies: {@code slot << 64 - shift - bits >> 64 - bits}, or unsigned for register numbers. */
	record Place64(int shift, int bits) {
	}

	/** Where the value of one of the row's fields goes; null where it does not. What {@link #pack} needs, without a search. */
	private record Encoded(Place64 source, Place64 target, Place64 constant, int zero, int spare) {
	}

	private final Row row;
	private final Map<Field, Place64> sources = new LinkedHashMap<>();
	private final Map<Field, Place64> targets = new LinkedHashMap<>();
	private final Map<Field, Place64> constants = new LinkedHashMap<>();
	private final Encoded[] fields;
	private final boolean spun;
	private boolean wantsBits;
	private Place64 bits;

	Packing(Row row) {
		this.row = row;
		spun = LoopRows.spun(row);
		Set<Field> read = new LinkedHashSet<>();
		Set<Field> written = new LinkedHashSet<>();
		Set<Field> values = new LinkedHashSet<>();
		collect(row.inputs(), read, values);
		if (row.target() != null) {
			collect(row.target().inputs(), read, values);
		}
		for (Row.Result result : row.results()) {
			if (result.by() != null) {
				collect(result.by().inputs(), read, values);
			}
			switch (result.to()) {
			case Place.Element(Field field) -> written.add(field);
			case Place.InMemory(Call address, int _) -> collect(address.inputs(), read, values);
			default -> {
				// encodes nothing
			}
			}
		}
		int at = Loop.OPERATION_BITS;
		for (Field field : read) {
			at = assign(sources, field, at, bitsFor(field.file().count() - 1));
		}
		for (Field field : written) {
			at = assign(targets, field, at, bitsFor(field.file().count()));
		}
		if (wantsBits) {
			bits = new Place64(at, Pool.INDEX_BITS);
			at += Pool.INDEX_BITS;
		}
		int left = values.isEmpty() ? 0 : (64 - at) / values.size();
		for (Field field : values) {
			at = assign(constants, field, at, left);
		}
		fields = row.fields().stream().map(f -> new Encoded(sources.get(f), targets.get(f), constants.get(f),
				f.file() == null ? -1 : f.file().zero(), f.file() == null ? -1 : f.file().count())).toArray(Encoded[]::new);
	}

	private void collect(List<Input> inputs, Set<Field> read, Set<Field> values) {
		for (Input input : inputs) {
			switch (input) {
			case Input.Element(Field field) -> read.add(field);
			case Input.Constant(Field field) -> values.add(field);
			case Input.InMemory(Call address, int _) -> collect(address.inputs(), read, values);
			case Input.Bits() -> wantsBits = true;
			default -> {
				// not encoded
			}
			}
		}
	}

	private static int bitsFor(int largest) {
		return Math.max(1, 32 - Integer.numberOfLeadingZeros(largest));
	}

	private static int assign(Map<Field, Place64> places, Field field, int at, int bits) {
		places.put(field, new Place64(at, bits));
		return at + bits;
	}

	Place64 source(Field field) {
		return sources.get(field);
	}

	Place64 target(Field field) {
		return targets.get(field);
	}

	Place64 constant(Field field) {
		return constants.get(field);
	}

	/** Where the index of the instruction's raw bits in the pool is; null if the method does not ask for them. */
	Place64 bits() {
		return bits;
	}

	/**
	 * What the fields in a slot are combined with, by exclusive or: another for each row. Where two cases of the loop
	 * compute the same, say the number in bits 10 to 14, HotSpot computes it once, before the jump to the cases, and so
	 * for every instruction all that any two of them need. With a key of its own no case has anything in common.
	 */
	static long key(Row row) {
		return (row.id() + 1L) << Loop.OPERATION_BITS;
	}

	/** The slot of an instruction; {@link Loop#SLOW} if something does not fit, or the loop does not execute the row. */
	long pack(Decoded instruction, Pool pool) {
		if (!spun) {
			return Loop.SLOW;
		}
		long slot = Loop.FIRST_ROW + row.id();
		if (bits != null) {
			int index = pool.index(instruction.bits());
			if (index < 0) {
				return Loop.SLOW;
			}
			slot |= (long) index << bits.shift;
		}
		for (int i = 0; i < instruction.values().length; i++) {
			Encoded field = fields[i];
			long value = instruction.values()[i];
			if (field.source != null) {
				slot |= value << field.source.shift;
			}
			if (field.target != null) {
				slot |= (value == field.zero ? field.spare : value) << field.target.shift;
			}
			if (field.constant != null) {
				int spare = 64 - field.constant.bits;
				if (value << spare >> spare != value) {
					return Loop.SLOW;
				}
				slot |= value << spare >>> spare - field.constant.shift;
			}
		}
		return slot ^ key(row);
	}
}
