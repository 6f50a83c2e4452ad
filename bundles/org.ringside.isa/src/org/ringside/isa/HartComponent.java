package org.ringside.isa;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.ringside.machine.Component;
import org.ringside.machine.Hart;

/**
 * The state of a hart, read off its register rows: every field of the hart class that carries {@link Register} or
 * {@link RegisterFile}, and what all harts have. Values are saved and restored as they are stored, without the legal
 * values and side effects of a write.
 */
public final class HartComponent implements Component<HartComponent.State> {

	/** Values of one register field, or of all elements of a file. */
	public record Values(String field, long[] values) {
	}

	/**
	 * @param pending {@link Hart#DELAYED}, {@link Hart#NULLIFIED} or 0
	 */
	public record State(long pc, long nextPc, int pending, long steps, long trapsTaken, boolean waiting, List<Values> registers) {
	}

	/** @param count elements of an array that are state; a file with a zero register has one more, which is nobody's */
	private record Stored(VarHandle handle, int count) {
	}

	private final Hart hart;
	private final Map<String, Stored> fields = new TreeMap<>();

	/** @throws IsaException if a register field of the hart class is of a type that cannot be saved, or hidden from the lookup */
	public HartComponent(Architecture architecture, Hart hart) {
		this.hart = hart;
		MethodHandles.Lookup lookup = architecture.lookup();
		for (Class<?> type = hart.getClass(); type != Hart.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (field.isAnnotationPresent(Register.class) || field.isAnnotationPresent(RegisterFile.class)) {
					RegisterFile file = field.getAnnotation(RegisterFile.class);
					int count = file != null ? file.count() : field.getAnnotation(Register.class).count();
					fields.put(field.getName(), new Stored(handle(lookup, field), count));
				}
			}
		}
	}

	private static VarHandle handle(MethodHandles.Lookup lookup, Field field) {
		Class<?> type = field.getType();
		Class<?> value = type.isArray() ? type.getComponentType() : type;
		if (value != long.class && value != int.class && value != boolean.class || type.isArray() && value == boolean.class) {
			throw new IsaException(field + " holds a register as " + type.getSimpleName() + ": use long, int, boolean, long[] or int[]");
		}
		if (!type.isArray() && Modifier.isFinal(field.getModifiers())) {
			throw new IsaException(field + " is final: a register that never changes is a method's row");
		}
		try {
			return lookup.unreflectVarHandle(field);
		} catch (IllegalAccessException e) {
			throw new IsaException(field + " is not visible through the architecture's lookup: " + e.getMessage());
		}
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		List<Values> registers = new ArrayList<>(fields.size());
		fields.forEach((name, stored) -> registers.add(new Values(name, read(stored))));
		return new State(hart.pc, hart.nextPc, hart.context & (Hart.DELAYED | Hart.NULLIFIED), hart.steps, hart.trapsTaken,
				hart.waiting, registers);
	}

	private long[] read(Stored stored) {
		return switch (stored.handle.get(hart)) {
		case long[] array -> Arrays.copyOf(array, stored.count);
		case int[] array -> Arrays.stream(array, 0, stored.count).asLongStream().toArray();
		case Boolean flag -> new long[] { flag ? 1 : 0 };
		case Number number -> new long[] { number.longValue() };
		case Object other -> throw new IllegalStateException("register of type " + other.getClass());
		};
	}

	@Override
	public void restore(State state) {
		Map<String, long[]> values = new HashMap<>();
		state.registers().forEach(register -> values.put(register.field(), register.values()));
		if (!values.keySet().equals(fields.keySet())) {
			throw new IllegalArgumentException("the snapshot's hart has other registers than " + hart.getClass().getSimpleName()
					+ ": use the version it was made with");
		}
		fields.forEach((name, stored) -> write(stored.handle, values.get(name)));
		hart.pc = state.pc();
		hart.nextPc = state.nextPc();
		hart.steps = state.steps();
		hart.trapsTaken = state.trapsTaken();
		hart.waiting = state.waiting();
		hart.registersReplaced();
		hart.setPending(state.pending());
		hart.translationChanged();
	}

	private void write(VarHandle handle, long[] values) {
		Class<?> type = handle.varType();
		if (type.isArray()) {
			Object array = handle.get(hart);
			for (int i = 0; i < Math.min(values.length, Array.getLength(array)); i++) {
				if (array instanceof long[] longs) {
					longs[i] = values[i];
				} else {
					((int[]) array)[i] = (int) values[i];
				}
			}
		} else if (type == boolean.class) {
			handle.set(hart, values[0] != 0);
		} else if (type == int.class) {
			handle.set(hart, (int) values[0]);
		} else {
			handle.set(hart, values[0]);
		}
	}
}
