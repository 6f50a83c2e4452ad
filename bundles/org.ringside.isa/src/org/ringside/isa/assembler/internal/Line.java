package org.ringside.isa.assembler.internal;

import org.ringside.isa.assembler.AssemblyError;

/**
 * A statement: its text without comments, and where it is.
 *
 * @param column of the text's first character, from 1
 * @param within the statement that used the macro or repetition that this one comes from; null in a file itself
 * @param what the use was: {@code "macro push"}; empty in a file itself
 */
record Line(String text, String file, int number, int column, Line within, String what) {

	/** The same statement with other text, from a macro. */
	Line expanded(String newText, Line use, String by) {
		return new Line(newText, file, number, column, use, by);
	}

	/** The statement of a file that this one comes from in the end. */
	Line outermost() {
		Line l = this;
		while (l.within != null) {
			l = l.within;
		}
		return l;
	}

	AssemblyError error(int at, String message) {
		String context = within == null ? "" : " (in " + what + ", used at " + within.file + ":" + within.number + ")";
		return new AssemblyError(file, number, column + Math.min(at, text.length()), message + context);
	}

	int depth() {
		int depth = 0;
		for (Line l = within; l != null; l = l.within) {
			depth++;
		}
		return depth;
	}
}
