package org.ringside.ui.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns what a guest prints into text for a scrolling window: UTF-8 whose characters may come in pieces, line ends,
 * backspace. Escape sequences of terminals move a cursor that is not there, and are left out.
 */
final class TerminalText {

	/**
	 * What is to be done to the text.
	 *
	 * @param erase characters to take away from its end, none of them beyond the beginning of the last line
	 * @param append to be added after that
	 */
	record Change(int erase, String append) {
	}

	private enum Escape {
		NONE, BEGUN, SEQUENCE
	}

	private static final char ESC = 0x1b;

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE);
	private ByteBuffer rest = ByteBuffer.allocate(0);
	private Escape escape = Escape.NONE;
	private int column;

	/** Takes the next bytes. */
	Change print(byte[] bytes) {
		ByteBuffer all = ByteBuffer.allocate(rest.remaining() + bytes.length).put(rest).put(bytes).flip();
		CharBuffer characters = CharBuffer.allocate(all.remaining());
		decoder.decode(all, characters, false);
		rest = all;
		StringBuilder append = new StringBuilder();
		int erase = 0;
		for (char character : characters.flip().toString().toCharArray()) {
			if (inEscape(character)) {
				continue;
			}
			if (character == '\b' && column > 0) {
				column--;
				if (append.isEmpty()) {
					erase++;
				} else {
					append.setLength(append.length() - 1);
				}
			} else if (character == '\n') {
				column = 0;
				append.append(character);
			} else if (character >= ' ' || character == '\t') {
				column++;
				append.append(character);
			}
		}
		return new Change(erase, append.toString());
	}

	/** ESC [ … letter, or ESC and one character. */
	private boolean inEscape(char character) {
		switch (escape) {
		case NONE -> {
			if (character != ESC) {
				return false;
			}
			escape = Escape.BEGUN;
		}
		case BEGUN -> escape = character == '[' ? Escape.SEQUENCE : Escape.NONE;
		case SEQUENCE -> {
			if (character >= '@' && character <= '~') {
				escape = Escape.NONE;
			}
		}
		}
		return true;
	}
}
