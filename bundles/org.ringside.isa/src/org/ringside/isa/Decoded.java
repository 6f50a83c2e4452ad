package org.ringside.isa;

/**
 * An instruction taken from bytes.
 *
 * @param row what it is; null if the bytes are no instruction in that context
 * @param length bytes it occupies; for no instruction, those that had to be looked at
 * @param bits the bytes looked at, as one number in the ISA's byte order
 * @param values of the row's fields in their order: constants extended and offset, registers as numbers in their file
 */
public record Decoded(Row row, int length, long bits, long[] values) {

	/** True if the bytes are an instruction. */
	public boolean defined() {
		return row != null;
	}
}
