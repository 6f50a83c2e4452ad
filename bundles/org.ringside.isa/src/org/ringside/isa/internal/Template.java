package org.ringside.isa.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ringside.isa.IsaException;
import org.ringside.isa.Row;
import org.ringside.isa.Row.Field;
import org.ringside.isa.Row.Input;
import org.ringside.isa.Row.Place;

/** How assembly writes a row's operands: {@link org.ringside.isa.Instruction#asm}, taken apart. */
public final class Template {

	private static final Pattern WORD = Pattern.compile("(?<open>\\{)?(?<name>[A-Za-z_.][\\w.'/]*)(\\[(?<high>\\d+):(?<low>\\d+)])?}?");

	/** A part of the text. */
	public sealed interface Part {
	}

	/**
	 * Written as it is. Blanks are as in the annotation; assembly may have more or none.
	 *
	 * @param words the text without blanks, at which assembly may have some
	 */
	public record Literal(String text, List<String> words) implements Part {

		private static final Pattern BETWEEN_WORDS = Pattern.compile("\\s+|(?<=\\W)|(?=\\W)");

		Literal(String text) {
			this(text, BETWEEN_WORDS.splitAsStream(text.strip()).filter(w -> !w.isBlank()).toList());
		}
	}

	/** A certain register. */
	public record Register(Names.Element element) implements Part {
	}

	/**
	 * A field.
	 *
	 * @param field index in the row's fields
	 * @param high highest bit that is written, or -1 if the value is written whole
	 * @param low lowest bit that is written
	 */
	public record Value(int field, int high, int low) implements Part {
	}

	/**
	 * A last operand that assembly may leave out, with the comma before it.
	 *
	 * @param usual its value then
	 */
	public record Trailing(Value value, long usual) implements Part {
	}

	private static final Pattern TRAILING = Pattern.compile("\\{,\\s*(\\w+)\\s*=\\s*(\\w+)\\s*}$");

	private final Row row;
	private final Names names;
	private final List<Part> parts = new ArrayList<>();
	private int suffix = -1;

	Template(Row row, Names names) {
		this.row = row;
		this.names = names;
		String whole = row.text().asm().strip();
		Matcher trailing = TRAILING.matcher(whole);
		boolean trails = trailing.find();
		String asm = trails ? whole.substring(0, trailing.start()) : whole;
		Matcher m = WORD.matcher(asm);
		int at = 0;
		while (m.find()) {
			if (m.start() > at) {
				parts.add(new Literal(asm.substring(at, m.start())));
			}
			word(m);
			at = m.end();
		}
		if (at < asm.length()) {
			parts.add(new Literal(asm.substring(at)));
		}
		if (trails) {
			parts.add(trailing(trailing.group(1), trailing.group(2)));
		}
		if (suffix >= 0 && !parts.isEmpty() && parts.getFirst() instanceof Literal(String text, _) && text.isBlank()) {
			parts.removeFirst();
		}
		for (Part p : parts) {
			if (p instanceof Literal(String text, _) && !text.matches("[\\s,()\\[\\]+*:!@#\\w.-]*")) {
				throw new IsaException("asm has '" + text + "', which no assembler reads; a part of a constant is written imm[31:12]");
			}
		}
	}

	private void word(Matcher m) {
		Optional<Integer> field = fieldCalled(m.group("name"));
		if (m.group("open") != null) {
			if (field.isEmpty() || m.start() != 0 || names.declared(row.fields().get(field.get()).name()).orElseThrow().valueNames().isEmpty()) {
				throw new IsaException("the suffix '" + m.group() + "' of asm must come first and be a field whose @Operand has names");
			}
			suffix = field.get();
		} else if (field.isPresent()) {
			int high = m.group("high") == null ? -1 : Integer.parseInt(m.group("high"));
			value(field.get(), high, m.group("low") == null ? 0 : Integer.parseInt(m.group("low")));
		} else {
			parts.add(names.element(m.group("name")).<Part>map(Register::new).orElse(new Literal(m.group())));
		}
	}

	private Trailing trailing(String name, String usual) {
		int field = fieldCalled(name).orElseThrow(() -> new IsaException("the operand '" + name + "' that may be left out is no field"));
		int value = names.declared(row.fields().get(field).name()).orElseThrow().valueNames().indexOf(usual);
		if (value < 0) {
			throw new IsaException("'" + usual + "' is no name of a value of " + name + ", and it is what " + name + " is when left out");
		}
		return new Trailing(new Value(field, -1, 0), value);
	}

	private Optional<Integer> fieldCalled(String name) {
		for (int i = 0; i < row.fields().size(); i++) {
			if (row.fields().get(i).called(name)) {
				return Optional.of(i);
			}
		}
		return Optional.empty();
	}

	/** An operand in memory is written {@code constant(register)}, by what its address is computed from. */
	private void value(int index, int high, int low) {
		Optional<Row.Call> address = memoryOperand(row, row.fields().get(index));
		if (address.isEmpty()) {
			parts.add(new Value(index, high, low));
			return;
		}
		address.get().inputs().stream().filter(Input.Constant.class::isInstance)
				.forEach(i -> parts.add(new Value(row.fields().indexOf(((Input.Constant) i).field()), -1, 0)));
		parts.add(new Literal("("));
		parts.add(new Value(index, -1, 0));
		parts.add(new Literal(")"));
	}

	/** The address of an operand that this row has in memory. */
	private static Optional<Row.Call> memoryOperand(Row row, Field field) {
		for (Input i : row.inputs()) {
			if (i instanceof Input.InMemory(Row.Call call, _) && takes(call, field)) {
				return Optional.of(call);
			}
		}
		for (Row.Result r : row.results()) {
			if (r.to() instanceof Place.InMemory(Row.Call call, _) && takes(call, field)) {
				return Optional.of(call);
			}
		}
		return Optional.empty();
	}

	private static boolean takes(Row.Call call, Field field) {
		return call.inputs().contains(new Input.Element(field));
	}

	/** The parts, in order. */
	public List<Part> parts() {
		return parts;
	}

	/** Index of the field that is a suffix of the mnemonic, or -1. */
	public int suffix() {
		return suffix;
	}

	/** True if assembly writes the field. */
	boolean writes(int field) {
		return field == suffix || parts.stream().anyMatch(p -> p instanceof Value v && v.field == field
				|| p instanceof Trailing t && t.value.field == field);
	}

	/** The mnemonic with the suffix that a value stands for; empty if the value has no name. */
	public Optional<String> mnemonic(long suffixValue) {
		if (suffix < 0) {
			return Optional.of(row.name());
		}
		List<String> suffixes = names.declared(row.fields().get(suffix).name()).orElseThrow().valueNames();
		if (suffixValue < 0 || suffixValue >= suffixes.size()) {
			return Optional.empty();
		}
		String text = suffixes.get((int) suffixValue);
		return Optional.of(text.equals("-") ? row.name() : row.name() + text);
	}

	/** The mnemonics that the row has, by the value of its suffix. */
	public List<String> mnemonics() {
		List<String> all = new ArrayList<>();
		for (Optional<String> m = mnemonic(0); m.isPresent() && (suffix >= 0 || all.isEmpty()); m = mnemonic(all.size())) {
			all.add(m.get());
		}
		return all;
	}
}
