package org.ringside.devices.board;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ringside.machine.catalog.Options;

/** The words of one line, taken from left to right. A word is anything without blanks, or a text in double quotes. */
final class Words {

	private static final Pattern WORD = Pattern.compile("\\s*(?:#.*|\"([^\"]*)\"|(\"[^\"]*)|([^\\s\"#]+))");

	private record Word(String text, int column) {
	}

	private final String file;
	private final int line;
	private final int end;
	private final List<Word> words = new ArrayList<>();
	private int next;

	Words(String file, int line, String text) {
		this.file = file;
		this.line = line;
		this.end = text.stripTrailing().length() + 1;
		Matcher matcher = WORD.matcher(text);
		while (matcher.lookingAt()) {
			if (matcher.group(2) != null) {
				throw new BoardException(new Place(file, line, matcher.start(2) + 1), "the text " + matcher.group(2)
						+ " has no end: close it with \"");
			}
			int group = matcher.group(1) != null ? 1 : 3;
			if (matcher.group(group) != null) {
				words.add(new Word(matcher.group(group), matcher.start(group) + (group == 1 ? 0 : 1)));
			}
			matcher.region(matcher.end(), text.length());
		}
	}

	boolean more() {
		return next < words.size();
	}

	/** Of the next word, or of the line's end. */
	Place place() {
		return new Place(file, line, more() ? words.get(next).column() : end);
	}

	/** The next word, which is {@code what}. */
	String take(String what) {
		if (!more()) {
			throw wrong(what + " is missing: add it at the end of the line");
		}
		return words.get(next++).text();
	}

	/** The next word, which is {@code what} and a number, not below {@code least}. */
	long number(String what, long least) {
		Place place = place();
		String word = take(what);
		long number;
		try {
			number = Options.number(word);
		} catch (IllegalArgumentException e) {
			throw new BoardException(place, what + ": " + e.getMessage());
		}
		// an address may use the sign bit
		if (number < least && !(least == 0 && word.startsWith("0x"))) {
			throw new BoardException(place, what + " of " + word + ": it must be at least " + least);
		}
		return number;
	}

	/** Takes the next word if it is this one. */
	boolean takeIf(String word) {
		if (more() && words.get(next).text().equals(word)) {
			next++;
			return true;
		}
		return false;
	}

	/** Takes the next word if it is {@code name=value}. */
	boolean atOption() {
		return more() && words.get(next).text().indexOf('=') > 0;
	}

	void noMore(String whole) {
		if (more()) {
			throw wrong("\"" + words.get(next).text() + "\" is one word too many: write " + whole);
		}
	}

	BoardException wrong(String message) {
		return new BoardException(place(), message);
	}
}
