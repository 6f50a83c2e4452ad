package org.ringside.isa.assembler;

/**
 * A section of a program.
 *
 * @param address virtual address of the first byte
 * @param bytes content; empty for one that is only reserved
 * @param size bytes in memory
 * @param alignment its address is a multiple of
 * @param allocated whether it is in memory when the program runs
 * @param stored false if it has no content, as {@code .bss}
 */
public record Section(String name, long address, byte[] bytes, long size, int alignment, boolean allocated, boolean writable,
		boolean executable, boolean stored) {

	/** Address after the last byte. */
	public long end() {
		return address + size;
	}
}
