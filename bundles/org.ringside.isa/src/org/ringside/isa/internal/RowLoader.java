package org.ringside.isa.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.ringside.isa.Architecture;
import org.ringside.isa.Chapter;
import org.ringside.isa.Control;
import org.ringside.isa.Description;
import org.ringside.isa.Instruction;
import org.ringside.isa.IsaException;
import org.ringside.isa.Row;
import org.ringside.isa.Row.Call;
import org.ringside.isa.Row.Field;
import org.ringside.isa.Row.Input;
import org.ringside.isa.Row.ModeAccess;
import org.ringside.isa.Row.Place;
import org.ringside.isa.Row.Result;

/** Turns the annotated methods into rows and encodings. A row with a register-or-memory operand becomes two. */
final class RowLoader {

	private final Architecture architecture;
	private final Description description;
	private final Names names;
	private final Inputs inputs;
	private final Set<String> accessBits;
	private final List<String> modes;
	private final List<Encoding> encodings = new ArrayList<>();

	RowLoader(Architecture architecture, Description description, Names names, Set<String> accessBits) {
		this.architecture = architecture;
		this.description = description;
		this.names = names;
		this.accessBits = accessBits;
		modes = List.of(description.modes().trim().split("\\s+"));
		inputs = new Inputs(names, architecture.hartType(), architecture.lookup());
		for (Class<?> chapter : architecture.chapters()) {
			for (Method m : inputs.text(chapter).methods()) {
				Instruction text = m.getAnnotation(Instruction.class);
				if (text != null) {
					load(m, text);
				}
			}
		}
	}

	List<Encoding> encodings() {
		return encodings;
	}

	private void load(Method method, Instruction text) {
		Where where = Where.of(method, text.bits());
		if (!Modifier.isStatic(method.getModifiers())) {
			throw where.wrong("the method must be static");
		}
		RowText plain = new RowText(where, text.bits(), names);
		Optional<Names.Operands> either = plain.fields().keySet().stream().map(f -> names.operand(f, where))
				.filter(o -> o.mayBeMemory() && plain.fields().containsKey(o.text().select())).findFirst();
		if (either.isEmpty()) {
			encodings.add(new OneRow(where, method, text, plain, "").encoding());
			return;
		}
		for (boolean inMemory : new boolean[] { false, true }) {
			RowText variant = new RowText(where, text.bits(), names);
			variant.fix(either.get().text().select(), inMemory);
			encodings.add(new OneRow(where, method, text, variant, inMemory ? either.get().name() : "").encoding());
		}
	}

	/** The row being made, and what the names in it mean. */
	private final class OneRow implements Inputs.Scope {

		private final Where where;
		private final Method method;
		private final Instruction text;
		private final RowText bits;
		/** The declared name of the operand that is in memory, or empty. */
		private final String inMemory;
		private final Map<String, Field> fields = new LinkedHashMap<>();
		private final Set<Field> used = new HashSet<>();
		private int lifts;

		OneRow(Where where, Method method, Instruction text, RowText bits, String inMemory) {
			this.where = where;
			this.method = method;
			this.text = text;
			this.bits = bits;
			this.inMemory = inMemory;
			bits.fields().forEach((name, runs) -> {
				Names.Operands o = names.operand(name, where);
				int width = runs.stream().mapToInt(r -> r.to() + r.width()).max().orElseThrow();
				fields.put(name, new Field(name, width, o.signed(), o.file(), o.plus()));
			});
		}

		Encoding encoding() {
			boolean big = description.bigEndian();
			List<Slot> slots = new ArrayList<>();
			bits.fields().forEach((name, runs) -> {
				Field f = fields.get(name);
				int low = runs.stream().mapToInt(RowText.Run::to).min().orElseThrow();
				slots.add(new Slot(name, bits.pieces(runs, big), f.bits(), low, f.signed(), f.plus()));
			});
			checkLength();
			long[][] masks = bits.masks(big);
			List<Condition> conditions = conditions();
			Encoding encoding = new Encoding(bits.length(), masks[0], masks[1], slots, conditions);
			encoding.row = row();
			return encoding;
		}

		private void checkLength() {
			if (bits.length() % description.alignment() != 0) {
				throw where.wrong("the row has " + bits.length() + " bytes, and instructions begin at multiples of " + description.alignment());
			}
		}

		private Row row() {
			List<Input> takes = inputs.of(where, method, this, false, false);
			boolean system = takes.stream().anyMatch(Input.TheHart.class::isInstance);
			checkReturn();
			List<Result> results = results();
			Call target = target();
			int[] context = context();
			Row row = new Row(encodings.size(), mnemonic(), text, method, bits.length(), List.copyOf(fields.values()), takes, results, target,
					context[0], context[1], lifts, access(system));
			checkRestart(row);
			checkUsed(row);
			return row;
		}

		private String mnemonic() {
			return text.name().isEmpty() ? method.getName().replace('_', '.') : text.name();
		}

		@Override
		public Optional<Field> field(String parameter) {
			return fields.values().stream().filter(f -> f.called(parameter)).findFirst();
		}

		@Override
		public Input operand(Field field) {
			used.add(field);
			if (field.file() == null) {
				return new Input.Constant(field);
			}
			return inMemory(field) ? new Input.InMemory(address(field), bytes(field)) : new Input.Element(field);
		}

		private boolean inMemory(Field field) {
			return !inMemory.isEmpty() && names.operand(field.name(), where).name().equals(inMemory);
		}

		private int bytes(Field field) {
			return names.operand(field.name(), where).text().bytes();
		}

		/** The companion that computes the address sees the register that the field selects. */
		private Call address(Field operand) {
			Inputs.Scope inner = new Inputs.Scope() {
				@Override
				public Optional<Field> field(String parameter) {
					return OneRow.this.field(parameter);
				}

				@Override
				public Input operand(Field field) {
					used.add(field);
					return field.file() == null ? new Input.Constant(field) : new Input.Element(field);
				}
			};
			return inputs.companion(where, method, names.operand(operand.name(), where).text().address(), inner, false);
		}

		// ---- results

		private void checkReturn() {
			Class<?> type = method.getReturnType();
			boolean fits = switch (text.control()) {
			case NEXT -> type == void.class || type == long.class || type == int.class;
			case BRANCH, NULLIFY, REPEAT -> type == boolean.class;
			case JUMP, EXECUTE -> type == long.class;
			case DELAYED -> type == long.class || type == boolean.class;
			};
			if (!fits) {
				throw where.wrong("the method returns " + type.getSimpleName() + ", and control " + text.control() + " wants " + wanted(text.control()));
			}
		}

		private static String wanted(Control control) {
			return switch (control) {
			case NEXT -> "void, long or int";
			case BRANCH, NULLIFY, REPEAT -> "boolean";
			case JUMP, EXECUTE -> "long";
			case DELAYED -> "long or boolean";
			};
		}

		private List<Result> results() {
			List<Result> results = new ArrayList<>();
			boolean value = text.control() == Control.NEXT && method.getReturnType() != void.class;
			if (value) {
				String to = text.result().isEmpty() ? description.result() : text.result();
				results.add(new Result(place(to, "its result"), null));
			} else if (!text.result().isEmpty()) {
				throw where.wrong("result '" + text.result() + "' for a method that returns no value");
			}
			for (String also : text.also()) {
				String[] sides = also.split("=", -1);
				if (sides.length != 2) {
					throw where.wrong("'" + also + "' is not register = companion");
				}
				Call by = inputs.companion(where, method, sides[1].strip(), this, method.getReturnType() != void.class);
				results.add(new Result(place(sides[0].strip(), "the result of " + sides[1].strip()), by));
			}
			Set<Place> places = new HashSet<>();
			for (Result r : results) {
				if (!places.add(r.to())) {
					throw where.wrong("two results go to the same place");
				}
			}
			return List.copyOf(results);
		}

		private Place place(String name, String what) {
			Optional<Field> field = field(name);
			if (field.isPresent()) {
				Field f = field.get();
				used.add(f);
				if (f.file() == null) {
					throw where.wrong(what + " cannot go to '" + name + "', which is a constant");
				}
				return inMemory(f) ? new Place.InMemory(address(f), bytes(f)) : new Place.Element(f);
			}
			Optional<Names.Element> element = names.element(name);
			if (element.isPresent()) {
				return new Place.Fixed(element.get().file(), element.get().number());
			}
			return names.scalar(name).<Place>map(Place.Scalar::new)
					.orElseThrow(() -> where.wrong(what + " goes to '" + name + "', which is no field of the row and no register of the hart"));
		}

		private Call target() {
			boolean conditional = text.control() == Control.BRANCH || text.control() == Control.DELAYED && method.getReturnType() == boolean.class;
			if (!conditional) {
				if (!text.target().isEmpty()) {
					throw where.wrong("a target is for branches, and control is " + text.control());
				}
				return null;
			}
			String name = text.target().isEmpty() ? description.target() : text.target();
			if (name.isEmpty()) {
				throw where.wrong("a branch needs a target companion, here or in @Description");
			}
			return inputs.companion(where, method, name, this, false);
		}

		// ---- conditions

		private List<Condition> conditions() {
			List<Condition> conditions = new ArrayList<>();
			if (!text.where().isBlank()) {
				for (String part : text.where().split(",")) {
					conditions.add(condition(part.strip()));
				}
			}
			return conditions;
		}

		private Condition condition(String text) {
			String[] sides = text.split("\\s+or\\s+");
			String part = sides[0];
			int unless = sides.length == 1 ? 0 : contextBit("where", sides[1]);
			lifts |= unless;
			String[] words = part.replaceAll("(==|!=|<=|>=|<|>)", " $1 ").trim().split("\\s+");
			if (sides.length > 2 || words.length != 3 || !words[1].matches("==|!=|<=|>=|<|>")) {
				throw where.wrong("where '" + part + "' is not field != value, with one of == != < <= > >=, and perhaps or BIT");
			}
			List<Field> all = List.copyOf(fields.values());
			for (int i = 0; i < all.size(); i++) {
				if (all.get(i).called(words[0])) {
					return new Condition(i, words[1], bound(words[2]), unless);
				}
			}
			throw where.wrong("where names '" + words[0] + "', which is no field of the row");
		}

		private long bound(String word) {
			Optional<Names.Element> element = names.element(word);
			if (element.isPresent()) {
				return element.get().number();
			}
			try {
				return Long.decode(word);
			} catch (NumberFormatException e) {
				throw where.wrong("where compares with '" + word + "', which is neither a number nor a register");
			}
		}

		private int[] context() {
			int[] maskAndMatch = new int[2];
			Chapter chapter = method.getDeclaringClass().getAnnotation(Chapter.class);
			String when = text.when() + " " + (chapter == null ? "" : chapter.when());
			for (String word : when.trim().split("[\\s,]+")) {
				if (!word.isEmpty()) {
					int bit = contextBit("when", word.replaceFirst("^!", ""));
					maskAndMatch[0] |= bit;
					maskAndMatch[1] |= word.startsWith("!") ? 0 : bit;
				}
			}
			return maskAndMatch;
		}

		private int contextBit(String element, String name) {
			try {
				int bit = architecture.contextBit(name);
				if (bit != 0) {
					return bit;
				}
			} catch (IllegalArgumentException e) {
				// said below, with the row
			}
			throw where.wrong(element + " names '" + name + "', which Architecture.contextBit does not know");
		}

		private List<ModeAccess> access(boolean system) {
			if (!system) {
				if (!text.access().isEmpty()) {
					throw where.wrong("it declares access and does not take the hart; a method of values can neither trap nor differ");
				}
				return List.of();
			}
			if (text.access().isEmpty()) {
				throw where.wrong("it takes the hart and declares no access; add access = \"" + example() + "\"");
			}
			List<ModeAccess> access = AccessText.read(where, text.access(), modes);
			AccessText.checkBits(where, access, accessBits);
			return access;
		}

		private String example() {
			List<String> parts = new ArrayList<>();
			modes.forEach(m -> parts.addFirst(m + ":always"));
			return String.join(" ", parts);
		}

		private void checkRestart(Row row) {
			if (text.control() != Control.REPEAT) {
				if (!text.restart().isEmpty()) {
					throw where.wrong("restart registers are for control REPEAT");
				}
				return;
			}
			if (text.restart().isBlank()) {
				throw where.wrong("control REPEAT needs the restart registers that hold how far it got");
			}
			for (String name : text.restart().trim().split("[\\s,]+")) {
				Place place = place(name, "how far it got");
				if (!row.system() && row.results().stream().noneMatch(r -> r.to().equals(place))) {
					throw where.wrong("the restart register '" + name + "' is no result of the row; name it in also");
				}
			}
		}

		/** Every field is either an operand in assembly, or could not be given a value. */
		private void checkUsed(Row row) {
			Template template;
			try {
				template = new Template(row, names);
			} catch (IsaException e) {
				throw where.wrong(e.getMessage());
			}
			Map<Field, String> missing = new HashMap<>();
			for (int i = 0; i < row.fields().size(); i++) {
				if (!template.writes(i)) {
					Field f = row.fields().get(i);
					missing.put(f, used.contains(f) ? "is used and is not in asm '" + text.asm() + "', so that assembly cannot give it"
							: "is not used; write x for bits that are ignored");
				}
			}
			missing.forEach((f, what) -> {
				throw where.wrong("the field '" + f.name() + "' " + what);
			});
		}
	}
}
