package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Component;
import org.ringside.machine.state.StateCodec;

/** Devices restored from saved bytes go on exactly as those that were saved. */
class RestoreTest {

	private static final int ROUNDS = 300;
	private static final int BEFORE = 60;
	private static final int AFTER = 200;
	private static final long NO_ANSWER = 0xdead_dead_dead_deadL;

	private final Random random = new Random(99);

	@Test
	void restoredDevicesGoOnAsTheSavedOnes() {
		Bench bench = new Bench(2);
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < BEFORE; i++) {
				act(bench, random.nextLong());
			}
			Bench other = new Bench(2);
			other.clock.restore(bench.clock.state());
			other.pins.putAll(bench.pins);
			other.toReceive.addAll(bench.toReceive);
			for (Bus.Range range : bench.bus.ranges()) {
				copy(range.device(), other.bus.ranges().get(bench.bus.ranges().indexOf(range)).device());
			}
			assertEqualStates(bench, other);
			goOnTogether(bench, other);
		}
	}

	private void goOnTogether(Bench bench, Bench other) {
		int sent = bench.sent.length();
		for (int i = 0; i < AFTER; i++) {
			long seed = random.nextLong();
			assertEquals(act(bench, seed), act(other, seed));
			assertEquals(bench.pins, other.pins);
			assertEquals(bench.clock.stepsToNext(), other.clock.stepsToNext());
		}
		assertEquals(bench.sent.substring(sent), other.sent.toString());
		assertEqualStates(bench, other);
	}

	private static void assertEqualStates(Bench bench, Bench other) {
		for (Bus.Range range : bench.bus.ranges()) {
			assertArrayEquals(StateCodec.encode(range.device().state()),
					StateCodec.encode(other.bus.ranges().get(bench.bus.ranges().indexOf(range)).device().state()), range.name());
		}
	}

	/** One thing that a guest or the world does: an access, time that passes, a byte that arrives. */
	private static long act(Bench bench, long seed) {
		Random choice = new Random(seed);
		int what = choice.nextInt(16);
		if (what == 0) {
			bench.steps(choice.nextInt(1_000_000));
			return 0;
		} else if (what == 1) {
			bench.type("" + (char) ('a' + choice.nextInt(26)));
			return 0;
		}
		long address = switch (choice.nextInt(9)) {
		case 0 -> Bench.CLINT + 4 * choice.nextInt(3);
		case 1 -> Bench.CLINT + 0x4000 + 8 * choice.nextInt(3);
		case 2 -> Bench.CLINT + 0xbff8;
		case 3 -> Bench.PLIC + 4 * (9 + choice.nextInt(4));
		case 4 -> Bench.PLIC + 0x2000 + 0x80 * choice.nextInt(5);
		case 5 -> Bench.PLIC + 0x20_0000 + 0x1000 * choice.nextInt(4) + 4 * choice.nextInt(2);
		case 6 -> Bench.RTC + 4 * choice.nextInt(9);
		default -> Bench.UART + choice.nextInt(8);
		};
		int width = address >= Bench.UART ? 1 : 4;
		long value = choice.nextBoolean() ? choice.nextInt(32) : choice.nextLong();
		try {
			if (choice.nextBoolean()) {
				bench.write(address, width, value);
				return 0;
			}
			return bench.read(address, width);
		} catch (BusError e) {
			return NO_ANSWER;
		}
	}

	private static <S extends Record> void copy(Component<S> from, Component<?> to) {
		@SuppressWarnings("unchecked") // both are of the same class
		Component<S> same = (Component<S>) to;
		same.restore(StateCodec.decode(from.stateType(), StateCodec.encode(from.state())));
	}
}
