package org.ringside.engine.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Values too wide for a slot of decoded code; the slot holds their index. Never shrinks; few are distinct. */
final class Pool {

	static final int INDEX_BITS = 14;

	private final Map<Long, Integer> indices = new HashMap<>();
	private long[] values = new long[64];

	/** The index of a value, or -1 if the pool is full. */
	int index(long value) {
		Integer known = indices.get(value);
		if (known != null) {
			return known;
		}
		int index = indices.size();
		if (index >= 1 << INDEX_BITS) {
			return -1;
		}
		if (index == values.length) {
			values = Arrays.copyOf(values, 2 * index);
		}
		values[index] = value;
		indices.put(value, index);
		return index;
	}

	/** The values by index; another array when it grew. */
	long[] values() {
		return values;
	}
}
