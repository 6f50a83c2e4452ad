package org.ringside.engine.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.ringside.isa.Control;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.isa.Row.Call;
import org.ringside.isa.Row.Input;
import org.ringside.isa.Row.Place;
import org.ringside.machine.Hart;
import org.ringside.machine.runtime.Access;

/**
 * One row, to be executed as its description says: where each input comes from, the method, its companions, where each
 * result goes. Reflection and annotations are read once, here; of a step nothing is kept. Every value is a {@code long}
 * on the way, as wide as anything that an instruction set has; a condition is 0 or 1.
 */
final class LiteralRow {

	/** The instruction being executed. */
	static final class Moment {
		/** Virtual address of the instruction, and of what follows it. */
		long pc;
		long next;
		long bits;
		/** Of the row's fields, in their order. */
		long[] values;
		/** What the row's method returned. */
		long result;
		/** Operands in memory that were read: once each, as reading may be seen by a device. */
		final Map<Input.InMemory, Long> read = new HashMap<>();
	}

	/** Where a value comes from. */
	private interface Source {
		long get(Moment moment);
	}

	/** Where a value goes. */
	private interface Sink {
		void put(Moment moment, long value);
	}

	/** A method and its arguments. */
	private record Invocable(MethodHandle handle, Source[] sources) {

		long call(Moment moment) {
			long[] arguments = new long[sources.length];
			for (int i = 0; i < arguments.length; i++) {
				arguments[i] = sources[i].get(moment);
			}
			try {
				return (long) handle.invokeExact(arguments);
			} catch (RuntimeException | Error e) {
				throw e;
			} catch (Throwable e) {
				throw new IllegalStateException("a semantic method declares a checked exception: it may not", e);
			}
		}
	}

	final Control control;
	/** True if the method answers whether, not where to. */
	final boolean conditional;

	private final Row row;
	private final MethodHandles.Lookup lookup;
	private final Hart hart;
	private final Access memory;
	private final LiteralMemory data;
	private final long addressMask;
	private final Invocable method;
	private final Invocable target;
	/** By result: the companion that computes it, or null for the method's own. */
	private final Invocable[] companions;
	private final Sink[] stores;
	private final Sink[] registers;

	LiteralRow(Row row, Isa isa, Hart hart, Access memory) {
		this.row = row;
		this.hart = hart;
		this.memory = memory;
		lookup = isa.architecture().lookup();
		data = new LiteralMemory(memory, isa.description().bigEndian());
		int bits = isa.description().addressBits();
		addressMask = bits == 64 ? -1 : (1L << bits) - 1;
		control = row.control();
		conditional = row.method().getReturnType() == boolean.class;
		method = invocable(row.method(), row.inputs());
		target = row.target() == null ? null : invocable(row.target());
		companions = new Invocable[row.results().size()];
		stores = new Sink[companions.length];
		registers = new Sink[companions.length];
		for (int i = 0; i < companions.length; i++) {
			Row.Result result = row.results().get(i);
			companions[i] = result.by() == null ? null : invocable(result.by());
			stores[i] = store(result.to());
			registers[i] = register(result.to());
		}
	}

	/** Evaluates the inputs and calls the method. */
	long call(Moment moment) {
		return method.call(moment);
	}

	/** True if there is a method for the target; otherwise the row's own result is the target. */
	boolean hasTarget() {
		return target != null;
	}

	/** Where a transfer goes. */
	long target(Moment moment) {
		return target.call(moment) & addressMask;
	}

	/** All results are computed from the old registers; memory is written before any register, since it may fault. */
	void place(Moment moment) {
		long[] values = new long[companions.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = companions[i] == null ? moment.result : companions[i].call(moment);
		}
		for (int i = 0; i < values.length; i++) {
			stores[i].put(moment, values[i]);
		}
		for (int i = 0; i < values.length; i++) {
			registers[i].put(moment, values[i]);
		}
	}

	// ---- calls

	private Invocable invocable(Call call) {
		return invocable(call.method(), call.inputs());
	}

	private Invocable invocable(Method called, List<Input> inputs) {
		try {
			MethodHandle handle = lookup.unreflect(called);
			// from the last, so that the numbers of those before it stay
			for (int i = inputs.size() - 1; i >= 0; i--) {
				if (inputs.get(i) instanceof Input.TheHart) {
					handle = MethodHandles.insertArguments(handle, i, hart);
				} else if (inputs.get(i) instanceof Input.TheMemory) {
					handle = MethodHandles.insertArguments(handle, i, memory);
				}
			}
			Source[] sources = inputs.stream().filter(i -> !(i instanceof Input.TheHart || i instanceof Input.TheMemory)).map(this::source)
					.toArray(Source[]::new);
			MethodType longs = MethodType.methodType(long.class, Collections.nCopies(sources.length, long.class));
			return new Invocable(MethodHandles.explicitCastArguments(handle, longs).asSpreader(long[].class, sources.length), sources);
		} catch (IllegalAccessException e) {
			throw new IllegalStateException(called + " is not visible through the ISA's lookup", e);
		}
	}

	// ---- values in

	private Source source(Input input) {
		return switch (input) {
		case Input.Element(Row.Field field) -> element(field);
		case Input.Constant(Row.Field field) -> {
			int index = indexOf(field);
			yield moment -> moment.values[index];
		}
		case Input.Fixed(Row.File file, int number) -> fixed(file, number);
		case Input.Scalar(Field field) -> scalar(field);
		case Input.Pc() -> moment -> moment.pc;
		case Input.Next() -> moment -> moment.next;
		case Input.Bits() -> moment -> moment.bits;
		case Input.TheResult() -> moment -> moment.result;
		case Input.InMemory operand -> inMemory(operand);
		case Input.TheHart() -> throw new IllegalStateException("the hart is bound");
		case Input.TheMemory() -> throw new IllegalStateException("memory is bound");
		};
	}

	private Source element(Row.Field field) {
		int index = indexOf(field);
		int zero = field.file().zero();
		if (file(field.file()) instanceof long[] array) {
			return moment -> moment.values[index] == zero ? 0 : array[(int) moment.values[index]];
		}
		int[] array = (int[]) file(field.file());
		return moment -> moment.values[index] == zero ? 0 : array[(int) moment.values[index]];
	}

	private Source fixed(Row.File file, int number) {
		if (number == file.zero()) {
			return _ -> 0;
		}
		if (file(file) instanceof long[] array) {
			return _ -> array[number];
		}
		int[] array = (int[]) file(file);
		return _ -> array[number];
	}

	private Source scalar(Field field) {
		Invocable getter = new Invocable(accessor(field, true), new Source[0]);
		return getter::call;
	}

	private Source inMemory(Input.InMemory operand) {
		Invocable address = invocable(operand.address());
		return moment -> {
			Long value = moment.read.get(operand);
			if (value == null) {
				value = data.load(address.call(moment) & addressMask, operand.bytes());
				moment.read.put(operand, value);
			}
			return value;
		};
	}

	private int indexOf(Row.Field field) {
		for (int i = 0;; i++) {
			if (row.fields().get(i) == field) {
				return i;
			}
		}
	}

	/** The array of a register file. */
	private Object file(Row.File file) {
		try {
			return lookup.unreflectVarHandle(file.field()).get(hart);
		} catch (IllegalAccessException e) {
			throw new IllegalStateException(file.field() + " is not visible through the ISA's lookup", e);
		}
	}

	/** Reads or writes a field of the hart: its arguments, none or the value, are in an array. */
	private MethodHandle accessor(Field field, boolean reads) {
		try {
			MethodHandle handle = (reads ? lookup.unreflectGetter(field) : lookup.unreflectSetter(field)).bindTo(hart);
			MethodType longs = MethodType.methodType(long.class, Collections.nCopies(reads ? 0 : 1, long.class));
			return MethodHandles.explicitCastArguments(handle, longs).asSpreader(long[].class, longs.parameterCount());
		} catch (IllegalAccessException e) {
			throw new IllegalStateException(field + " is not visible through the ISA's lookup", e);
		}
	}

	// ---- results out

	private Sink store(Place place) {
		if (place instanceof Place.InMemory(Call call, int bytes)) {
			Invocable address = invocable(call);
			return (moment, value) -> data.store(address.call(moment) & addressMask, bytes, value);
		}
		return (_, _) -> {
			// a register
		};
	}

	private Sink register(Place place) {
		return switch (place) {
		case Place.Element(Row.Field field) -> element(field, indexOf(field));
		case Place.Fixed(Row.File file, int number) -> {
			Object array = file(file);
			yield (_, value) -> putElement(array, number, file.zero(), value);
		}
		case Place.Scalar(Field field) -> putScalar(field);
		case Place.InMemory _ -> (_, _) -> {
			// stored before the registers
		};
		};
	}

	private Sink element(Row.Field field, int index) {
		Object array = file(field.file());
		int zero = field.file().zero();
		return (moment, value) -> putElement(array, (int) moment.values[index], zero, value);
	}

	private static void putElement(Object file, int number, int zero, long value) {
		if (number == zero) {
			return;
		}
		if (file instanceof long[] array) {
			array[number] = value;
		} else {
			((int[]) file)[number] = (int) value;
		}
	}

	private Sink putScalar(Field field) {
		boolean condition = field.getType() == boolean.class;
		MethodHandle setter = accessor(field, false);
		return (moment, value) -> new Invocable(setter, new Source[] { _ -> condition && value != 0 ? 1 : value }).call(moment);
	}
}
