package org.ringside.isa.assembler.internal;

import java.util.ArrayList;
import java.util.List;

/** Splits a source into statements: comments become blanks, and {@code ;} separates, except in strings and characters. */
final class Lines {

	private final String file;
	private final List<Line> lines = new ArrayList<>();
	private final StringBuilder statement = new StringBuilder();
	private int number = 1;
	private int column = 1;
	private int begin = 1;

	private Lines(String file) {
		this.file = file;
	}

	static List<Line> of(String file, String source) {
		Lines l = new Lines(file);
		l.split(source);
		return l.lines;
	}

	private void split(String source) {
		int i = 0;
		while (i < source.length()) {
			char c = source.charAt(i);
			if (c == '\n') {
				end();
				number++;
				column = 1;
				begin = 1;
				i++;
			} else if (c == ';') {
				end();
				column++;
				begin = column;
				i++;
			} else if (c == '#' || source.startsWith("//", i)) {
				int end = source.indexOf('\n', i);
				i = end < 0 ? source.length() : end;
			} else if (source.startsWith("/*", i)) {
				i = blockComment(source, i);
			} else if (c == '"' || c == '\'') {
				int end = c == '"' ? endOfString(source, i) : endOfCharacter(source, i);
				take(source.substring(i, end));
				i = end;
			} else {
				statement.append(c == '\r' ? ' ' : c);
				column++;
				i++;
			}
		}
		end();
	}

	private void take(String text) {
		statement.append(text);
		column += text.length();
	}

	private void end() {
		if (!statement.toString().isBlank()) {
			lines.add(new Line(statement.toString(), file, number, begin, null, ""));
		}
		statement.setLength(0);
	}

	private int blockComment(String source, int from) {
		int close = source.indexOf("*/", from + 2);
		int end = close < 0 ? source.length() : close + 2;
		for (int i = from; i < end; i++) {
			if (source.charAt(i) == '\n') {
				end();
				number++;
				column = 1;
				begin = 1;
			} else {
				take(" ");
			}
		}
		return end;
	}

	/** A string ends at its quote, or unfinished at the end of the line. */
	private static int endOfString(String source, int from) {
		for (int i = from + 1; i < source.length(); i++) {
			char c = source.charAt(i);
			if (c == '\n') {
				return i;
			}
			if (c == '\\' && i + 1 < source.length() && source.charAt(i + 1) != '\n') {
				i++;
			} else if (c == '"') {
				return i + 1;
			}
		}
		return source.length();
	}

	/** {@code 'a}, {@code 'a'} or {@code '\n'}. */
	private static int endOfCharacter(String source, int from) {
		int i = from + 1;
		if (i < source.length() && source.charAt(i) == '\\') {
			i++;
		}
		if (i < source.length() && source.charAt(i) != '\n') {
			i++;
		}
		return i < source.length() && source.charAt(i) == '\'' ? i + 1 : i;
	}
}
