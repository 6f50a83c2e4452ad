package org.ringside.isa.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.List;
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
	private final List<Input> inputs;
	private final MethodHandle handle;
	private final int surplus;

	private Relative(Field field, List<Input> inputs, MethodHandle handle, int addressBits) {
		this.field = field;
		this.inputs = inputs;
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
				return Optional.of(new Relative(field, call.inputs(), lookup.unreflect(call.method()), addressBits));
			} catch (IllegalAccessException e) {
				throw new IsaException("Architecture.lookup() does not reach " + call.method().getName() + ": " + e.getMessage());
			}
		}
		return declared || call != null && takesPc(call) && call.inputs().contains(new Input.Constant(field))
				? Optional.of(new Relative(field, List.of(), null, addressBits)) : Optional.empty();
	}

	/** True if the call is a function of this constant and of where the instruction is. */
	private static boolean leads(Row.Call call, Field field) {
		return takesPc(call) && call.inputs().contains(new Input.Constant(field))
				&& call.inputs().stream().allMatch(i -> i instanceof Input.Constant || i instanceof Input.Pc || i instanceof Input.Next);
	}

	private static boolean takesPc(Row.Call call) {
		return call.inputs().stream().anyMatch(i -> i instanceof Input.Pc || i instanceof Input.Next);
	}

	/** Virtual address that a value leads to from an instruction at {@code pc}. */
	long address(long pc, int length, long value) {
		long address = handle == null ? pc + value : call(pc, length, value);
		return address << surplus >>> surplus;
	}

	private long call(long pc, int length, long value) {
		List<Object> arguments = new ArrayList<>();
		for (int i = 0; i < inputs.size(); i++) {
			long a = switch (inputs.get(i)) {
			case Input.Pc _ -> pc;
			case Input.Next _ -> pc + length;
			case Input.Constant(Field f) when f.equals(field) -> value;
			default -> 0;
			};
			arguments.add(handle.type().parameterType(i) == int.class ? (Object) (int) a : (Object) a);
		}
		try {
			return ((Number) handle.invokeWithArguments(arguments)).longValue();
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
