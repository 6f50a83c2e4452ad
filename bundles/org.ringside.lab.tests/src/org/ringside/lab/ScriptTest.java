package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

class ScriptTest {

	@Test
	void readsEveryActionWithItsLine() {
		List<Script.Action> actions = Script.parse("s", """
				# a comment

				expect "login: "   # and another
				send "root\\n"
				wait 1_000_000
				end
				""").actions();
		assertEquals(4, actions.size());
		assertEquals("login: ", new String(((Script.Expect) actions.get(0)).text(), StandardCharsets.UTF_8));
		assertEquals(3, actions.get(0).line());
		assertEquals(1_000_000, ((Script.Wait) actions.get(2)).steps());
		assertEquals(6, ((Script.End) actions.get(3)).line());
	}

	@Test
	void understandsEscapesAndUtf8() {
		Script.Send send = (Script.Send) Script.parse("s", "send \"\\n\\r\\t\\e\\\\\\\"\\x03\\xff\u00e9\"").actions().getFirst();
		assertArrayEquals(new byte[] { 10, 13, 9, 27, '\\', '"', 3, -1, (byte) 0xc3, (byte) 0xa9 }, send.text());
	}

	@Test
	void refusesAMistakeWithFileAndLine() {
		refused("s:1: \"expekt\" is no action: write expect, send, wait or end", "expekt \"x\"");
		refused("s:2: the closing quote is missing", "\nsend \"x");
		refused("s:1: a text in quotes must follow, such as \"login: \"", "send x");
		refused("s:1: nothing may follow the closing quote, but \"y\" does", "send \"x\" y");
		refused("s:1: \\x takes two hexadecimal digits", "send \"\\x9\"");
		refused("s:1: no such escape; there are \\n \\r \\t \\e \\\\ \\\" and \\xHH", "send \"\\q\"");
		refused("s:1: no such escape; there are \\n \\r \\t \\e \\\\ \\\" and \\xHH", "send \"\\");
		refused("s:1: wait takes a number of steps, such as 1000000", "wait long");
		refused("s:1: wait takes a number of steps, such as 1000000", "wait -1");
		refused("s:1: wait takes a number of steps, such as 1000000", "wait 9999999999999999");
		refused("s:1: end stands alone", "end now");
		refused("s:1: an empty text is always there already: expect something", "expect \"\"");
	}

	private static void refused(String message, String text) {
		assertEquals(message, assertThrows(LabException.class, () -> Script.parse("s", text)).getMessage());
	}
}
