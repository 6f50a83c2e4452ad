package org.ringside.engine.internal;

import org.ringside.machine.runtime.Access;

/** Loads and stores by width, in the ISA's byte order. Addresses are virtual; loads are sign-extended. */
record LiteralMemory(Access memory, boolean bigEndian) {

	long load(long va, int bytes) {
		return switch (bytes) {
		case 1 -> memory.load8(va);
		case 2 -> bigEndian ? memory.load16Big(va) : memory.load16(va);
		case 4 -> bigEndian ? memory.load32Big(va) : memory.load32(va);
		default -> bigEndian ? memory.load64Big(va) : memory.load64(va);
		};
	}

	void store(long va, int bytes, long value) {
		switch (bytes) {
		case 1 -> memory.store8(va, value);
		case 2 -> {
			if (bigEndian) {
				memory.store16Big(va, value);
			} else {
				memory.store16(va, value);
			}
		}
		case 4 -> {
			if (bigEndian) {
				memory.store32Big(va, value);
			} else {
				memory.store32(va, value);
			}
		}
		default -> {
			if (bigEndian) {
				memory.store64Big(va, value);
			} else {
				memory.store64(va, value);
			}
		}
		}
	}
}
