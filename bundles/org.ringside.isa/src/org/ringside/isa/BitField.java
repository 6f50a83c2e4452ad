package org.ringside.isa;

/**
 * Named bits of a register or table entry.
 *
 * @param name in the manual
 * @param high number of the most significant bit; bit 0 is the least significant
 * @param low number of the least significant bit
 */
public record BitField(String name, int high, int low) {

	/** Bits of the field. */
	public int width() {
		return high - low + 1;
	}

	/** The field's bits of a value, in place. */
	public long mask() {
		return -1L >>> 64 - width() << low;
	}

	/** The field's value in a register's value. */
	public long get(long register) {
		return (register & mask()) >>> low;
	}

	/** The register's value with the field's replaced; surplus bits are dropped. */
	public long with(long register, long value) {
		return register & ~mask() | value << low & mask();
	}
}
