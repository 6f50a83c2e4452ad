package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.ringside.machine.Bus;
import org.ringside.machine.BusError;

/** A guest that writes anything anywhere gets answers or bus errors, and the state can be saved after it. */
class HostileGuestTest {

	private static final int ACCESSES = 1_000_000;

	@Test
	void aMillionRandomAccessesThrowNothingButBusErrors() {
		Bench bench = new Bench(3);
		Random random = new Random(4711);
		int answered = 0;
		for (int i = 0; i < ACCESSES; i++) {
			Bus.Range range = bench.bus.ranges().get(random.nextInt(5));
			int width = 1 << random.nextInt(4);
			long address = range.base() + (offset(random, range.size()) & (random.nextInt(8) == 0 ? -1 : -width));
			long value = random.nextBoolean() ? random.nextLong() : random.nextInt(128);
			boolean write = random.nextBoolean();
			answered += assertDoesNotThrow(() -> access(bench, address, width, value, write),
					() -> "%s of %d bytes at %s + 0x%x".formatted(write ? "write of " + value : "read", width, range.name(),
							address - range.base()));
			if (i % 64 == 0) {
				bench.steps(random.nextInt(1000));
			}
		}
		assertTrue(answered > ACCESSES / 5);
		for (Bus.Range range : bench.bus.ranges()) {
			range.device().state();
			range.device().reset();
		}
	}

	/** Mostly near the beginning, where the registers are. */
	private static long offset(Random random, long size) {
		long at = switch (random.nextInt(4)) {
		case 0 -> random.nextLong(size);
		case 1 -> 0x20_0000 + random.nextInt(0x6000);
		case 2 -> random.nextInt(0xc000);
		default -> random.nextInt(48);
		};
		return at % size;
	}

	private static int access(Bench bench, long address, int width, long value, boolean write) {
		try {
			if (write) {
				bench.write(address, width, value);
			} else {
				bench.read(address, width);
			}
			return 1;
		} catch (BusError e) {
			return 0;
		}
	}
}
