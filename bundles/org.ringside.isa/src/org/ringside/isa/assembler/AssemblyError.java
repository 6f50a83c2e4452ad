package org.ringside.isa.assembler;

/**
 * A mistake in a source.
 *
 * @param file as it was named
 * @param line from 1
 * @param column from 1, in characters
 * @param message what is wrong, in one line
 */
public record AssemblyError(String file, int line, int column, String message) {

	/** {@code file:line:column: message}. */
	@Override
	public String toString() {
		return file + ":" + line + ":" + column + ": " + message;
	}
}
