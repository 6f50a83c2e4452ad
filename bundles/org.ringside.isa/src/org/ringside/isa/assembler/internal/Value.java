package org.ringside.isa.assembler.internal;

/**
 * The value of an expression.
 *
 * @param known false if it depends on something not defined yet, or not at all; the value is then 0
 */
record Value(long value, boolean known) {

	static Value of(long value) {
		return new Value(value, true);
	}

	static final Value UNKNOWN = new Value(0, false);
}
