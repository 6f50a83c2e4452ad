package org.ringside.isa.elf;

/** A file that is no ELF file, or a broken one. The message is one line for the user: what, where and the mend. */
public final class ElfException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public ElfException(String message) {
		super(message);
	}
}
