package org.ringside.isa.elf;

/**
 * Where code comes from.
 *
 * @param address virtual address of the first byte
 * @param end virtual address after the last byte
 * @param file as the compiler named it
 * @param line from 1
 */
public record ElfLine(long address, long end, String file, int line) {
}
