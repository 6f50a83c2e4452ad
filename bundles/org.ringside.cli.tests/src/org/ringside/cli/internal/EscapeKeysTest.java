package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.ringside.lab.Run;

class EscapeKeysTest {

	private final EscapeKeys escapes = new EscapeKeys();

	private String guest(String keys) {
		byte[] bytes = keys.getBytes(StandardCharsets.ISO_8859_1);
		return new String(escapes.forGuest(bytes, bytes.length), StandardCharsets.ISO_8859_1);
	}

	@Test
	void keysGoToTheGuestWithCtrlCAmongThem() {
		assertEquals("ls\r\u0003\u00ff", guest("ls\r\u0003\u00ff"));
		assertFalse(escapes.quit());
	}

	@Test
	void ctrlATwiceIsOne() {
		assertEquals("a\u0001b", guest("a\u0001\u0001b"));
	}

	@Test
	void ctrlAThenXEndsTheRunAlsoInTwoPieces() {
		assertEquals("a", guest("a\u0001"));
		assertEquals("", guest("xb"));
		assertTrue(escapes.quit());
	}

	@Test
	void ctrlAThenAnythingElseIsBoth() {
		assertEquals("\u0001c", guest("\u0001c"));
	}

	@Test
	void bytesBeyondTheLengthAreNotKeys() {
		assertArrayEquals(new byte[] { 'a' }, escapes.forGuest(new byte[] { 'a', 'b' }, 1));
	}

	@Test
	void theProgressLineSaysStepsSpeedAndGuestTime() {
		assertEquals("[1,234 M steps, 50.0 MIPS, guest time 12.500 s]", ProgressLine.text(new Run.Progress(1_234_000_000L, 12_500_000_000L, 0), 5_000_000, 100_000_000));
	}
}
