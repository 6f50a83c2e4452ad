package org.ringside.engine;

import org.ringside.machine.AccessKind;

/**
 * Stops the run before a hart executes an instruction that accesses data. Fetches, table walks, devices and Java owners
 * of a level do not count; an access that is going to fault does.
 *
 * @param address of the first byte
 * @param length bytes, at least 1
 * @param on what to stop for
 * @param space what the address is
 */
public record Watchpoint(long address, long length, On on, Space space) implements Probe {

	/** Accesses that count. A read-modify-write is both; so is a store-conditional whose reservation holds. */
	public enum On {
		WRITE, READ, ACCESS;

		boolean counts(AccessKind kind) {
			return switch (this) {
			case WRITE -> kind.writes();
			case READ -> kind != AccessKind.STORE;
			case ACCESS -> true;
			};
		}
	}

	/** Kinds of addresses. */
	public enum Space {
		/** Virtual, in any address space. */
		VIRTUAL,
		/** Machine addresses, whatever virtual address leads there. */
		MACHINE
	}

	public Watchpoint {
		if (length < 1 || Long.compareUnsigned(address + length - 1, address) < 0) {
			throw new IllegalArgumentException("a watchpoint of " + length + " bytes at 0x" + Long.toHexString(address)
					+ ": watch at least one byte, and none behind the last address");
		}
	}

	/** True if some of these bytes are watched; addresses of the watchpoint's space. */
	boolean touches(long from, long bytes) {
		return Long.compareUnsigned(from, address + length - 1) <= 0 && Long.compareUnsigned(from + bytes - 1, address) >= 0;
	}

	@Override
	public String toString() {
		return on.name().toLowerCase(java.util.Locale.ROOT) + " watchpoint at " + (space == Space.MACHINE ? "machine address " : "") + "0x"
				+ Long.toHexString(address) + ", " + length + " bytes";
	}
}
