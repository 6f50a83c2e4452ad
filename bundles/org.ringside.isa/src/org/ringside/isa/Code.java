package org.ringside.isa;

/** The bytes of an instruction, asked for in order and only as far as needed, since asking may fault. */
@FunctionalInterface
public interface Code {

	/**
	 * The byte {@code index} bytes after the instruction's first, 0 to 255.
	 *
	 * @throws org.ringside.machine.Trap if it cannot be fetched
	 */
	int at(int index);
}
