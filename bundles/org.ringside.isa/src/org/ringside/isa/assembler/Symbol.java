package org.ringside.isa.assembler;

/**
 * A name for a value.
 *
 * @param value virtual address, or the constant
 * @param section the section it is in; empty for a constant
 * @param global declared {@code .globl}
 * @param kind what {@code .type} says: {@code function}, {@code object}, or empty
 * @param size bytes, as {@code .size} says, or 0
 */
public record Symbol(String name, long value, String section, boolean global, String kind, long size) {
}
