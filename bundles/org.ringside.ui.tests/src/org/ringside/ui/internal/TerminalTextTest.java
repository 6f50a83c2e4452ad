package org.ringside.ui.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

import org.eclipse.swt.SWT;
import org.junit.jupiter.api.Test;
import org.ringside.ui.internal.TerminalText.Change;

class TerminalTextTest {

	private final TerminalText terminal = new TerminalText();

	private Change print(String text) {
		return terminal.print(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void carriageReturnsAndBellsAreLeftOut() {
		assertEquals(new Change(0, "a\nb\tc"), print("a\r\n\u0007b\tc"));
	}

	@Test
	void backspaceErasesInTheLastLineOnly() {
		assertEquals(new Change(0, "x\na"), print("x\nab\b"));
		assertEquals(new Change(1, "c"), print("\b\b\bc"));
	}

	@Test
	void aCharacterMayComeInPieces() {
		byte[] bytes = "\u20ac".getBytes(StandardCharsets.UTF_8);
		assertEquals(new Change(0, ""), terminal.print(new byte[] { bytes[0], bytes[1] }));
		assertEquals(new Change(0, "\u20ac"), terminal.print(new byte[] { bytes[2] }));
	}

	@Test
	void escapeSequencesAreLeftOutAlsoInPieces() {
		assertEquals(new Change(0, "red"), print("\u001b[1;31mred\u001b"));
		assertEquals(new Change(0, "plain"), print("[0mplain"));
		assertEquals(new Change(0, "!"), print("\u001b7!"));
	}

	@Test
	void keysAreSentAsATerminalSendsThem() {
		assertArrayEquals(new byte[] { '\r' }, Keys.bytes('\r', SWT.CR));
		assertArrayEquals(new byte[] { 3 }, Keys.bytes('\u0003', 'c'));
		assertArrayEquals(new byte[] { 0x1b, '[', 'A' }, Keys.bytes('\0', SWT.ARROW_UP));
		assertArrayEquals(new byte[] { (byte) 0xc3, (byte) 0xa9 }, Keys.bytes('\u00e9', '\u00e9'));
		assertArrayEquals(new byte[0], Keys.bytes('\0', SWT.SHIFT));
	}
}
