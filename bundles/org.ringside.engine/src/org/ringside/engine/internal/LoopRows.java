package org.ringside.engine.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.ringside.isa.Control;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.machine.runtime.Loop;

/**
 * Which rows are cases of the interpreter's loop itself, and which of the methods beside it.
 *
 * @param common in the loop
 * @param outside groups of a method each
 */
record LoopRows(List<Row> common, List<Group> outside) {

	/**
	 * Rows outside of the loop.
	 *
	 * @param plain true if all that they do is to compute values or to access memory, and all are of one length: the loop
	 *        goes on as after a row of its own
	 */
	record Group(List<Row> rows, boolean plain) {

		/** Bytes of each row of a plain group. */
		int length() {
			return rows.getFirst().length();
		}

		boolean memory() {
			return rows.stream().anyMatch(Row::memory);
		}
	}

	/**
	 * How long the loop is, in bytes of code.
	 *
	 * @param begins where each case begins, by its number
	 */
	record Size(int total, Map<Integer, Integer> begins) {

		int begin(Row row) {
			return begins.get(Loop.FIRST_ROW + row.id());
		}

		/** Where the last row's case ends, which is where some other begins. */
		int end(Row last) {
			return begins.values().stream().filter(at -> at > begin(last)).min(Comparator.naturalOrder()).orElseThrow();
		}
	}

	private static final int GROUP = 40;
	/** Bytes of code of the call of a group, rather too many. */
	private static final int CALL = 40;

	/** True if the loop, or a method beside it, executes the row; others are {@link org.ringside.machine.runtime.Loop#SLOW}. */
	static boolean spun(Row row) {
		return switch (row.control()) {
		case NEXT, BRANCH, JUMP, REPEAT -> true;
		case DELAYED, NULLIFY, EXECUTE -> false;
		};
	}

	/**
	 * As many rows as can be in the loop without making it longer than {@code limit}. First to go are those of extensions
	 * that a machine may have or lack, the ones with most results first, as they are the longest, and loads and stores last,
	 * as all programs have many; then the others, each time the last first: manuals begin with what every program uses.
	 *
	 * @param size what the loop's would be
	 */
	static LoopRows choose(Isa isa, int limit, Function<LoopRows, Size> size) {
		List<Row> inLoop = new ArrayList<>();
		List<Row> outside = new ArrayList<>();
		for (Row row : isa.rows()) {
			if (spun(row)) {
				(row.system() || row.control() == Control.REPEAT ? outside : inLoop).add(row);
			}
		}
		// stable: otherwise in their order
		inLoop.sort(Comparator.comparing(LoopRows::dispensable));
		LoopRows all = of(inLoop, outside, inLoop.size());
		Size whole = size.apply(all);
		if (whole.total() <= limit) {
			return all;
		}
		int end = whole.end(inLoop.getLast());
		int first = inLoop.size();
		LoopRows chosen;
		do {
			chosen = of(inLoop, outside, --first);
		} while (whole.total() - (end - whole.begin(inLoop.get(first))) + CALL * chosen.outside.size() > limit);
		return chosen;
	}

	private static int dispensable(Row row) {
		return row.contextMask() == 0 ? 0 : row.memory() ? 1 : 2 + row.results().size();
	}

	/** The first rows in the loop, the others outside. */
	private static LoopRows of(List<Row> candidates, List<Row> never, int first) {
		List<Row> outside = new ArrayList<>(candidates.subList(first, candidates.size()));
		outside.addAll(never);
		// by length, the computing and the accessing apart; last those that may do anything
		Map<String, List<Row>> kinds = new TreeMap<>();
		for (Row row : outside) {
			boolean plain = !row.system() && row.control() == Control.NEXT;
			kinds.computeIfAbsent(plain ? (row.memory() ? "memory " : "computes ") + row.length() : "rare", _ -> new ArrayList<>()).add(row);
		}
		List<Group> groups = new ArrayList<>();
		kinds.forEach((kind, rows) -> {
			for (int i = 0; i < rows.size(); i += GROUP) {
				groups.add(new Group(List.copyOf(rows.subList(i, Math.min(rows.size(), i + GROUP))), !kind.equals("rare")));
			}
		});
		return new LoopRows(List.copyOf(candidates.subList(0, first)), groups);
	}
}
