package org.ringside.isa;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.ringside.machine.Hart;
import org.ringside.machine.privileged.Deprivileged;

/**
 * The service that contributes an instruction set: where its description is. Carries
 * {@link org.ringside.machine.catalog.Contribution}. Everything else is derived from the description by
 * {@link Isa#of(Architecture)}.
 */
public interface Architecture {

	/** Full-power lookup of the package of chapters and hart; executors define their generated classes in it. */
	MethodHandles.Lookup lookup();

	/** The chapters: classes whose static methods carry {@link Instruction}, in the manual's order. */
	List<Class<?>> chapters();

	/** The state of a hart; carries {@link Description}. */
	Class<? extends Hart> hartType();

	/** Classes beside the hart whose static methods carry {@link Register}. */
	default List<Class<?>> registers() {
		return List.of();
	}

	/**
	 * Makes a hart.
	 *
	 * @param index from 0
	 * @param features what the board says of it: {@code extensions=rv64imafdc mmu=sv39 …}; names unknown are refused with
	 *        {@link IllegalArgumentException}
	 */
	Hart createHart(int index, Map<String, String> features);

	/**
	 * How to run a virtual CPU in the least privileged mode of a hart; empty if the architecture has sensitive instructions
	 * that do not trap there, or nobody has said how. A new object for each hart of the hardware.
	 */
	default Optional<Deprivileged> deprivileged() {
		return Optional.empty();
	}

	/** Mask of the bit of {@link Hart#context} that {@link Instruction#when} calls by this name. */
	int contextBit(String name);

	/** The context in which code is listed that no hart is about to execute: one where all its instructions exist. */
	default int listingContext() {
		return 0;
	}

	/**
	 * The manual's pseudo-instructions, as lines {@code pattern => expansion; expansion}. Words of a pattern that are no
	 * registers stand for what is written in their place, {@code \@} in an expansion for a number that is new for each use,
	 * and {@code #} begins a comment. Rows come first, then patterns in their order.
	 *
	 * <pre>{@code
	 * mv rd, rs    => addi rd, rs, 0
	 * lla rd, sym  => .Lpc\@: auipc rd, %pcrel_hi(sym); addi rd, rd, %pcrel_lo(.Lpc\@)
	 * }</pre>
	 *
	 * A line that begins with {@code %} defines an operator of expressions, in which {@code .} is the address of the
	 * instruction, and {@code %other[x]} the argument that the operator {@code %other} has in the instruction at address
	 * {@code x}: {@code %pcrel_hi(x) => (x - . + 0x800) >> 12 & 0xfffff}.
	 */
	default String pseudoInstructions() {
		return "";
	}

	/**
	 * Expands a pseudo-instruction whose expansion has to be computed, such as RISC-V's {@code li} of 64 bits. Asked when
	 * neither a row nor a pattern fits.
	 *
	 * @param operands as written, split at commas
	 * @param expressions evaluates them
	 * @return lines of assembly; empty if the mnemonic is none of this ISA's, or not with such operands
	 * @throws IsaException with a message for the user, if an operand is wrong
	 */
	default Optional<List<String>> expand(String mnemonic, List<String> operands, Expressions expressions) {
		return Optional.empty();
	}

	/** Values of expressions in assembly. */
	interface Expressions {

		/**
		 * The value of an expression; empty while it depends on symbols whose values are not known yet, as in the assembler's
		 * first pass: any expansion will then do, since there will be another pass.
		 *
		 * @throws IsaException if the text is no expression
		 */
		OptionalLong value(String expression);
	}
}
