package org.ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.ringside.machine.BusError;
import org.ringside.machine.Component;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Options;
import org.ringside.machine.state.StateCodec;

/**
 * What holds for every device. A test of one's own device extends it and hands over the maker:
 *
 * <pre>{@code
 * class LampTest extends DeviceKit {
 * 	@Override
 * 	protected DeviceMaker<?> maker() {
 * 		return new Lamp.Maker();
 * 	}
 * }
 * }</pre>
 */
public abstract class DeviceKit {

	private static final int ACCESSES = 200_000;
	private static final int ROUNDS = 100;
	private static final int STEPS_OF_A_ROUND = 100;
	private static final long REFUSED = 0xdead_dead_dead_deadL;

	/** The maker of the device under test. */
	protected abstract DeviceMaker<?> maker();

	/** A device with standard options, and the world that it is handed. */
	private static final class Subject {

		private final DeviceWorld world = new DeviceWorld();
		private final Device<?> device;
		private final long size;

		Subject(DeviceMaker<?> maker) {
			device = make(maker);
			size = maker.size();
		}

		private <O extends Record> Device<?> make(DeviceMaker<O> maker) {
			return maker.create(Options.defaults(maker.options()), world);
		}

		byte[] state() {
			return StateCodec.encode(device.state());
		}

		/** One thing that a guest or the world does; the same for the same seed. */
		long act(long seed) {
			Random random = new Random(seed);
			switch (random.nextInt(16)) {
			case 0 -> world.pass(random.nextInt(1_000_000));
			case 1 -> world.type(random.nextInt(256));
			default -> {
				return access(random);
			}
			}
			return 0;
		}

		private long access(Random random) {
			int width = 1 << random.nextInt(4);
			// most registers are near the beginning, and most guests align
			long offset = (random.nextBoolean() ? random.nextLong(Math.min(size, 64)) : random.nextLong(size))
					& (random.nextInt(8) == 0 ? -1 : -width);
			if (offset + width > size) {
				return REFUSED;
			}
			long value = random.nextBoolean() ? random.nextInt(256) : random.nextLong();
			try {
				if (random.nextBoolean()) {
					device.write(offset, width, value);
					return 0;
				}
				return device.read(offset, width);
			} catch (BusError e) {
				return REFUSED;
			}
		}

		void restore(Subject from) {
			world.restore(from.world);
			restore(device, from.state());
		}

		private static <S extends Record> void restore(Component<S> component, byte[] state) {
			component.restore(StateCodec.decode(component.stateType(), state));
		}
	}

	@Test
	void itsMakerSaysWhatItIs() {
		Contribution says = maker().getClass().getAnnotation(Contribution.class);
		assertTrue(says.id().matches("[a-z][a-z0-9_.-]*"), says.id());
		assertFalse(says.label().isBlank());
		assertTrue(maker().size() > 0);
	}

	@Test
	void everyOptionHasHelpAndTheDefaultsAreLegal() {
		Options.choices(maker().options()).forEach(choice -> assertFalse(choice.help().isBlank(), choice.name()));
		Record standard = Options.defaults(maker().options());
		assertEquals(standard, Options.parse(maker().options(), Options.texts(standard)));
	}

	@Test
	void anyAccessIsAnsweredOrRefusedWithABusError() {
		Subject subject = new Subject(maker());
		Random random = new Random(1);
		for (int i = 0; i < ACCESSES; i++) {
			long seed = random.nextLong();
			assertDoesNotThrow(() -> subject.act(seed), "by the guest's act of seed " + seed);
		}
	}

	@Test
	void aReadAnswersNoMoreThanItsWidth() {
		Subject subject = new Subject(maker());
		Random random = new Random(2);
		for (int i = 0; i < ACCESSES; i++) {
			subject.act(random.nextLong());
			int width = 1 << random.nextInt(3);
			long offset = random.nextLong(Math.min(subject.size, 256)) & -width;
			try {
				long value = subject.device.read(offset, width);
				assertEquals(0, value >>> 8 * width, () -> "read of %d bytes at 0x%x: 0x%x".formatted(width, offset, value));
			} catch (BusError e) {
				// refused
			}
		}
	}

	@Test
	void equalHistoriesMakeEqualStates() {
		Subject one = new Subject(maker());
		Subject other = new Subject(maker());
		Random random = new Random(3);
		for (int i = 0; i < 10_000; i++) {
			long seed = random.nextLong();
			assertEquals(one.act(seed), other.act(seed));
		}
		assertArrayEquals(one.state(), other.state());
		assertEquals(one.world.seen(), other.world.seen());
	}

	@Test
	void restoredItGoesOnAsTheSavedOne() {
		Subject saved = new Subject(maker());
		Random random = new Random(4);
		for (int round = 0; round < ROUNDS; round++) {
			Subject restored = new Subject(maker());
			restored.restore(saved);
			assertArrayEquals(saved.state(), restored.state());
			for (int i = 0; i < STEPS_OF_A_ROUND; i++) {
				long seed = random.nextLong();
				assertEquals(saved.act(seed), restored.act(seed));
				assertEquals(saved.world.seen(), restored.world.seen());
			}
			assertArrayEquals(saved.state(), restored.state());
		}
	}

	@Test
	void aStateSharesNothingWithTheDevice() {
		Subject subject = new Subject(maker());
		Random random = new Random(5);
		for (int round = 0; round < ROUNDS; round++) {
			Record state = subject.device.state();
			byte[] before = StateCodec.encode(state);
			for (int i = 0; i < STEPS_OF_A_ROUND; i++) {
				subject.act(random.nextLong());
			}
			assertArrayEquals(before, StateCodec.encode(state));
		}
	}

	@Test
	void itCanBeResetAtAnyTime() {
		Subject subject = new Subject(maker());
		Random random = new Random(6);
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < STEPS_OF_A_ROUND; i++) {
				subject.act(random.nextLong());
			}
			subject.device.reset();
			byte[] once = subject.state();
			subject.device.reset();
			assertArrayEquals(once, subject.state());
		}
	}
}
