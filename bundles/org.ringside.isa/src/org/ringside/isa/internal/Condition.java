package org.ringside.isa.internal;

/**
 * A condition on a field that makes a row apply.
 *
 * @param field index in the row's fields
 * @param relation {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}
 */
record Condition(int field, String relation, long bound) {

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
