package org.ringside.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class MemoryWindowTest {

	private static final int FIRST = 5;

	private final Memory all = new Memory(16 * Memory.FRAME);
	private final Memory window = all.window(FIRST, 8);
	private final List<String> heard = new ArrayList<>();

	@Test
	void showsTheSameBytesUnderItsOwnNumbers() {
		window.write(2, 8, 8, 0x1122334455667788L);
		all.write((FIRST + 3) * (long) Memory.FRAME, new byte[] { 1, 2, 3 });
		assertEquals(0x1122334455667788L, all.read(FIRST + 2, 8, 8));
		assertArrayEquals(new byte[] { 1, 2, 3 }, window.read(3L * Memory.FRAME, 3));
		assertEquals(all.host(FIRST + 2), window.host(2));
		assertEquals(8, window.frames());
	}

	@Test
	void hearsOfStoresThroughEitherMemoryWhatItWatches() {
		listen(window, "window");
		listen(all, "all");
		window.watch(1, Memory.TABLE);
		all.watch(FIRST + 1, Memory.CODE);
		all.write(FIRST + 1, 16, 4, 7);
		window.write(1, 24, 2, 7);
		window.write(2, 0, 8, 7);
		assertEquals(List.of("window 1 16 4 2", "all 6 16 4 1", "window 1 24 2 2", "all 6 24 2 1"), heard);
	}

	@Test
	void keepsItsWatchesApartFromThoseOfTheMemoryAround() {
		window.watch(1, Memory.TABLE);
		assertEquals(Memory.TABLE, window.watched(1));
		assertEquals(0, all.watched(FIRST + 1));
		all.watch(FIRST + 1, Memory.TABLE);
		all.unwatchTables();
		assertEquals(Memory.TABLE, window.watched(1));
		assertFalse(all.grantStore(FIRST + 1));
		window.unwatchTables();
		assertTrue(all.grantStore(FIRST + 1));
	}

	@Test
	void watchingRevokesTheRightToStoreOnBothSides() {
		all.holder(holder("all"));
		window.holder(holder("window"));
		assertTrue(all.grantStore(FIRST + 4));
		window.watch(4, Memory.TRACED);
		assertEquals(List.of("all 9", "window 4"), heard);
		assertFalse(window.grantStore(4));
	}

	@Test
	void isSavedAndRestoredByItself() {
		window.write(0, 0, 8, 1);
		all.write(0, 0, 8, 1);
		Memory.Snapshot then = window.snapshot();
		window.write(0, 0, 8, 2);
		all.write(0, 0, 8, 2);
		window.restore(then);
		assertEquals(8, then.frames());
		assertEquals(1, window.read(0, 0, 8));
		assertEquals(2, all.read(0, 0, 8));
	}

	@Test
	void mustLieInsideTheMemory() {
		assertThrows(IllegalArgumentException.class, () -> all.window(9, 8));
		assertThrows(IllegalArgumentException.class, () -> all.window(-1, 8));
		assertThrows(IllegalArgumentException.class, () -> window.window(1, 8));
	}

	private void listen(Memory memory, String name) {
		memory.watcher(Memory.TABLE | Memory.CODE,
				(frame, offset, width, bits) -> heard.add(name + " " + frame + " " + offset + " " + width + " " + bits));
	}

	private Memory.Holder holder(String name) {
		return new Memory.Holder() {
			@Override
			public void revokeStore(int frame) {
				heard.add(name + " " + frame);
			}

			@Override
			public void revoke(int frame) {
				// nothing held
			}
		};
	}
}
