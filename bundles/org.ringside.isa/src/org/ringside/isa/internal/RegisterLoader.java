package org.ringside.isa.internal;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.ringside.isa.Architecture;
import org.ringside.isa.BitField;
import org.ringside.isa.Description;
import org.ringside.isa.IsaException;
import org.ringside.isa.Register;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row.File;
import org.ringside.isa.Row.ModeAccess;
import org.ringside.machine.Hart;

/** Makes the register rows: elements of the files, {@code pc}, and what carries {@link Register}. */
final class RegisterLoader {

	private static final MethodType READER = methodType(long.class, Hart.class);
	private static final MethodType WRITER = methodType(void.class, Hart.class, long.class);

	private final Lookup lookup;
	private final Class<? extends Hart> hart;
	private final List<Class<?>> besides;
	private final List<String> modes;
	private final List<ModeAccess> always;
	private final List<RegisterRow> rows = new ArrayList<>();
	private final Map<RegisterRow, Where> places = new HashMap<>();

	RegisterLoader(Architecture architecture, Description description, Names names) {
		lookup = architecture.lookup();
		hart = architecture.hartType();
		besides = architecture.registers();
		modes = List.of(description.modes().trim().split("\\s+"));
		always = modes.stream().map(m -> new ModeAccess(m, ModeAccess.Kind.ALWAYS, "")).toList();
		int free = 0;
		for (File f : names.files()) {
			elements(f);
			free = Math.max(free, f.number() + f.count());
		}
		pc(description.pc() >= 0 ? description.pc() : free, description.addressBits());
		for (Field f : Names.fieldsOf(hart)) {
			Register text = f.getAnnotation(Register.class);
			if (text != null) {
				field(f, text);
			}
		}
		List<Class<?>> classes = new ArrayList<>(architecture.registers());
		if (!classes.contains(hart)) {
			classes.addFirst(hart);
		}
		for (Class<?> c : classes) {
			for (Method m : new ClassText(c).methods()) {
				Register text = m.getAnnotation(Register.class);
				if (text != null) {
					method(m, text);
				}
			}
		}
		checkUnique();
		checkBits();
	}

	List<RegisterRow> rows() {
		return rows;
	}

	private void elements(File file) {
		for (int i = 0; i < file.count(); i++) {
			String plain = file.name() + i;
			String preferred = file.names().isEmpty() ? plain : file.names().get(i);
			List<String> names = preferred.equals(plain) ? List.of(plain) : List.of(preferred, plain);
			MethodHandle array = getter(file.field());
			MethodHandle read = MethodHandles.insertArguments(MethodHandles.arrayElementGetter(file.field().getType()), 1, i);
			MethodHandle reader = MethodHandles.explicitCastArguments(MethodHandles.filterArguments(read, 0, array), READER);
			add(new Where(hart.getSimpleName() + "." + file.field().getName(), file.name()),
					new RegisterRow(file.number() + i, preferred, names, file.width(), List.of(), always, "", i != file.zero(), reader,
							elementWriter(file, i, array)));
		}
	}

	/** Writes the value extended from the register's width, as rows of that width leave it; to the register that is zero, not at all. */
	private static MethodHandle elementWriter(File file, int index, MethodHandle array) {
		if (index == file.zero()) {
			return MethodHandles.empty(WRITER);
		}
		MethodHandle write = MethodHandles.insertArguments(MethodHandles.arrayElementSetter(file.field().getType()), 1, index);
		MethodHandle writer = MethodHandles.explicitCastArguments(MethodHandles.filterArguments(write, 0, array), WRITER);
		return MethodHandles.filterArguments(writer, 1, MethodHandles.insertArguments(EXTEND, 1, 64 - file.width()));
	}

	private static final MethodHandle EXTEND = extend();

	private static MethodHandle extend() {
		try {
			return MethodHandles.lookup().findStatic(RegisterLoader.class, "extended", methodType(long.class, long.class, int.class));
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException(e);
		}
	}

	private static long extended(long value, int surplus) {
		return value << surplus >> surplus;
	}

	private void pc(int number, int width) {
		try {
			Lookup own = MethodHandles.lookup();
			add(new Where(hart.getSimpleName(), "pc"), new RegisterRow(number, "pc", List.of("pc"), width, List.of(), always, "steps", true,
					own.findGetter(Hart.class, "pc", long.class), own.findSetter(Hart.class, "pc", long.class)));
		} catch (ReflectiveOperationException e) {
			throw new IllegalStateException(e);
		}
	}

	private void field(Field f, Register text) {
		Where where = new Where(hart.getSimpleName() + "." + f.getName(), nameOf(f.getName(), text));
		Class<?> type = text.count() > 1 && f.getType().isArray() ? f.getType().getComponentType() : f.getType();
		if (!type.isPrimitive() || type == float.class || type == double.class || Modifier.isStatic(f.getModifiers())) {
			throw where.wrong("a register is a field of the hart of type long, int, short, byte or boolean, a run of registers an array");
		}
		for (int i = 0; i < text.count(); i++) {
			MethodHandle reader = text.read().isEmpty() ? plainReader(f, i) : reader(where, f.getDeclaringClass(), text.read(), text, i);
			MethodHandle writer = text.write().isEmpty() ? plainWriter(f, i) : writer(where, f.getDeclaringClass(), text, i);
			add(where, row(where, nameOf(f.getName(), text), text, i, reader, writer));
		}
	}

	private MethodHandle plainReader(Field f, int index) {
		return f.getType().isArray() ? MethodHandles.filterArguments(
				MethodHandles.insertArguments(MethodHandles.arrayElementGetter(f.getType()), 1, index), 0, getter(f)) : getter(f);
	}

	/** Null for a field that nothing changes. */
	private MethodHandle plainWriter(Field f, int index) {
		if (f.getType().isArray()) {
			return MethodHandles.filterArguments(MethodHandles.insertArguments(MethodHandles.arrayElementSetter(f.getType()), 1, index), 0,
					getter(f));
		}
		return Modifier.isFinal(f.getModifiers()) ? null : setter(f);
	}

	private void method(Method m, Register text) {
		Where where = Where.of(m, nameOf(m.getName(), text));
		for (int i = 0; i < text.count(); i++) {
			String read = text.read().isEmpty() ? m.getName() : text.read();
			MethodHandle writer = text.write().isEmpty() ? null : writer(where, m.getDeclaringClass(), text, i);
			add(where, row(where, nameOf(m.getName(), text), text, i, reader(where, m.getDeclaringClass(), read, text, i), writer));
		}
	}

	private static String nameOf(String member, Register text) {
		return text.name().isEmpty() ? member : text.name();
	}

	/** @param index in a run of registers, whose names end in their number */
	private RegisterRow row(Where where, String name, Register text, int index, MethodHandle reader, MethodHandle writer) {
		List<BitField> fields = FieldsText.read(where, text.fields(), text.width());
		String own = text.count() > 1 ? name + (text.first() + index) : name;
		return new RegisterRow(text.number() + index, own, List.of(own), text.width(), fields, AccessText.read(where, text.access(), modes),
				text.changes(), text.state() && writer != null, MethodHandles.explicitCastArguments(reader, READER),
				writer == null ? null : MethodHandles.explicitCastArguments(writer, WRITER));
	}

	private void add(Where where, RegisterRow row) {
		rows.add(row);
		places.put(row, where);
	}

	private void checkUnique() {
		Map<Integer, RegisterRow> numbers = new HashMap<>();
		Map<String, RegisterRow> names = new HashMap<>();
		for (RegisterRow r : rows) {
			RegisterRow same = numbers.put(r.number(), r);
			if (same != null) {
				throw places.get(r).wrong("the number " + r.number() + " is also that of " + same.name());
			}
			for (String name : r.names()) {
				if (names.put(name, r) != null) {
					throw places.get(r).wrong("there are two registers called '" + name + "'");
				}
			}
		}
	}

	private void checkBits() {
		var known = AccessText.bitNames(rows);
		rows.forEach(r -> AccessText.checkBits(places.get(r), r.access(), known));
	}

	// ---- handles

	private MethodHandle getter(Field f) {
		try {
			return lookup.unreflectGetter(f);
		} catch (IllegalAccessException e) {
			throw unreachable(f.getName(), e);
		}
	}

	private MethodHandle setter(Field f) {
		try {
			return lookup.unreflectSetter(f);
		} catch (IllegalAccessException e) {
			throw unreachable(f.getName(), e);
		}
	}

	/** The methods of a run take the index within it after the hart. */
	private MethodHandle reader(Where where, Class<?> beside, String name, Register text, int index) {
		String shape = "static long " + name + "(" + hart.getSimpleName() + (text.count() > 1 ? ", int)" : ")");
		return text.count() > 1
				? MethodHandles.insertArguments(handle(where, beside, name, shape, true, hart, int.class), 1, index)
				: handle(where, beside, name, shape, true, hart);
	}

	private MethodHandle writer(Where where, Class<?> beside, Register text, int index) {
		String shape = "static void " + text.write() + "(" + hart.getSimpleName() + (text.count() > 1 ? ", int, long)" : ", long)");
		return text.count() > 1
				? MethodHandles.insertArguments(handle(where, beside, text.write(), shape, false, hart, int.class, long.class), 1, index)
				: handle(where, beside, text.write(), shape, false, hart, long.class);
	}

	/** A static method beside the row, in the hart class or in another class of registers. */
	private MethodHandle handle(Where where, Class<?> beside, String name, String shape, boolean value, Class<?>... parameters) {
		for (Class<?> c : Stream.concat(Stream.of(beside, hart), besides.stream()).toList()) {
			for (Method m : c.getDeclaredMethods()) {
				if (m.getName().equals(name) && Modifier.isStatic(m.getModifiers()) && fits(m, parameters)
						&& value != (m.getReturnType() == void.class)) {
					try {
						return lookup.unreflect(m);
					} catch (IllegalAccessException e) {
						throw unreachable(name, e);
					}
				}
			}
		}
		throw where.wrong("there is no '" + shape + "' beside it, in the hart class or in a class of registers()");
	}

	private static boolean fits(Method m, Class<?>[] parameters) {
		return m.getParameterCount() == parameters.length && m.getParameterTypes()[0].isAssignableFrom(parameters[0])
				&& Arrays.equals(m.getParameterTypes(), 1, parameters.length, parameters, 1, parameters.length);
	}

	private static IsaException unreachable(String member, IllegalAccessException e) {
		return new IsaException("Architecture.lookup() does not reach " + member + ": " + e.getMessage()
				+ "; hand out MethodHandles.lookup() of a class in the package of the hart");
	}
}
