package org.ringside.isa.assembler;

import java.util.Optional;

/** Finds what {@code .include} and {@code .incbin} name. */
@FunctionalInterface
public interface Includes {

	/** Finds nothing. */
	Includes NONE = _ -> Optional.empty();

	/** The content of the file of that name, as it is written in the source; empty if there is none. */
	Optional<byte[]> find(String name);
}
