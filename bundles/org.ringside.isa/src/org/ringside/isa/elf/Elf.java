package org.ringside.isa.elf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ELF file.
 *
 * @param bits 32 or 64
 * @param big byte order: true if the most significant byte is first
 * @param type {@link #EXECUTABLE}, {@link #SHARED} or another {@code e_type}
 * @param machine {@code e_machine}, such as {@link #RISCV}
 * @param entry virtual address of the first instruction
 * @param segments to be loaded, in the file's order
 * @param symbols with names that are defined in the file
 * @param sections that have bytes in the file, by name
 */
public record Elf(int bits, boolean big, int type, int machine, long entry, List<Segment> segments, List<Symbol> symbols,
		Map<String, byte[]> sections) {

	/** {@code ET_REL}: not linked. */
	public static final int RELOCATABLE = 1;
	/** {@code ET_EXEC}. */
	public static final int EXECUTABLE = 2;
	/** {@code ET_DYN}: a shared object, or a program that may be loaded anywhere. */
	public static final int SHARED = 3;

	/** {@code EM_RISCV}. */
	public static final int RISCV = 243;

	/**
	 * A segment to load ({@code PT_LOAD}).
	 *
	 * @param bytes not to be changed
	 * @param size in memory, at least as many as {@code bytes}; the rest is zeros
	 */
	public record Segment(long virtual, long physical, byte[] bytes, long size, boolean readable, boolean writable,
			boolean executable) {

		/** True if a virtual address is in it. */
		public boolean holds(long address) {
			return Long.compareUnsigned(address - virtual, size) < 0;
		}
	}

	/**
	 * A name.
	 *
	 * @param address virtual
	 * @param size bytes; 0 if unknown
	 * @param function true for code, as far as the file says
	 * @param global false for a name that was local to one of the linked files
	 */
	public record Symbol(String name, long address, long size, boolean function, boolean global) {
	}

	/** True if the bytes begin as an ELF file does. */
	public static boolean recognizes(byte[] bytes) {
		return bytes.length >= 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
	}

	/**
	 * Reads a file.
	 *
	 * @param name for messages
	 * @throws ElfException if it is none, or a broken one
	 */
	public static Elf read(String name, byte[] bytes) {
		return new ElfReader(name, bytes).read();
	}

	/** The symbol of a name; of a global and local ones the global. */
	public Optional<Symbol> symbol(String name) {
		Optional<Symbol> any = Optional.empty();
		for (Symbol symbol : symbols) {
			if (symbol.name().equals(name)) {
				if (symbol.global()) {
					return Optional.of(symbol);
				}
				any = any.or(() -> Optional.of(symbol));
			}
		}
		return any;
	}

	/** Bytes of a section; not to be changed. */
	public Optional<byte[]> section(String name) {
		return Optional.ofNullable(sections.get(name));
	}

	/** Where code comes from; read anew each time. */
	public ElfLines lines() {
		return new ElfLines(this);
	}

	/** The source line of a virtual address; for many, ask {@link #lines()} once. */
	public Optional<ElfLine> lineOf(long address) {
		return lines().lineOf(address);
	}
}
