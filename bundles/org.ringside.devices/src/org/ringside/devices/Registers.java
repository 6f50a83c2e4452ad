package org.ringside.devices;

import org.ringside.machine.BusError;
import org.ringside.machine.Clock;

/** What register blocks have in common: which accesses they refuse, and how a wide register is written in halves. */
final class Registers {

	/** Nanoseconds, 146 years. */
	private static final long HORIZON = 1L << 62;

	private Registers() {
	}

	/** Refuses an access that is narrower or wider than the block takes, or not a multiple of its own width. */
	static void check(long offset, int width, int narrowest, int widest) {
		if (width < narrowest || width > widest || (offset & width - 1) != 0) {
			throw BusError.BUS_ERROR;
		}
	}

	/**
	 * When {@code wait} nanoseconds, unsigned, will have passed. What lies beyond {@link #HORIZON} never comes, so that no
	 * sum with a deadline overflows.
	 */
	static long deadline(Clock clock, long wait) {
		long at = clock.now() + wait;
		return wait < 0 || at < 0 || at > HORIZON ? Clock.NEVER : at;
	}

	/** The low or high half of a 64-bit register, or all of it, at {@code offset} bytes from its first. */
	static long part(long value, long offset, int width) {
		return width == 8 ? value : value >>> 8 * offset & 0xffff_ffffL;
	}

	/** A 64-bit register after four or eight of its bytes were written. */
	static long replaced(long old, long offset, int width, long value) {
		if (width == 8) {
			return value;
		}
		long mask = 0xffff_ffffL << 8 * offset;
		return old & ~mask | value << 8 * offset & mask;
	}
}
