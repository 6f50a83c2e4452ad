package org.ringside.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

import org.ringside.isa.Isa;
import org.ringside.isa.IsaException;
import org.ringside.isa.Row;

/**
 * Streams of random instructions from the rows of an ISA: every instruction is defined, what its fields hold is random,
 * with a weight on the boundaries of their ranges. Equal seeds give equal streams.
 */
public final class RandomCode {

	private static final int TRIES = 100;

	/** Steers a field, where plain chance would seldom hit something interesting: the base of an address, a system register. */
	@FunctionalInterface
	public interface Steering {
		/** No steering. */
		Steering NONE = (row, field, random) -> OptionalLong.empty();

		/** The value of a field, or empty to leave it to chance. */
		OptionalLong value(Row row, Row.Field field, RandomGenerator random);
	}

	private final Isa isa;
	private final RandomGenerator random;
	private final Steering steering;
	private final List<Row> rows = new ArrayList<>();
	private final List<Integer> upTo = new ArrayList<>();
	private int total;

	/**
	 * @param weight how often a row comes, relative to the others; 0 for never
	 * @param steering of fields
	 */
	public RandomCode(Isa isa, RandomGenerator random, ToIntFunction<Row> weight, Steering steering) {
		this.isa = isa;
		this.random = random;
		this.steering = steering;
		for (Row row : isa.rows()) {
			int w = weight.applyAsInt(row);
			if (w > 0) {
				total += w;
				rows.add(row);
				upTo.add(total);
			}
		}
	}

	/** One instruction that exists in a context. */
	public byte[] instruction(int context) {
		for (int i = 0; i < TRIES; i++) {
			Row row = row();
			if ((context & row.contextMask()) == row.contextMatch()) {
				try {
					return isa.encode(row, values(row));
				} catch (IsaException e) {
					// the row is not for these values: take others
				}
			}
		}
		throw new IllegalStateException("no row can be encoded at random in context 0x" + Integer.toHexString(context));
	}

	/** At least so many bytes of instructions. */
	public byte[] code(int bytes, int context) {
		ByteArrayOutputStream code = new ByteArrayOutputStream();
		while (code.size() < bytes) {
			code.writeBytes(instruction(context));
		}
		return code.toByteArray();
	}

	private Row row() {
		int at = random.nextInt(total);
		int i = 0;
		while (upTo.get(i) <= at) {
			i++;
		}
		return rows.get(i);
	}

	/** Values for the fields of a row, which may be another row's all the same. */
	public long[] values(Row row) {
		long[] values = new long[row.fields().size()];
		for (int i = 0; i < values.length; i++) {
			int index = i;
			values[i] = steering.value(row, row.fields().get(i), random).orElseGet(() -> chance(row, index));
		}
		return values;
	}

	private long chance(Row row, int field) {
		long[] edges = isa.boundaries(row, field);
		if (edges.length < 2 || row.fields().get(field).file() == null && random.nextInt(4) == 0) {
			return edges[random.nextInt(edges.length)];
		}
		long least = edges[0];
		long step = edges[1] - least;
		long greatest = edges[edges.length - 1];
		return least + random.nextLong((greatest - least) / step + 1) * step;
	}
}
