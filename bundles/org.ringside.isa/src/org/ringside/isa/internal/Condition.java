package org.ringside.isa.internal;

/**
 * A condition on a field that makes a row apply.
 *
 * @param field index in the row's fields
 * @param relation {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}
 * @param unless bits of the context that lift the condition while they are set; 0 for one that always counts
 */
record Condition(int field, String relation, long bound, int unless) {

	/** True if the condition counts in that context. */
	boolean counts(int context) {
		return (context & unless) == 0;
	}

	boolean holds(long value) {
		return switch (relation) {
		case "==" -> value == bound;
		case "!=" -> value != bound;
		case "<" -> value < bound;
		case "<=" -> value <= bound;
		case ">" -> value > bound;
		case ">=" -> value >= bound;
		default -> throw new IllegalStateException(relation);
		};
	}
}
