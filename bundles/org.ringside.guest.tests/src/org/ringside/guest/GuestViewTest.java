package org.ringside.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.ringside.machine.Machine;

class GuestViewTest {

	static final long BASE = 0x8000_0000L;

	final Machine machine = new Machine(10, 3 * 4096);
	final GuestView view = GuestView.of(machine, Symbols.NONE);

	GuestViewTest() {
		machine.bus().mapMemory(BASE, 0, 3);
	}

	@Test
	void memoryIsReadAcrossFramesLeastSignificantByteFirst() {
		machine.memory().write(4094, new byte[] { 1, 2, 3, (byte) 0xff });
		assertEquals(0xff03_0201L, view.read(BASE + 4094, 4));
		assertEquals(0xff, view.read(BASE + 4097, 1));
		assertArrayEquals(new byte[] { 0, 1, 2, 3, -1, 0 }, view.bytes(BASE + 4093, 6));
	}

	@Test
	void outsideOfMemoryThereAreZerosAndNothingIsUsed() {
		assertEquals(0, view.read(BASE - 4, 8));
		assertArrayEquals(new byte[6], view.bytes(BASE + 3 * 4096 - 3, 6));
		assertFalse(machine.memory().used(0) || machine.memory().used(2));
	}
}
