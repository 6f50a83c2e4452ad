package org.ringside.devices.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.ringside.devices.virtio.Driver.Buffer;
import org.ringside.machine.DeviceContext.Storage.Use;
import org.ringside.machine.state.StateCodec;

class VirtioBlkTest {

	private static final int SECTORS = 200;
	private static final long HEADER = Driver.RAM;
	private static final long STATUS = Driver.RAM + 0x100;
	private static final int IN = 0;
	private static final int OUT = 1;
	private static final int OK = 0;
	private static final int IOERR = 1;
	private static final int UNSUPP = 2;

	private MemoryDisk disk = new MemoryDisk(SECTORS * 512, Use.KEPT);
	private Driver driver = up();

	private Driver up(String... options) {
		return new Driver(new VirtioBlk.Maker(), disk, options).up();
	}

	private void use(Use use) {
		disk = new MemoryDisk(SECTORS * 512, use);
		driver = up();
	}

	/** One request with its data in two buffers; answers the status. */
	private int request(int type, long sector, int bytes) {
		driver.put(HEADER, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(type).putInt(0).putLong(sector).array());
		driver.put(STATUS, (byte) 0x55);
		Buffer header = new Buffer(HEADER, 16, false);
		Buffer status = new Buffer(STATUS, 1, true);
		boolean in = type == IN || type == 8;
		int first = bytes / 3;
		List<Driver.Used> done = bytes == 0 ? driver.request(header, status)
				: driver.request(header, new Buffer(Driver.DATA, first, in), new Buffer(Driver.DATA + first, bytes - first, in), status);
		assertEquals(1, done.size());
		int answer = driver.bytes(STATUS, 1)[0];
		if (answer == OK) {
			assertEquals(in ? bytes + 1 : 1, done.getFirst().length());
		}
		return answer;
	}

	private byte[] sectors(long sector, int count) {
		assertEquals(OK, request(IN, sector, count * 512));
		return driver.bytes(Driver.DATA, count * 512);
	}

	private int write(long sector, byte[] bytes) {
		driver.put(Driver.DATA, bytes);
		return request(OUT, sector, bytes.length);
	}

	@Test
	void itsConfigurationTellsItsSize() {
		assertEquals(SECTORS, driver.device.read(0x100, 8));
		assertEquals(512, driver.device.read(0x114, 4));
		assertEquals(0xff, driver.device.read(0x100 + 60, 1));
	}

	@Test
	void whatIsReadIsOnTheMedium() {
		assertArrayEquals(Arrays.copyOfRange(disk.bytes, 7 * 512, 15 * 512), sectors(7, 8));
	}

	@Test
	void whatIsWrittenIsReadAgainAndTheMediumStaysAsItIs() {
		byte[] before = disk.bytes.clone();
		byte[] model = disk.bytes.clone();
		Random random = new Random(1);
		for (int i = 0; i < 2000; i++) {
			int count = 1 + random.nextInt(20);
			int sector = random.nextInt(SECTORS - count);
			if (random.nextBoolean()) {
				byte[] bytes = new byte[count * 512];
				random.nextBytes(bytes);
				assertEquals(OK, write(sector, bytes));
				System.arraycopy(bytes, 0, model, sector * 512, bytes.length);
			} else {
				assertArrayEquals(Arrays.copyOfRange(model, sector * 512, (sector + count) * 512), sectors(sector, count));
			}
		}
		assertArrayEquals(before, disk.bytes);
	}

	@Test
	void withPersistenceTheMediumIsWrittenAndFlushed() {
		use(Use.WRITTEN);
		byte[] bytes = new byte[1024];
		Arrays.fill(bytes, (byte) 9);
		assertEquals(OK, write(3, bytes));
		assertArrayEquals(bytes, Arrays.copyOfRange(disk.bytes, 3 * 512, 5 * 512));
		assertEquals(OK, request(4, 0, 0));
		assertEquals(1, disk.flushes);
	}

	@Test
	void aReadOnlyDiskIsNotWritten() {
		use(Use.READ_ONLY);
		assertEquals(1 << 5, driver.get(0x10) & 1 << 5);
		assertEquals(IOERR, write(3, new byte[512]));
		assertArrayEquals(Arrays.copyOfRange(disk.bytes, 0, 512), sectors(0, 1));
	}

	@Test
	void whatIsNotOnTheDiskIsRefused() {
		assertEquals(OK, request(IN, SECTORS - 1, 512));
		assertEquals(IOERR, request(IN, SECTORS - 1, 1024));
		assertEquals(IOERR, request(IN, SECTORS, 512));
		assertEquals(IOERR, request(IN, -1, 512));
		assertEquals(IOERR, request(IN, Long.MAX_VALUE, 512));
		assertEquals(IOERR, request(IN, 0, 511));
		assertEquals(IOERR, write(SECTORS, new byte[512]));
		assertEquals(UNSUPP, request(99, 0, 0));
	}

	@Test
	void itsSerialNumberIsTwentyBytes() {
		assertEquals(OK, request(8, 0, 20));
		assertEquals("ringside", new String(driver.bytes(Driver.DATA, 20)).trim());
		assertEquals(OK, request(8, 0, 4));
		assertEquals("ring", new String(driver.bytes(Driver.DATA, 4)));
	}

	@Test
	void whatIsDiscardedOrClearedReadsAsZeros() {
		for (int type : new int[] { 11, 13 }) {
			driver = up();
			driver.put(Driver.DATA, ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putLong(5).putInt(20).putInt(0).putLong(60).putInt(1)
					.putInt(0).array());
			assertEquals(OK, request(type, 0, 32));
			assertArrayEquals(new byte[20 * 512], sectors(5, 20));
			assertArrayEquals(new byte[512], sectors(60, 1));
			assertArrayEquals(Arrays.copyOfRange(disk.bytes, 4 * 512, 5 * 512), sectors(4, 1));
			assertArrayEquals(Arrays.copyOfRange(disk.bytes, 25 * 512, 30 * 512), sectors(25, 5));
		}
		driver.put(Driver.DATA, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(5).putInt(SECTORS).putInt(0).array());
		assertEquals(IOERR, request(13, 0, 16));
		assertEquals(IOERR, request(13, 0, 15));
	}

	@Test
	void whenTheOverlayIsFullWritingFailsAndReadingGoesOn() {
		driver = up("overlay=8K");
		assertEquals(OK, write(0, new byte[8192]));
		assertEquals(IOERR, write(16, new byte[512]));
		assertEquals(OK, write(0, new byte[512]));
		assertArrayEquals(Arrays.copyOfRange(disk.bytes, 8192, 8704), sectors(16, 1));
	}

	@Test
	void aRequestWithoutHeaderOrStatusMakesTheDeviceNeedAReset() {
		for (Buffer only : List.of(new Buffer(HEADER, 16, false), new Buffer(STATUS, 1, true), new Buffer(HEADER, 15, false))) {
			driver.up();
			driver.request(only);
			assertEquals(0x40, driver.get(0x70) & 0x40);
			driver.bus.write(Driver.used(0) + 2, 2, 0, 0);
		}
	}

	@Test
	void restoredInTheMiddleOfRequestsItGoesOn() {
		byte[] bytes = new byte[4096];
		new Random(3).nextBytes(bytes);
		write(8, bytes);
		driver.put(HEADER, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(IN).putInt(0).putLong(10).array());
		driver.offer(new Buffer(HEADER, 16, false), new Buffer(Driver.DATA + 8192, 512, true), new Buffer(STATUS, 1, true));
		driver.notified();
		driver.pass(VirtioDevice.LATENCY / 2);

		Driver other = new Driver(new VirtioBlk.Maker(), disk);
		byte[] saved = StateCodec.encode(driver.device.state());
		other.clock.restore(driver.clock.state());
		other.memory.restore(driver.memory.snapshot());
		driver.pass(VirtioDevice.LATENCY);
		assertEquals(1, driver.completions().size());
		write(8, new byte[4096]);
		((VirtioBlk) other.device).restore(StateCodec.decode(VirtioBlk.State.class, saved));
		other.pass(VirtioDevice.LATENCY);
		assertArrayEquals(Arrays.copyOfRange(bytes, 1024, 1536), other.bytes(Driver.DATA + 8192, 512), "the overlay is that of the state");
	}

	@Test
	void aStateOfAnotherDiskIsRefused() {
		VirtioBlk.State state = ((VirtioBlk) driver.device).state();
		disk = new MemoryDisk(512, Use.KEPT);
		VirtioBlk other = (VirtioBlk) up().device;
		assertTrue(assertThrows(IllegalArgumentException.class, () -> other.restore(state)).getMessage().contains("use the same disk"));
	}

	@Test
	void aDiskThatWasWrittenDoesNotGoBack() {
		use(Use.WRITTEN);
		VirtioBlk.State state = ((VirtioBlk) driver.device).state();
		write(0, new byte[512]);
		assertThrows(IllegalArgumentException.class, () -> ((VirtioBlk) driver.device).restore(state));
	}
}
