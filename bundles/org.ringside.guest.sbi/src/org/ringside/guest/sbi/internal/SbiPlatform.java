package org.ringside.guest.sbi.internal;

import java.util.OptionalLong;

/**
 * What the firmware knows of its board. Addresses are machine addresses.
 *
 * @param clint registers of the core-local interruptor
 * @param uart registers of an NS16550A, a byte apart
 * @param finisher register of SiFive's test finisher, which ends the run
 * @param entry of the payload
 */
public record SbiPlatform(int harts, long memoryBase, long memorySize, long clint, OptionalLong uart, OptionalLong finisher,
		long entry, long deviceTree) {

	private static final long MTIMECMP = 0x4000;

	/** Software interrupt of a hart: a word, 0 or 1. */
	long msip(int hart) {
		return clint + 4L * hart;
	}

	/** Time of a hart's timer interrupt: a doubleword. */
	long mtimecmp(int hart) {
		return clint + MTIMECMP + 8L * hart;
	}

	/** True if all of it is memory. */
	boolean inMemory(long address, long length) {
		long offset = address - memoryBase;
		return Long.compareUnsigned(offset, memorySize) < 0 && Long.compareUnsigned(length, memorySize - offset) <= 0;
	}
}
