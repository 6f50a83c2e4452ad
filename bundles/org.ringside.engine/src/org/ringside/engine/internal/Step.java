package org.ringside.engine.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
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
	private final Map<Method, MethodHandle> methods = new HashMap<>();
	private final Map<Field, VarHandle> scalars = new HashMap<>();
	private final Map<Field, Object> files = new HashMap<>();
	private final Hart.Grant grant = new Hart.Grant();

	// of the instruction being executed
	private long pc;
	private long next;
	private Decoded instruction;
	private long fetchedAt;
	private long fetchedFrom;

	public Step(Isa isa, Bus bus, Hart hart, Access memory, Decoder decoder) {
		this.hart = hart;
		this.bus = bus;
		this.memory = memory;
		this.decoder = decoder;
		lookup = isa.architecture().lookup();
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
		Row row = instruction.row();
		Object result = invoke(row.method(), row.inputs(), null);
		long to = switch (row.control()) {
		case NEXT -> after;
		case BRANCH -> (boolean) result ? target(row, result) : after;
		case JUMP -> (long) result & addressMask;
		case REPEAT -> (boolean) result ? pc : after;
		case DELAYED, NULLIFY, EXECUTE -> after;
		};
		long delayedTo = row.control() != Control.DELAYED || result.equals(false) ? -1
				: row.target() != null ? target(row, result) : (long) result & addressMask;
		place(row, result);
		boolean stays = row.control() == Control.EXECUTE || row.control() == Control.REPEAT && to == pc;
		if (slot && !stays) {
			hart.setPending(0);
		}
		hart.pc = to;
		switch (row.control()) {
		case DELAYED -> {
			if (!result.equals(false)) {
				hart.nextPc = delayedTo;
				hart.setPending(Hart.DELAYED);
			}
		}
		case NULLIFY -> {
			if ((boolean) result) {
				hart.setPending(Hart.NULLIFIED);
			}
		}
		case EXECUTE -> executeOther((long) result, slot, after);
		default -> {
			// the pc says it all
		}
		}
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

	private long target(Row row, Object result) {
		return (long) call(row.target(), result) & addressMask;
	}

	private Object call(Call call, Object result) {
		return invoke(call.method(), call.inputs(), result);
	}

	private Object invoke(Method method, List<Input> inputs, Object result) {
		Object[] arguments = new Object[inputs.size()];
		Class<?>[] types = method.getParameterTypes();
		for (int i = 0; i < arguments.length; i++) {
			Object value = value(inputs.get(i), result);
			arguments[i] = value instanceof Number number ? converted(number.longValue(), types[i]) : value;
		}
		try {
			return methods.computeIfAbsent(method, this::spreader).invokeExact(arguments);
		} catch (RuntimeException | Error e) {
			throw e;
		} catch (Throwable e) {
			throw new IllegalStateException(method + " declares a checked exception: semantic methods may not", e);
		}
	}

	private MethodHandle spreader(Method method) {
		try {
			return lookup.unreflect(method).asSpreader(Object[].class, method.getParameterCount())
					.asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
		} catch (IllegalAccessException e) {
			throw new IllegalStateException(method + " is not visible through the ISA's lookup", e);
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
		case Input.InMemory(Call address, int bytes) -> loaded((long) widened(call(address, result)) & addressMask, bytes);
		};
	}

	private long fieldValue(Row.Field field) {
		return instruction.values()[instruction.row().fields().indexOf(field)];
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
	private void place(Row row, Object result) {
		List<Object> values = new ArrayList<>();
		for (Row.Result r : row.results()) {
			values.add(widened(r.by() == null ? result : call(r.by(), result)));
		}
		for (int i = 0; i < values.size(); i++) {
			if (row.results().get(i).to() instanceof Place.InMemory(Call address, int bytes)) {
				store((long) widened(call(address, result)) & addressMask, bytes, (long) values.get(i));
			}
		}
		for (int i = 0; i < values.size(); i++) {
			put(row.results().get(i).to(), (long) values.get(i));
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
