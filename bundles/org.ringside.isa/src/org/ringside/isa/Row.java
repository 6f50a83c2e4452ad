package org.ringside.isa;

import java.lang.reflect.Method;
import java.util.List;

/**
 * An instruction, as read from its {@link Instruction}: what executors and tools derive from.
 *
 * @param id dense, from 0, in the order of the chapters
 * @param name mnemonic
 * @param text the annotation
 * @param method its meaning
 * @param length bytes
 * @param fields the fields that it encodes, in the order of the row
 * @param inputs what each parameter of the method is, in order
 * @param results where the results go: the method's own first (if it is a value), then companions, in order
 * @param target computes the target of a BRANCH or of a conditional DELAYED; null for others
 * @param contextMask bits of the context that decide whether the row exists
 * @param contextMatch what these bits must be
 * @param contextLifts bits of the context that lift conditions on the fields: with all of them set the row has the most values
 * @param access access per mode; empty for an instruction that does not take the hart
 */
public record Row(int id, String name, Instruction text, Method method, int length, List<Field> fields, List<Input> inputs,
		List<Result> results, Call target, int contextMask, int contextMatch, int contextLifts, List<ModeAccess> access) {

	/** A context in which the row exists, with all its values. */
	public int fullContext() {
		return contextMatch | contextLifts;
	}

	/** What flow follows. */
	public Control control() {
		return text.control();
	}

	/** What it is to a hypervisor whose guest's kernel runs in {@code mode}; of pure rows and those of memory, innocuous. */
	public Sensitivity sensitivity(String mode) {
		return access.isEmpty() ? Sensitivity.INNOCUOUS : Sensitivity.of(access, mode, !results.isEmpty());
	}

	/** True if the method takes the hart. */
	public boolean system() {
		return inputs.stream().anyMatch(Input.TheHart.class::isInstance);
	}

	/** True if the method takes memory, or one of its operands is in memory. */
	public boolean memory() {
		return inputs.stream().anyMatch(i -> i instanceof Input.TheMemory || i instanceof Input.InMemory)
				|| results.stream().anyMatch(r -> r.to() instanceof Place.InMemory);
	}

	/** True if the method and its companions are functions of values alone. */
	public boolean pure() {
		return !system() && !memory();
	}

	/**
	 * A field of a row.
	 *
	 * @param name as the row writes it
	 * @param bits width of its value, the low bits included that no piece encodes
	 * @param signed whether its top bit is its sign
	 * @param file the register file it selects from, or null for a constant
	 * @param plus added to the encoded value
	 */
	public record Field(String name, int bits, boolean signed, File file, int plus) {

		/** True if {@code operand} is one of its names, with or without the manual's prime. */
		public boolean called(String operand) {
			for (String part : name.split("/")) {
				if (part.equals(operand) || part.replace("'", "").equals(operand)) {
					return true;
				}
			}
			return false;
		}
	}

	/**
	 * A register file of the hart.
	 *
	 * @param field the array in the hart class
	 * @param count registers
	 * @param width bits of a register; narrower than the array's elements, it is held sign-extended
	 * @param zero number of the register that is zero, or -1; the array's element {@code count} then takes writes to it
	 */
	public record File(String name, java.lang.reflect.Field field, int count, int width, int zero, int number, List<String> names) {
	}

	/** Where a value comes from. */
	public sealed interface Input {
		/** The element of a file that a field selects. */
		record Element(Field field) implements Input {
		}

		/** The value of a field. */
		record Constant(Field field) implements Input {
		}

		/** A certain element of a file. */
		record Fixed(File file, int number) implements Input {
		}

		/** A scalar field of the hart class. */
		record Scalar(java.lang.reflect.Field field) implements Input {
		}

		/** Virtual address of the instruction. */
		record Pc() implements Input {
		}

		/** Virtual address after the instruction. */
		record Next() implements Input {
		}

		/** The bits of the instruction, as one number in the ISA's byte order: for a trap that reports them. */
		record Bits() implements Input {
		}

		/** In a companion: what the method returned. */
		record TheResult() implements Input {
		}

		/** The hart. */
		record TheHart() implements Input {
		}

		/** The hart's way to memory. */
		record TheMemory() implements Input {
		}

		/** A value in memory, read before the method is called; sign-extended. */
		record InMemory(Call address, int bytes) implements Input {
		}
	}

	/** Where a result goes. */
	public sealed interface Place {
		record Element(Field field) implements Place {
		}

		record Fixed(File file, int number) implements Place {
		}

		record Scalar(java.lang.reflect.Field field) implements Place {
		}

		/** Written before any register is. */
		record InMemory(Call address, int bytes) implements Place {
		}
	}

	/** A pure method and its arguments. */
	public record Call(Method method, List<Input> inputs) {
	}

	/** @param by the companion that computes it; null for the result of the row's own method */
	public record Result(Place to, Call by) {
	}

	/**
	 * What an instruction or register does in one mode.
	 *
	 * @param mode by name
	 * @param kind always, traps, unless a bit is set, or behaves differently without a trap
	 * @param bit the controlling bit's name for {@link Kind#UNLESS}; empty for others
	 */
	public record ModeAccess(String mode, Kind kind, String bit) {
		/** The four ways. */
		public enum Kind {
			ALWAYS, TRAPS, UNLESS, DIFFERS
		}
	}
}
