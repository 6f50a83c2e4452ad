package org.ringside.isa.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.Optional;

import org.ringside.isa.Control;
import org.ringside.isa.IsaException;
import org.ringside.isa.Row;
import org.ringside.isa.Row.Field;
import org.ringside.isa.Row.Input;

/**
 * A constant that assembly writes as the address it leads to. The address is what the row's own target companion or
 * method computes, so that it need not be said again where a delay slot, a scale or the length comes in.
 */
final class Relative {

	private final Field field;
	/** {@code (pc, next, value)} to the address; null for {@code pc + value}. */
	private final MethodHandle handle;
	private final int surplus;

	private Relative(Field field, MethodHandle handle, int addressBits) {
		this.field = field;
		this.handle = handle;
		surplus = 64 - addressBits;
	}

	/** For a field that is such a constant. */
	static Optional<Relative> of(Row row, Field field, boolean declared, Lookup lookup, int addressBits) {
		if (field.file() != null) {
			return Optional.empty();
		}
		boolean jumps = row.control() == Control.JUMP || row.control() == Control.DELAYED;
		Row.Call call = row.target() != null ? row.target() : jumps ? new Row.Call(row.method(), row.inputs()) : null;
		if (call != null && leads(call, field)) {
			try {
				return Optional.of(new Relative(field, function(call, field, lookup.unreflect(call.method())), addressBits));
			} catch (IllegalAccessException e) {
				throw new IsaException("Architecture.lookup() does not reach " + call.method().getName() + ": " + e.getMessage());
			}
		}
		return declared || call != null && takesPc(call) && call.inputs().contains(new Input.Constant(field))
				? Optional.of(new Relative(field, null, addressBits)) : Optional.empty();
	}

	/** True if the call is a function of this constant and of where the instruction is. */
	private static boolean leads(Row.Call call, Field field) {
		return takesPc(call) && call.inputs().contains(new Input.Constant(field))
				&& call.inputs().stream().allMatch(i -> i instanceof Input.Constant || i instanceof Input.Pc || i instanceof Input.Next);
	}

	private static boolean takesPc(Row.Call call) {
		return call.inputs().stream().anyMatch(i -> i instanceof Input.Pc || i instanceof Input.Next);
	}

	/** The method with its parameters in a fixed order; constants other than the field are 0. */
	private static MethodHandle function(Row.Call call, Field field, MethodHandle method) {
		int count = call.inputs().size();
		int[] order = new int[count];
		Object[] zeros = { 0L };
		for (int i = 0; i < count; i++) {
			order[i] = switch (call.inputs().get(i)) {
			case Input.Pc _ -> 0;
			case Input.Next _ -> 1;
			case Input.Constant(Field f) when f.equals(field) -> 2;
			default -> 3;
			};
		}
		MethodType longs = MethodType.methodType(long.class, Collections.nCopies(count, (Class<?>) long.class));
		MethodType four = MethodType.methodType(long.class, long.class, long.class, long.class, long.class);
		MethodHandle ordered = MethodHandles.permuteArguments(MethodHandles.explicitCastArguments(method, longs), four, order);
		return MethodHandles.insertArguments(ordered, 3, zeros);
	}

	/** Virtual address that a value leads to from an instruction at {@code pc}. */
	long address(long pc, int length, long value) {
		try {
			long address = handle == null ? pc + value : (long) handle.invokeExact(pc, pc + length, value);
			return address << surplus >>> surplus;
		} catch (RuntimeException | Error e) {
			throw e;
		} catch (Throwable e) {
			throw new IllegalStateException(e);
		}
	}

	/**
	 * The value that leads to a virtual address.
	 *
	 * @param step distance of two neighbouring values of the field
	 */
	long value(long pc, int length, long address, long step) {
		long zero = address(pc, length, 0);
		long unit = address(pc, length, step) - zero << surplus >> surplus;
		long distance = address - zero << surplus >> surplus;
		if (unit == 0 || distance % unit != 0) {
			throw new IsaException("no value of " + field.name() + " leads to 0x" + Long.toHexString(address));
		}
		return distance / unit * step;
	}
}
