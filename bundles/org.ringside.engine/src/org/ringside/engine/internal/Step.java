package org.ringside.engine.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.ringside.isa.Code;
import org.ringside.isa.Control;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.isa.Row.Call;
import org.ringside.isa.Row.Input;
import org.ringside.isa.Row.Place;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Hart;
import org.ringside.machine.runtime.Access;

/**
 * Executes one instruction in the most literal way: fetch every byte through the MMU, decode, evaluate the row's inputs,
 * call its method, place the results. The reference executor does nothing else; the interpreter does it where its loop
 * does not apply.
 */
public final class Step implements Code {

	/** Decodes bytes; the two executors use different decoders. */
	@FunctionalInterface
	public interface Decoder {
		Decoded decode(Code code, int context);
	}

	private final Hart hart;
	private final Bus bus;
	private final Access memory;
	private final Decoder decoder;
	private final MethodHandles.Lookup lookup;
	private final boolean bigEndian;
	private final long addressMask;
	private final int alignment;
	private final Ready[] ready;
	private final Map<Field, VarHandle> scalars = new HashMap<>();
	private final Map<Field, Object> files = new HashMap<>();
	private final Hart.Grant grant = new Hart.Grant();

	/** A call, with its method made invocable once. */
	private record Callable(MethodHandle handle, Class<?>[] types, List<Input> inputs) {
	}

	/** A row, with what annotations and reflection say of it read once. */
	private record Ready(Row row, Control control, Callable method, Callable target, List<Callable> companions, List<Place> places) {
	}

	/** By identity: equal calls of two rows take fields of their own. */
	private final Map<Call, Callable> addresses = new IdentityHashMap<>();

	// of the instruction being executed
	private long pc;
	private long next;
	private Decoded instruction;
	/** Operands in memory that were read: once each, as reading may be seen by a device. */
	private final Map<Input.InMemory, Object> read = new HashMap<>();
	private long fetchedAt;
	private long fetchedFrom;

	public Step(Isa isa, Bus bus, Hart hart, Access memory, Decoder decoder) {
		this.hart = hart;
		this.bus = bus;
		this.memory = memory;
		this.decoder = decoder;
		lookup = isa.architecture().lookup();
		ready = new Ready[isa.rows().size()];
		bigEndian = isa.description().bigEndian();
		alignment = isa.description().alignment();
		int bits = isa.description().addressBits();
		addressMask = bits == 64 ? -1 : (1L << bits) - 1;
	}

	/**
	 * Executes the instruction at the hart's pc and moves the pc on.
	 *
	 * @throws org.ringside.machine.Trap with the pc still at the instruction
	 */
	public void execute() {
		pc = hart.pc;
		fetchedAt = -1;
		instruction = decoder.decode(this, hart.context);
		if (!instruction.defined()) {
			throw hart.illegal(instruction.bits(), instruction.length());
		}
		next = pc + instruction.length() & addressMask;
		if ((hart.context & Hart.NULLIFIED) != 0) {
			hart.setPending(0);
			hart.pc = next;
			return;
		}
		boolean slot = hart.delayed();
		long after = slot ? hart.nextPc : next;
		perform(slot, after);
	}

	private void perform(boolean slot, long after) {
		read.clear();
		Ready row = ready(instruction.row());
		Object result = invoke(row.method, null);
		long to = switch (row.control) {
		case NEXT -> after;
		case BRANCH -> (boolean) result ? target(row, result) : after;
		case JUMP -> (long) result & addressMask;
		case REPEAT -> (boolean) result ? pc : after;
		case DELAYED, NULLIFY, EXECUTE -> after;
		};
		boolean delays = row.control == Control.DELAYED && !result.equals(false);
		long delayedTo = !delays ? 0 : row.target != null ? target(row, result) : (long) result & addressMask;
		place(row, result);
		boolean stays = row.control == Control.EXECUTE || row.control == Control.REPEAT && to == pc;
		if (slot && !stays) {
			hart.setPending(0);
		}
		hart.pc = to;
		if (delays) {
			hart.nextPc = delayedTo;
			hart.setPending(Hart.DELAYED);
		} else if (row.control == Control.NULLIFY && (boolean) result) {
			hart.setPending(Hart.NULLIFIED);
		} else if (row.control == Control.EXECUTE) {
			executeOther((long) result, slot, after);
		}
	}

	private Ready ready(Row row) {
		Ready prepared = ready[row.id()];
		if (prepared == null) {
			prepared = new Ready(row, row.control(), callable(row.method(), row.inputs()),
					row.target() == null ? null : callable(row.target().method(), row.target().inputs()),
					row.results().stream().map(this::companion).collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new)),
					row.results().stream().map(Row.Result::to).toList());
			ready[row.id()] = prepared;
		}
		return prepared;
	}

	/** Executes left-aligned bits in place of the instruction at {@link #pc}; a trap finds the pc there. */
	private void executeOther(long bits, boolean slot, long after) {
		hart.pc = pc;
		Decoded other = decoder.decode(index -> (int) (bits >>> 56 - 8 * index) & 0xff, hart.context);
		if (!other.defined() || other.row().control() == Control.EXECUTE) {
			throw hart.illegal(other.bits(), other.length());
		}
		instruction = other;
		perform(slot, after);
	}

	/** Fetches a byte of the instruction, in pieces of the ISA's alignment. */
	@Override
	public int at(int index) {
		long va = pc + index & addressMask;
		long piece = va & -alignment;
		if (piece != fetchedAt) {
			long address = hart.translate(piece, alignment, AccessKind.FETCH, grant);
			try {
				fetchedFrom = bus.read(address, alignment, hart.index);
			} catch (BusError e) {
				throw hart.busError(piece, AccessKind.FETCH);
			}
			fetchedAt = piece;
		}
		return (int) (fetchedFrom >>> 8 * (va - piece)) & 0xff;
	}

	// ---- values in

	/** The companion of a result, or null for the method's own. */
	private Callable companion(Row.Result result) {
		return result.by() == null ? null : callable(result.by().method(), result.by().inputs());
	}

	private long target(Ready row, Object result) {
		return (long) invoke(row.target, result) & addressMask;
	}

	private Callable callable(Method method, List<Input> inputs) {
		try {
			MethodHandle handle = lookup.unreflect(method).asSpreader(Object[].class, method.getParameterCount())
					.asType(MethodType.methodType(Object.class, Object[].class));
			return new Callable(handle, method.getParameterTypes(), inputs);
		} catch (IllegalAccessException e) {
			throw new IllegalStateException(method + " is not visible through the ISA's lookup", e);
		}
	}

	private long address(Call call, Object result) {
		Callable address = addresses.computeIfAbsent(call, c -> callable(c.method(), c.inputs()));
		return (long) widened(invoke(address, result)) & addressMask;
	}

	private Object invoke(Callable callable, Object result) {
		Object[] arguments = new Object[callable.types.length];
		for (int i = 0; i < arguments.length; i++) {
			Object value = value(callable.inputs.get(i), result);
			arguments[i] = value instanceof Number number ? converted(number.longValue(), callable.types[i]) : value;
		}
		try {
			return callable.handle.invokeExact(arguments);
		} catch (RuntimeException | Error e) {
			throw e;
		} catch (Throwable e) {
			throw new IllegalStateException("a semantic method declares a checked exception: it may not", e);
		}
	}

	private Object value(Input input, Object result) {
		return switch (input) {
		case Input.Element(Row.Field field) -> element(field.file(), (int) fieldValue(field));
		case Input.Constant(Row.Field field) -> fieldValue(field);
		case Input.Fixed(Row.File file, int number) -> element(file, number);
		case Input.Scalar(Field field) -> scalar(field).get(hart);
		case Input.Pc() -> pc;
		case Input.Next() -> next;
		case Input.Bits() -> instruction.bits();
		case Input.TheResult() -> result;
		case Input.TheHart() -> hart;
		case Input.TheMemory() -> memory;
		case Input.InMemory operand -> inMemory(operand);
		};
	}

	private Object inMemory(Input.InMemory operand) {
		Object value = read.get(operand);
		if (value == null) {
			value = loaded(address(operand.address(), null), operand.bytes());
			read.put(operand, value);
		}
		return value;
	}

	private long fieldValue(Row.Field field) {
		List<Row.Field> fields = instruction.row().fields();
		for (int i = 0;; i++) {
			if (fields.get(i) == field) {
				return instruction.values()[i];
			}
		}
	}

	private long element(Row.File file, int number) {
		if (number == file.zero()) {
			return 0;
		}
		return file(file) instanceof long[] array ? array[number] : ((int[]) file(file))[number];
	}

	private Object file(Row.File file) {
		return files.computeIfAbsent(file.field(), f -> scalar(f).get(hart));
	}

	private VarHandle scalar(Field field) {
		return scalars.computeIfAbsent(field, f -> {
			try {
				return lookup.unreflectVarHandle(f);
			} catch (IllegalAccessException e) {
				throw new IllegalStateException(f + " is not visible through the ISA's lookup", e);
			}
		});
	}

	private static Object converted(long value, Class<?> type) {
		return type == int.class ? (Object) (int) value : (Object) value;
	}

	private static Object widened(Object value) {
		return switch (value) {
		case Integer i -> (long) i;
		case Boolean b -> b ? 1L : 0L;
		default -> value;
		};
	}

	private long loaded(long va, int bytes) {
		return switch (bytes) {
		case 1 -> memory.load8(va);
		case 2 -> bigEndian ? memory.load16Big(va) : memory.load16(va);
		case 4 -> bigEndian ? memory.load32Big(va) : memory.load32(va);
		default -> bigEndian ? memory.load64Big(va) : memory.load64(va);
		};
	}

	// ---- results out

	/** All results are computed from the old registers; memory is written before any register, since it may fault. */
	private void place(Ready row, Object result) {
		int count = row.places.size();
		Object[] values = new Object[count];
		for (int i = 0; i < count; i++) {
			Callable companion = row.companions.get(i);
			values[i] = widened(companion == null ? result : invoke(companion, result));
		}
		for (int i = 0; i < count; i++) {
			if (row.places.get(i) instanceof Place.InMemory(Call address, int bytes)) {
				store(address(address, result), bytes, (long) values[i]);
			}
		}
		for (int i = 0; i < count; i++) {
			put(row.places.get(i), (long) values[i]);
		}
	}

	private void put(Place place, long value) {
		switch (place) {
		case Place.Element(Row.Field field) -> putElement(field.file(), (int) fieldValue(field), value);
		case Place.Fixed(Row.File file, int number) -> putElement(file, number, value);
		case Place.Scalar(Field field) -> {
			if (field.getType() == boolean.class) {
				scalar(field).set(hart, value != 0);
			} else if (field.getType() == int.class) {
				scalar(field).set(hart, (int) value);
			} else {
				scalar(field).set(hart, value);
			}
		}
		case Place.InMemory _ -> {
			// written before the registers
		}
		}
	}

	private void putElement(Row.File file, int number, long value) {
		if (number == file.zero()) {
			return;
		}
		if (file(file) instanceof long[] array) {
			array[number] = value;
		} else {
			((int[]) file(file))[number] = (int) value;
		}
	}

	private void store(long va, int bytes, long value) {
		switch (bytes) {
		case 1 -> memory.store8(va, value);
		case 2 -> {
			if (bigEndian) {
				memory.store16Big(va, value);
			} else {
				memory.store16(va, value);
			}
		}
		case 4 -> {
			if (bigEndian) {
				memory.store32Big(va, value);
			} else {
				memory.store32(va, value);
			}
		}
		default -> {
			if (bigEndian) {
				memory.store64Big(va, value);
			} else {
				memory.store64(va, value);
			}
		}
		}
	}
}
