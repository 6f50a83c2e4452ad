package org.ringside.isa;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;

import org.ringside.machine.Hart;

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
	 * @param features what the board says of it: {@code extensions=rv64imac mmu=sv39 …}; names unknown are refused with
	 *        {@link IllegalArgumentException}
	 */
	Hart createHart(int index, Map<String, String> features);

	/** Mask of the bit of {@link Hart#context} that {@link Instruction#when} calls by this name. */
	int contextBit(String name);

	/** Expansions of pseudo-instructions and other assembler texts of this ISA: {@code "mv rd, rs" → "addi rd, rs, 0"}, as lines {@code pattern => expansion; expansion}. */
	default String pseudoInstructions() {
		return "";
	}
}
