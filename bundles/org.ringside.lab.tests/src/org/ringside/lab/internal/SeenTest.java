package org.ringside.lab.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

class SeenTest {

	/** Position after which the text was first seen, or -1. */
	private static int seenAt(String text, String in) {
		Seen seen = new Seen(text.getBytes(StandardCharsets.UTF_8), 0);
		for (int i = 0; i < in.length(); i++) {
			if (seen.add(in.charAt(i))) {
				return i + 1;
			}
		}
		return -1;
	}

	@Test
	void findsATextWhoseBeginningRepeats() {
		assertEquals(7, seenAt("aabaaa", "aaabaaa"));
		assertEquals(9, seenAt("abcabd", "abcabcabd"));
		assertEquals(-1, seenAt("abcabd", "abcabcab"));
	}

	@Test
	void findsWhatASearchInTheWholeFinds() {
		Random random = new Random(7);
		for (int i = 0; i < 2000; i++) {
			String in = letters(random, 20);
			String text = letters(random, 1 + random.nextInt(5));
			int at = in.indexOf(text);
			assertEquals(at < 0 ? -1 : at + text.length(), seenAt(text, in), text + " in " + in);
		}
	}

	@Test
	void goesOnAfterAMatchWithoutForgettingWhatOverlaps() {
		Seen seen = new Seen("aa".getBytes(StandardCharsets.UTF_8), 0);
		int times = 0;
		for (int i = 0; i < 4; i++) {
			times += seen.add('a') ? 1 : 0;
		}
		assertEquals(3, times);
	}

	private static String letters(Random random, int length) {
		return random.ints(length, 'a', 'c').collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
	}
}
