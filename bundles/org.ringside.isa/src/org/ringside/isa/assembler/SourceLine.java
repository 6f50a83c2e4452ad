package org.ringside.isa.assembler;

/**
 * Where code comes from.
 *
 * @param address virtual address of the first byte that the line made
 * @param length bytes
 * @param file as it was named
 * @param line from 1; of the macro's use, not of its definition
 */
public record SourceLine(long address, int length, String file, int line) {
}
