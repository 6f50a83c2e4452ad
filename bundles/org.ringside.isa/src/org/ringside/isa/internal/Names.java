package org.ringside.isa.internal;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.isa.Description;
import org.ringside.isa.IsaException;
import org.ringside.isa.Operand;
import org.ringside.isa.Register;
import org.ringside.isa.RegisterFile;
import org.ringside.isa.Row.File;
import org.ringside.machine.Hart;

/** What names mean in the rows of an ISA: register files and their elements, operands, registers that are fields of the hart. */
public final class Names {

	/**
	 * What is declared of a field.
	 *
	 * @param file the register file it selects from, or null
	 * @param width bits, 0 if each row says
	 * @param text its annotation, or null for a file's plain operand
	 */
	public record Operands(String name, File file, int width, boolean signed, int plus, Operand text) {

		/** True if the row may have it in memory. */
		public boolean mayBeMemory() {
			return text != null && !text.address().isEmpty();
		}

		/** Names of the values, {@code -} for none; empty if it has no names. */
		public List<String> valueNames() {
			return text == null || text.names().isEmpty() ? List.of() : List.of(text.names().trim().split("\\s+"));
		}
	}

	/** An element of a register file. */
	public record Element(File file, int number) {

		/** The name that assembly prefers. */
		public String name() {
			return file.names().isEmpty() ? file.name() + number : file.names().get(number);
		}
	}

	private final Map<String, File> files = new LinkedHashMap<>();
	private final Map<String, Operands> operands = new LinkedHashMap<>();
	private final Map<String, Element> elements = new LinkedHashMap<>();
	private final Map<String, Field> scalars = new HashMap<>();

	Names(Class<? extends Hart> hart, Description description) {
		for (Field f : fieldsOf(hart)) {
			RegisterFile file = f.getAnnotation(RegisterFile.class);
			if (file != null) {
				file(f, file);
			}
			Register register = f.getAnnotation(Register.class);
			if (register != null && !Modifier.isStatic(f.getModifiers())) {
				scalars.put(f.getName(), f);
				if (!register.name().isEmpty()) {
					scalars.put(register.name(), f);
				}
			}
		}
		Arrays.stream(description.operands()).forEach(o -> operand(hart, o));
	}

	/** Fields of the hart class and of those above it, below {@link Hart}. */
	static List<Field> fieldsOf(Class<?> hart) {
		List<Field> fields = new ArrayList<>();
		for (Class<?> c = hart; c != Hart.class && c != Object.class; c = c.getSuperclass()) {
			fields.addAll(Arrays.asList(c.getDeclaredFields()));
		}
		return fields;
	}

	private void file(Field field, RegisterFile text) {
		Where where = new Where(field.getDeclaringClass().getSimpleName() + "." + field.getName(), text.name());
		if (field.getType() != long[].class && field.getType() != int[].class) {
			throw where.wrong("a register file is a field of type long[] or int[], not " + field.getType().getSimpleName());
		}
		if (text.count() < 1 || text.zero() >= text.count()) {
			throw where.wrong("count " + text.count() + " and zero " + text.zero() + " do not go together");
		}
		List<String> words = text.names().isBlank() ? List.of() : List.of(text.names().trim().split("\\s+"));
		if (!words.isEmpty() && words.size() != text.count()) {
			throw where.wrong(words.size() + " names for " + text.count() + " registers; give each one");
		}
		List<String> names = words.stream().map(word -> word.split("/")[0]).toList();
		File file = new File(text.name(), field, text.count(), text.width(), text.zero(), text.number(), names);
		if (files.put(text.name(), file) != null) {
			throw where.wrong("there are two register files of that name");
		}
		for (int i = 0; i < file.count(); i++) {
			element(where, file.name() + i, new Element(file, i));
			for (String name : words.isEmpty() ? new String[0] : words.get(i).split("/")) {
				if (!name.equals(file.name() + i)) {
					element(where, name, new Element(file, i));
				}
			}
		}
		int width = 32 - Integer.numberOfLeadingZeros(file.count() - 1);
		for (String o : text.operands().trim().split("\\s+")) {
			if (!o.isEmpty()) {
				operands.put(o, new Operands(o, file, width, false, 0, null));
			}
		}
	}

	private void element(Where where, String name, Element element) {
		if (elements.put(name, element) != null) {
			throw where.wrong("the name '" + name + "' is given to two registers");
		}
	}

	private void operand(Class<?> hart, Operand o) {
		Where where = new Where(hart.getSimpleName() + " @Operand", o.name());
		File file = null;
		if (!o.file().isEmpty()) {
			file = files.get(o.file());
			if (file == null) {
				throw where.wrong("there is no register file '" + o.file() + "'; there are " + files.keySet());
			}
		}
		if (o.number() >= 0) {
			if (file == null || o.number() >= file.count()) {
				throw where.wrong("number " + o.number() + " needs a register file that has such an element");
			}
			element(where, o.name(), new Element(file, o.number()));
			return;
		}
		if (!o.address().isEmpty() && (file == null || o.select().isEmpty() || Integer.bitCount(o.bytes()) != 1 || o.bytes() > 8)) {
			throw where.wrong("an operand with an address needs file, select, and bytes 1, 2, 4 or 8");
		}
		int width = o.width() == 0 && file != null ? 32 - Integer.numberOfLeadingZeros(file.count() - 1) : o.width();
		if (operands.put(o.name(), new Operands(o.name(), file, width, o.signed(), o.plus(), o)) != null) {
			throw where.wrong("the operand is declared twice");
		}
	}

	/** What is declared of a row's field; of {@code rd/rs1}, by the first name. */
	Operands operand(String field, Where where) {
		Operands found = operands.get(field);
		if (found == null) {
			found = operands.get(field.split("/")[0]);
		}
		if (found == null) {
			throw where.wrong("unknown operand '" + field + "'; declare it in @RegisterFile(operands) or as an @Operand of @Description");
		}
		return found;
	}

	/** The element of a file that has this name. */
	public Optional<Element> element(String name) {
		return Optional.ofNullable(elements.get(name));
	}

	/** The scalar register of the hart that has this name. */
	Optional<Field> scalar(String name) {
		return Optional.ofNullable(scalars.get(name));
	}

	/** Declared operand of that name. */
	public Optional<Operands> declared(String field) {
		return Optional.ofNullable(operands.containsKey(field) ? operands.get(field) : operands.get(field.split("/")[0]));
	}

	public Collection<File> files() {
		return files.values();
	}

	/** The file of that name; throws {@link IsaException} for a name unknown. */
	public File file(String name) {
		File file = files.get(name);
		if (file == null) {
			throw new IsaException("no register file '" + name + "'; there are " + files.keySet());
		}
		return file;
	}
}
