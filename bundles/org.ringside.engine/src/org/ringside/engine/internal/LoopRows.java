package org.ringside.engine.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

import org.ringside.isa.Control;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;

/**
 * Which rows are cases of the interpreter's loop itself, and which of the methods beside it.
 *
 * @param common in the loop
 * @param rare outside, in groups of a method each
 */
record LoopRows(List<Row> common, List<List<Row>> rare) {

	private static final int GROUP = 40;
	/** Bytes of code of a row, rather too many. */
	private static final int ROW = 70;

	/** True if the loop, or a method beside it, executes the row; others are {@link org.ringside.machine.runtime.Loop#SLOW}. */
	static boolean spun(Row row) {
		return switch (row.control()) {
		case NEXT, BRANCH, JUMP, REPEAT -> true;
		case DELAYED, NULLIFY, EXECUTE -> false;
		};
	}

	/**
	 * All rows that can be in the loop, but for as many as it takes to have the loop no longer than {@code limit}. First go
	 * those of extensions that a machine may have or lack, then the others, each time the last first: manuals begin with
	 * what every program uses.
	 *
	 * @param length bytes of code that the loop would have
	 */
	static LoopRows choose(Isa isa, int limit, ToIntFunction<LoopRows> length) {
		List<Row> inLoop = new ArrayList<>();
		List<Row> outside = new ArrayList<>();
		for (Row row : isa.rows()) {
			if (spun(row)) {
				(row.system() || row.control() == Control.REPEAT ? outside : inLoop).add(row);
			}
		}
		// stable: optional rows come to the end, otherwise in their order
		inLoop.sort(Comparator.comparing(row -> row.contextMask() != 0));
		LoopRows chosen = of(inLoop, outside);
		int excess = length.applyAsInt(chosen) - limit;
		while (excess > 0) {
			for (int i = 0; i <= excess / ROW; i++) {
				outside.add(inLoop.removeLast());
			}
			chosen = of(inLoop, outside);
			excess = length.applyAsInt(chosen) - limit;
		}
		return chosen;
	}

	private static LoopRows of(List<Row> inLoop, List<Row> outside) {
		List<List<Row>> groups = new ArrayList<>();
		for (int i = 0; i < outside.size(); i += GROUP) {
			groups.add(List.copyOf(outside.subList(i, Math.min(outside.size(), i + GROUP))));
		}
		return new LoopRows(List.copyOf(inLoop), groups);
	}
}
