package org.ringside.devices.board;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

/** Whatever a board's text is, it is built or refused in one line. */
class HostileBoardTest {

	private static final int TEXTS = 5_000;
	private static final String[] WORDS = { "device", "irq", "line", "at", "size", "plic", "uart0", "0", "-1", "0xffffffffffffffff",
			"0x8000000000000000", "99999999999999999999", "128M", "\"", "#", "=", "a=b", "sources=0x7fffffff", "\n", "\t", "\0", "isa",
			"memory", "harts", "max", "rate", "clock=1", "start=x" };

	@Test
	void aDamagedTextIsBuiltOrRefusedInOneLine() {
		Random random = new Random(7);
		String whole = new VirtBoard().text();
		int built = 0;
		for (int i = 0; i < TEXTS; i++) {
			String text = damaged(whole, random);
			try {
				new MachineBuilder(Board.parse("b.board", text), MachineBuilderTest.CATALOG).build();
				built++;
			} catch (BoardException e) {
				assertTrue(e.getMessage().matches("b\\.board:\\d+:\\d+: .{5,400}"), e.getMessage());
			}
		}
		assertTrue(built > TEXTS / 100 && built < TEXTS, built + " were built");
	}

	private static String damaged(String text, Random random) {
		StringBuilder damaged = new StringBuilder(text);
		for (int n = random.nextInt(3); n >= 0; n--) {
			int at = random.nextInt(damaged.length());
			switch (random.nextInt(4)) {
			case 0 -> damaged.setLength(at + 1);
			case 1 -> damaged.delete(at, Math.min(damaged.length() - 1, at + random.nextInt(20)));
			case 2 -> damaged.setCharAt(at, (char) random.nextInt(128));
			default -> damaged.insert(at, " " + WORDS[random.nextInt(WORDS.length)] + " ");
			}
		}
		return damaged.toString();
	}
}
