package org.ringside.isa;

import java.lang.invoke.MethodHandle;
import java.util.List;

import org.ringside.isa.Row.ModeAccess;
import org.ringside.machine.Hart;

/**
 * A register, as read from its {@link Register} or as an element of a {@link RegisterFile}; {@code pc} is one too. Save,
 * digest, debuggers, views and the world switch go through these rows.
 */
public final class RegisterRow {

	private final int number;
	private final String name;
	private final List<String> names;
	private final int width;
	private final List<BitField> fields;
	private final List<ModeAccess> access;
	private final String changes;
	private final boolean state;
	private final MethodHandle reader;
	private final MethodHandle writer;

	/**
	 * Made by {@link Isa} for each row.
	 *
	 * @param reader {@code (Hart)long}
	 * @param writer {@code (Hart,long)void}; null for a register that cannot be written
	 */
	public RegisterRow(int number, String name, List<String> names, int width, List<BitField> fields, List<ModeAccess> access, String changes,
			boolean state, MethodHandle reader, MethodHandle writer) {
		this.number = number;
		this.name = name;
		this.names = List.copyOf(names);
		this.width = width;
		this.fields = List.copyOf(fields);
		this.access = List.copyOf(access);
		this.changes = changes;
		this.state = state;
		this.reader = reader;
		this.writer = writer;
	}

	/** Number in the ISA's numbering for debuggers and the privileged contract. */
	public int number() {
		return number;
	}

	/** Name; for an element of a file, the one that assembly prefers. */
	public String name() {
		return name;
	}

	/** All names, the preferred one first. */
	public List<String> names() {
		return names;
	}

	/** Bits. */
	public int width() {
		return width;
	}

	/** Named bits; empty if the register is one value. */
	public List<BitField> fields() {
		return fields;
	}

	/** The field of that name; throws {@link IsaException} for a name unknown. */
	public BitField field(String field) {
		return fields.stream().filter(f -> f.name().equals(field)).findFirst()
				.orElseThrow(() -> new IsaException(name + " has no field '" + field + "'"));
	}

	/** Access by instructions, per mode. */
	public List<ModeAccess> access() {
		return access;
	}

	/** Who changes it other than by writing; empty: nobody. */
	public String changes() {
		return changes;
	}

	/** True if it holds state, false if it is a view of other registers or cannot be written. */
	public boolean state() {
		return state;
	}

	/** False if writes are refused. */
	public boolean writable() {
		return writer != null;
	}

	/** What reading it is to a hypervisor whose guest runs in {@code mode}. */
	public Sensitivity readSensitivity(String mode) {
		return Sensitivity.of(access, mode, true);
	}

	/** What writing it is to a hypervisor whose guest runs in {@code mode}. */
	public Sensitivity writeSensitivity(String mode) {
		return Sensitivity.of(access, mode, false);
	}

	/** The value, as the hart holds it: a register narrower than 64 bits is extended as its Java type is. */
	public long read(Hart hart) {
		try {
			return (long) reader.invokeExact(hart);
		} catch (Throwable e) {
			throw unchecked(e);
		}
	}

	/**
	 * Changes the value as privileged software would, with the register's legal values and side effects.
	 *
	 * @throws IsaException if the register cannot be written
	 */
	public void write(Hart hart, long value) {
		if (writer == null) {
			throw new IsaException("register " + name + " cannot be written");
		}
		try {
			writer.invokeExact(hart, value);
		} catch (Throwable e) {
			throw unchecked(e);
		}
	}

	/** Handles of rows' methods throw what these throw, which is unchecked: a Trap, or a defect of the ISA. */
	private static RuntimeException unchecked(Throwable e) {
		switch (e) {
		case RuntimeException r -> throw r;
		case Error r -> throw r;
		default -> throw new IllegalStateException(e);
		}
	}

	@Override
	public String toString() {
		return name + " (" + number + ")";
	}
}
