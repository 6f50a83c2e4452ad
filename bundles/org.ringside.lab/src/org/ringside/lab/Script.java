package org.ringside.lab;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What to type when the guest printed what. One line each, in this order of events:
 *
 * <pre>
 * # comment
 * expect "login: "      wait until the guest has printed this, after what the line before saw
 * send "root\n"         type this
 * wait 1000000          let so many steps' worth of machine time pass
 * end                   end the run
 * </pre>
 *
 * Texts are UTF-8 with the escapes {@code \n \r \t \e \\ \"} and {@code \xHH}. After the last line the run goes on without
 * input.
 *
 * @param name of the file, for messages
 * @param text as it was read
 */
public record Script(String name, String text, List<Action> actions) {

	/** One line. */
	public sealed interface Action {
		/** Its line in the file, from 1. */
		int line();
	}

	/** Wait until the guest has printed this. */
	public record Expect(int line, byte[] text) implements Action {
	}

	/** Type this. */
	public record Send(int line, byte[] text) implements Action {
	}

	/** Let machine time pass. */
	public record Wait(int line, long steps) implements Action {
	}

	/** End the run. */
	public record End(int line) implements Action {
	}

	public Script {
		actions = List.copyOf(actions);
	}

	/** Reads a script; throws {@link LabException} with file and line of the first mistake. */
	public static Script parse(String name, String text) {
		List<Action> actions = new ArrayList<>();
		int number = 0;
		for (String line : text.lines().toList()) {
			number++;
			String stripped = line.strip();
			if (!stripped.isEmpty() && !stripped.startsWith("#")) {
				actions.add(new Line(name, number, stripped).action());
			}
		}
		return new Script(name, text, actions);
	}

	private record Line(String file, int number, String text) {

		Action action() {
			String[] words = text.split("\\s+", 2);
			String rest = words.length > 1 ? words[1] : "";
			return switch (words[0]) {
			case "expect" -> new Expect(number, nonEmpty(quoted(rest)));
			case "send" -> new Send(number, quoted(rest));
			case "wait" -> new Wait(number, steps(rest));
			case "end" -> {
				if (!rest.isEmpty() && !rest.startsWith("#")) {
					throw wrong("end stands alone");
				}
				yield new End(number);
			}
			default -> throw wrong("\"" + words[0] + "\" is no action: write expect, send, wait or end");
			};
		}

		private long steps(String digits) {
			String number = digits.replaceAll("#.*", "").strip().replace("_", "");
			if (!number.matches("[0-9]{1,15}")) {
				throw wrong("wait takes a number of steps, such as 1000000");
			}
			return Long.parseLong(number);
		}

		private byte[] nonEmpty(byte[] bytes) {
			if (bytes.length == 0) {
				throw wrong("an empty text is always there already: expect something");
			}
			return bytes;
		}

		private byte[] quoted(String rest) {
			if (!rest.startsWith("\"")) {
				throw wrong("a text in quotes must follow, such as \"login: \"");
			}
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			int at = 1;
			while (at < rest.length() && rest.charAt(at) != '"') {
				if (rest.charAt(at) == '\\') {
					at = escape(rest, at + 1, bytes);
				} else {
					int point = rest.codePointAt(at);
					bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
					at += Character.charCount(point);
				}
			}
			if (at >= rest.length()) {
				throw wrong("the closing quote is missing");
			}
			String after = rest.substring(at + 1).strip();
			if (!after.isEmpty() && !after.startsWith("#")) {
				throw wrong("nothing may follow the closing quote, but \"" + after + "\" does");
			}
			return bytes.toByteArray();
		}

		/** Index after the escape whose letter is at {@code at}. */
		private int escape(String rest, int at, ByteArrayOutputStream bytes) {
			char letter = at < rest.length() ? rest.charAt(at) : 0;
			switch (letter) {
			case 'n' -> bytes.write('\n');
			case 'r' -> bytes.write('\r');
			case 't' -> bytes.write('\t');
			case 'e' -> bytes.write(0x1b);
			case '\\', '"' -> bytes.write(letter);
			case 'x' -> {
				String hex = rest.substring(at + 1, Math.min(at + 3, rest.length()));
				if (!hex.matches("[0-9a-fA-F]{2}")) {
					throw wrong("\\x takes two hexadecimal digits");
				}
				bytes.write(Integer.parseInt(hex, 16));
				return at + 3;
			}
			default -> throw wrong("no such escape; there are \\n \\r \\t \\e \\\\ \\\" and \\xHH");
			}
			return at + 1;
		}

		private LabException wrong(String what) {
			return new LabException(file + ":" + number + ": " + what);
		}
	}
}
