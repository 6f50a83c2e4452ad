package org.ringside.devices.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.devices.virtio.Driver.Buffer;
import org.ringside.machine.BusError;
import org.ringside.machine.Clock;
import org.ringside.machine.DeviceContext.Storage;
import org.ringside.machine.DeviceContext.Storage.Use;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.state.StateCodec;

/**
 * A driver whose rings hold anything, from almost right to noise: the device answers, or needs a reset, and works again
 * after that. Nothing but a bus error comes out of it, and no moment of the machine's time takes long on the host.
 */
class RandomRingsTest {

	private static final int IN_VERIFY = 10_000;
	private static final int MANY = 1_000_000;
	private static final int SIZE = 16;
	private static final int DISK = 1 << 18;
	/** The device moves what it does in one moment, and one request that is as large as any. */
	private static final long MOST_NANOSECONDS = 200_000_000;
	/** Pieces of memory that descriptors and rings point to, the last two to the end of memory and beyond it. */
	private static final long[] PLACES = { Driver.RINGS, Driver.driver(0), Driver.used(0), Driver.TABLES, Driver.DATA, Driver.DATA + 4093,
			Driver.RAM + (long) Driver.FRAMES * 4096 - 600, 0x1000, -8 };
	private static final int[] REGISTERS = { 0x10, 0x14, 0x20, 0x24, 0x30, 0x34, 0x38, 0x44, 0x50, 0x60, 0x64, 0x70, 0x80, 0x84, 0x90,
			0x94, 0xa0, 0xa4, 0xac, 0xb0, 0xc0, 0xfc, 0x100, 0x108, 0x200 };

	private static DeviceMaker<?> maker(String kind) {
		return switch (kind) {
		case "disk" -> new VirtioBlk.Maker();
		case "network" -> new VirtioNet.Maker();
		case "console" -> new VirtioConsole.Maker();
		default -> new VirtioRng.Maker();
		};
	}

	private static Driver driver(String kind) {
		Driver driver = new Driver(maker(kind), kind.equals("disk") ? new MemoryDisk(DISK, Use.KEPT) : Storage.NONE);
		driver.size = SIZE;
		return driver;
	}

	@ParameterizedTest
	@ValueSource(strings = { "disk", "entropy", "network", "console" })
	void tenThousandStatesDoNoHarm(String kind) {
		run(kind, IN_VERIFY, 1);
	}

	@Tag("long")
	@ParameterizedTest
	@ValueSource(strings = { "disk", "entropy", "network", "console" })
	void aMillionStatesDoNoHarm(String kind) {
		run(kind, MANY, 2);
	}

	@Test
	void equalHistoriesMakeEqualStates() {
		assertArrayEquals(run("disk", 500, 3), run("disk", 500, 3));
	}

	/** Answers the state in the end. */
	private static byte[] run(String kind, int states, long seed) {
		Random random = new Random(seed);
		Driver driver = driver(kind);
		int broken = 0;
		int completed = 0;
		for (int i = 0; i < states; i++) {
			if (i % 1000 == 0) {
				// a driver that keeps to the rules is served whatever was before
				driver = restored(kind, driver);
				assertWorks(driver, kind);
			}
			driver.up(random.nextInt(4) == 0 ? 1L << VirtioDevice.VERSION_1 | 1L << VirtioDevice.EVENT_IDX : 1L << VirtioDevice.VERSION_1
					| 1L << VirtioDevice.INDIRECT_DESC);
			scribble(driver, random);
			if (kind.equals("network") || kind.equals("console")) {
				other(driver);
				if (kind.equals("console")) {
					driver.line.type("typed");
				}
			}
			driver.notified();
			act(driver, random);
			driver.pass(2 * VirtioDevice.LATENCY);
			broken += driver.get(0x70) >= 64 ? 1 : 0;
			completed += driver.bus.read(Driver.used(0) + 2, 2, 0) != 0 ? 1 : 0;
			settle(driver);
		}
		assertTrue(broken > states / 10, broken + " of " + states + " were refused: the driver is too tame");
		assertTrue(completed > states / 10, completed + " of " + states + " completed something: the driver is too wild");
		return StateCodec.encode(driver.device.state());
	}

	/** The other queue, which transmits, has the same rings: both serve what is in them. */
	private static void other(Driver driver) {
		driver.set(0x30, 1);
		driver.set(0x38, SIZE);
		driver.set(0x80, Driver.RINGS);
		driver.set(0x90, Driver.driver(0));
		driver.set(0xa0, Driver.used(0));
		driver.set(0x44, 1);
		driver.set(0x50, 1);
	}

	/** Fills rings and tables: half of the time with a request that could be one, then with some noise. */
	private static void scribble(Driver driver, Random random) {
		driver.bus.write(Driver.used(0) + 2, 2, 0, 0);
		for (int i = 0; i < SIZE; i++) {
			descriptor(driver, random, Driver.RINGS, i);
			if (random.nextInt(4) == 0) {
				descriptor(driver, random, Driver.TABLES, i);
			}
		}
		driver.put(Driver.RAM, request(random));
		boolean plausible = random.nextBoolean();
		if (plausible) {
			driver.chain(Driver.RINGS, 0, new Buffer(Driver.RAM, 16, false),
					new Buffer(random.nextBoolean() ? Driver.DATA : place(random), length(random), random.nextBoolean()), new Buffer(Driver.DATA, 1, true));
		}
		int offered = random.nextInt(8) == 0 ? random.nextInt(1 << 16) : random.nextInt(SIZE + 1);
		for (int i = 0; i < SIZE; i++) {
			driver.bus.write(Driver.driver(0) + 4 + 2L * i, 2, plausible && i == 0 ? 0 : random.nextInt(8) == 0 ? random.nextInt(1 << 16) : random.nextInt(4) * 3, 0);
		}
		driver.bus.write(Driver.driver(0), 2, random.nextInt(4) == 0 ? random.nextInt() : 0, 0);
		driver.bus.write(Driver.driver(0) + 2, 2, offered, 0);
	}

	private static void descriptor(Driver driver, Random random, long table, int index) {
		int flags = random.nextInt(8) == 0 ? random.nextInt(1 << 16) : random.nextInt(8) == 0 ? Driver.INDIRECT : random.nextInt(4);
		driver.descriptor(table, index, place(random), flags == Driver.INDIRECT ? 16 * random.nextInt(SIZE) : length(random), flags,
				random.nextInt(8) == 0 ? random.nextInt(1 << 16) : index + 1);
	}

	private static byte[] request(Random random) {
		byte[] header = new byte[16];
		header[0] = (byte) random.nextInt(16);
		header[8] = (byte) random.nextInt();
		header[9] = (byte) random.nextInt(4);
		if (random.nextInt(16) == 0) {
			random.nextBytes(header);
		}
		return header;
	}

	private static long place(Random random) {
		return random.nextInt(8) == 0 ? random.nextLong() : PLACES[random.nextInt(random.nextInt(4) == 0 ? PLACES.length : 6)] + 16 * random.nextInt(4);
	}

	private static int length(Random random) {
		return switch (random.nextInt(16)) {
		case 0 -> 0;
		case 1 -> -1;
		case 2 -> random.nextInt();
		case 3 -> 1 << random.nextInt(20);
		default -> 512 * random.nextInt(9);
		};
	}

	/** Registers written while the rings are in use, some in widths that none has. */
	private static void act(Driver driver, Random random) {
		for (int i = random.nextInt(4); i > 0; i--) {
			int register = random.nextInt(4) == 0 ? random.nextInt(0x1000) : REGISTERS[random.nextInt(REGISTERS.length)];
			int width = random.nextInt(4) == 0 ? 1 << random.nextInt(4) : 4;
			try {
				if (random.nextBoolean()) {
					driver.device.write(register, width, random.nextBoolean() ? random.nextInt(8) : random.nextLong());
				} else {
					driver.device.read(register, width);
				}
			} catch (BusError e) {
				// the guest's own trap
			}
		}
	}

	/** One moment may make work for later ones, but not for ever. */
	private static void settle(Driver driver) {
		driver.set(0x70, 0);
		assertEquals(Clock.NEVER, driver.clock.untilNext());
	}

	private static Driver restored(String kind, Driver driver) {
		Driver other = driver(kind);
		other.memory.restore(driver.memory.snapshot());
		other.clock.restore(driver.clock.state());
		byte[] state = StateCodec.encode(driver.device.state());
		restore(other.device, state);
		assertArrayEquals(state, StateCodec.encode(other.device.state()));
		return other;
	}

	private static <S extends Record> void restore(VirtioDevice<S> device, byte[] state) {
		device.restore(StateCodec.decode(device.stateType(), state));
	}

	private static void assertWorks(Driver driver, String kind) {
		driver.up();
		if (kind.equals("network") || kind.equals("console")) {
			// a request has to be transmitted, through the only queue that is up
			driver.set(0x44, 0);
			driver.queue(1);
			driver.at(1);
		}
		for (int queue = 0; queue < 2; queue++) {
			driver.bus.write(Driver.driver(queue), 4, 0, 0);
			driver.bus.write(Driver.used(queue) + 2, 2, 0, 0);
		}
		driver.put(Driver.RAM, new byte[16]);
		driver.put(Driver.DATA + 512, (byte) 0x55);
		driver.offer(switch (kind) {
		case "disk" -> new Buffer[] { new Buffer(Driver.RAM, 16, false), new Buffer(Driver.DATA, 512, true), new Buffer(Driver.DATA + 512, 1, true) };
		case "entropy" -> new Buffer[] { new Buffer(Driver.DATA, 513, true) };
		default -> new Buffer[] { new Buffer(Driver.DATA, 100, false) };
		});
		driver.notified();
		// what was moved for the wild requests comes first
		driver.pass(MOST_NANOSECONDS);
		assertEquals(1, driver.get(0x60));
		assertEquals(Driver.RUNNING, driver.get(0x70));
		assertTrue(!kind.equals("disk") || driver.bytes(Driver.DATA + 512, 1)[0] == 0);
	}
}
