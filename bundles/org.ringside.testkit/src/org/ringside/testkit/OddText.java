package org.ringside.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ringside.isa.Isa;
import org.ringside.isa.IsaException;
import org.ringside.isa.Row;

/** Assembles programs of {@link OddIsa}. */
final class OddText {

	private final Isa isa = OddIsa.isa();
	private final Map<String, Long> labels = new HashMap<>();
	private final Map<Integer, Integer> lengths = new HashMap<>();
	private final long origin;
	private ByteArrayOutputStream out = new ByteArrayOutputStream();
	private boolean last;

	private OddText(long origin) {
		this.origin = origin;
	}

	static byte[] assemble(String text, long origin) {
		OddText a = new OddText(origin);
		List<String> lines = text.lines().toList();
		for (int pass = 0; pass < 4; pass++) {
			a.last = pass == 3;
			a.out = new ByteArrayOutputStream();
			for (int i = 0; i < lines.size(); i++) {
				try {
					a.line(i, lines.get(i).replaceAll("#.*", "").strip());
				} catch (IsaException e) {
					throw new IsaException("line " + (i + 1) + " '" + lines.get(i).strip() + "': " + e.getMessage());
				}
			}
		}
		return a.out.toByteArray();
	}

	private long here() {
		return origin + out.size();
	}

	private void line(int number, String text) {
		Matcher label = Pattern.compile("(\\w+):\\s*(.*)").matcher(text);
		if (label.matches()) {
			labels.put(label.group(1), here());
			line(number, label.group(2));
			return;
		}
		if (text.isEmpty()) {
			return;
		}
		String[] words = text.split("\\s+", 2);
		String rest = words.length > 1 ? words[1] : "";
		switch (words[0]) {
		case ".byte" -> data(rest, 1);
		case ".word" -> data(rest, 4);
		case ".ascii" -> out.writeBytes(rest.substring(1, rest.length() - 1).replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1));
		case ".space" -> out.writeBytes(new byte[(int) number(rest)]);
		case ".org" -> out.writeBytes(new byte[(int) (number(rest) - here())]);
		default -> instruction(number, words[0], rest);
		}
	}

	private void data(String values, int width) {
		for (String value : values.split(",")) {
			long v = number(value.strip());
			for (int i = width; --i >= 0;) {
				out.write((int) (v >>> 8 * i));
			}
		}
	}

	private void instruction(int line, String mnemonic, String operands) {
		String why = "no such instruction";
		for (Row row : isa.rows()) {
			String asm = row.text().asm();
			Row.Field suffix = row.fields().stream().filter(f -> asm.startsWith("{" + f.name() + "}")).findFirst().orElse(null);
			List<String> suffixes = suffix == null ? List.of("") : List.of("", "nv", "eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls",
					"ge", "lt", "gt", "le");
			for (int s = 0; s < suffixes.size(); s++) {
				if ((row.name() + suffixes.get(s)).equals(mnemonic)) {
					try {
						byte[] bytes = encode(row, asm.replaceAll("\\{.*}", "").strip(), operands, suffix, s);
						if (!last || lengths.getOrDefault(line, bytes.length) == bytes.length) {
							lengths.put(line, bytes.length);
							out.writeBytes(bytes);
							return;
						}
					} catch (IsaException e) {
						why = e.getMessage();
					}
				}
			}
		}
		throw new IsaException(why);
	}

	private byte[] encode(Row row, String asm, String operands, Row.Field suffix, int suffixValue) {
		List<Row.Field> order = new ArrayList<>();
		StringBuilder regex = new StringBuilder();
		Matcher m = Pattern.compile("(\\w+)(\\[\\d+:\\d+])?|([^\\w\\s])|\\s+").matcher(asm);
		boolean inMemory = row.inputs().stream().anyMatch(Row.Input.InMemory.class::isInstance);
		while (m.find()) {
			if (m.group(1) != null) {
				String name = m.group(1);
				order.add(row.fields().stream().filter(f -> f.called(name)).findFirst().orElseThrow());
				regex.append(name.equals("rm") && inMemory ? "\\(\\s*(\\w+)\\s*\\)" : "([-\\w]+)");
			} else if (m.group(3) != null) {
				regex.append("\\s*").append(Pattern.quote(m.group(3))).append("\\s*");
			}
		}
		Matcher given = Pattern.compile(regex.toString()).matcher(operands.strip());
		if (!given.matches()) {
			throw new IsaException("operands are " + asm);
		}
		long[] values = new long[row.fields().size()];
		for (int i = 0; i < order.size(); i++) {
			Row.Field field = order.get(i);
			values[row.fields().indexOf(field)] = value(row, field, given.group(i + 1));
		}
		if (suffix != null) {
			values[row.fields().indexOf(suffix)] = suffixValue;
		}
		return isa.encode(row, values);
	}

	private long value(Row row, Row.Field field, String text) {
		if (field.file() != null) {
			long number = isa.register(text).number();
			if (number >= field.file().count()) {
				throw new IsaException(text + " is no " + field.name());
			}
			return number;
		}
		if (field.name().equals("sr")) {
			return isa.register(text).number();
		}
		boolean relative = field.name().equals("disp") && row.control() != org.ringside.isa.Control.NEXT;
		long number = number(text);
		if (relative) {
			return last || labels.containsKey(text) ? number - here() - row.length() : 0;
		}
		boolean upper = row.name().equals("lih");
		return upper ? (int) (number << 16) : field.name().equals("imm") ? (int) number : number;
	}

	private long number(String text) {
		if (text.matches("-?(0x)?[0-9a-fA-F]+") && Character.isDigit(text.charAt(text.startsWith("-") ? 1 : 0))) {
			return Long.decode(text);
		}
		Long label = labels.get(text);
		if (label == null) {
			if (last) {
				throw new IsaException("no label " + text);
			}
			return 0x7fff_ffff;
		}
		return label;
	}
}
