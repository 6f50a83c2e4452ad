package org.ringside.devices.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.devices.virtio.Driver.Buffer;
import org.ringside.devices.virtio.Driver.Used;
import org.ringside.machine.BusError;
import org.ringside.machine.DeviceContext.Storage;
import org.ringside.machine.privileged.Remapping;
import org.ringside.machine.state.StateCodec;

/** The transport and the rings, seen through the entropy device, whose requests are the simplest. */
class TransportTest {

	private static final Buffer ANSWER = new Buffer(Driver.DATA, 16, true);
	private static final long BROKEN = 0x40;

	private final Driver driver = new Driver(new VirtioRng.Maker(), Storage.NONE);

	@Test
	void itSaysWhatItIs() {
		assertEquals(0x74726976, driver.get(0x0));
		assertEquals(2, driver.get(0x4));
		assertEquals(4, driver.get(0x8));
		assertEquals(0x554d4551, driver.get(0xc));
		driver.set(0x14, 1);
		assertEquals(1, driver.get(0x10));
		assertEquals(0xffff_ffffL, driver.get(0xb0));
	}

	@Test
	void registersAreWords() {
		assertEquals(0, driver.device.read(0, 1));
		assertEquals(0, driver.device.read(2, 2));
		assertEquals(2L << 32 | 0x74726976, driver.device.read(0, 8));
		assertThrows(BusError.class, () -> driver.device.read(2, 4));
		driver.device.write(0x70, 1, 1);
		assertEquals(0, driver.get(0x70));
	}

	@Test
	void aRequestIsAnsweredAfterTheLatencyAndNotBefore() {
		driver.up().offer(ANSWER);
		driver.notified();
		driver.pass(VirtioDevice.LATENCY - 10);
		assertEquals(List.of(), driver.completions());
		assertFalse(driver.irq);
		driver.pass(10);
		assertEquals(List.of(new Used(0, 16)), driver.completions());
		assertTrue(driver.irq);
		assertEquals(1, driver.get(0x60));
		driver.set(0x64, 1);
		assertFalse(driver.irq);
	}

	@Test
	void nothingIsServedBeforeTheDriverIsReady() {
		driver.up();
		driver.set(0x70, 0);
		driver.set(0x70, 0xb);
		driver.queue(0);
		driver.offer(ANSWER);
		driver.notified();
		driver.pass(1_000_000);
		assertEquals(List.of(), driver.completions());
		driver.set(0x70, Driver.RUNNING);
		driver.pass(1_000_000);
		assertEquals(1, driver.completions().size(), "what was made available before counts when the driver is ready");
	}

	@Test
	void aFeatureThatWasNotOfferedIsRefused() {
		driver.set(0x24, 0);
		driver.set(0x20, 1);
		driver.set(0x70, 0xb);
		assertEquals(3, driver.get(0x70));
	}

	/** As xv6 does, which accepts features of the first word only. */
	@Test
	void aDriverThatDoesNotAcceptVersion1IsServedAllTheSame() {
		driver.up(0);
		assertEquals(Driver.RUNNING, driver.get(0x70));
		assertEquals(1, driver.request(ANSWER).size());
	}

	@Test
	void noInterruptIsRaisedWhereTheDriverWantsNone() {
		driver.up();
		driver.bus.write(Driver.driver(0), 2, 1, 0);
		assertEquals(1, driver.request(ANSWER).size());
		assertFalse(driver.irq);
	}

	@Test
	void withEventIndexTheInterruptComesWhenTheDriversIndexIsPassed() {
		driver.up(1L << VirtioDevice.VERSION_1 | 1L << VirtioDevice.EVENT_IDX);
		long usedEvent = Driver.driver(0) + 4 + 2L * driver.size;
		long availableEvent = Driver.used(0) + 4 + 8L * driver.size;
		driver.bus.write(usedEvent, 2, 1, 0);
		driver.request(ANSWER);
		assertFalse(driver.irq);
		assertEquals(1, driver.bus.read(availableEvent, 2, 0));
		driver.request(ANSWER);
		assertTrue(driver.irq);
	}

	@Test
	void aTableOfItsOwnIsReadAndTheRingsWrapAround() {
		driver.up();
		for (int i = 0; i < 70_000; i++) {
			driver.chain(Driver.TABLES, 0, new Buffer(Driver.DATA, 3, true), new Buffer(Driver.DATA + 100, 5, true));
			driver.descriptor(Driver.RINGS, 4, Driver.TABLES, 32, Driver.INDIRECT, 0);
			driver.offer(4);
			driver.notified();
			driver.pass(VirtioDevice.LATENCY);
			assertEquals(List.of(new Used(4, 8)), driver.completions());
		}
		assertEquals(Driver.RUNNING, driver.get(0x70));
	}

	/** Each row is the first descriptor: address, length, flags, next. */
	@ParameterizedTest
	@CsvSource({ "0x80100000, 16, 1, 9", "0x80100000, 16, 3, 0", "0x1000, 16, 2, 0", "0x807ffff8, 16, 2, 0", "0xfffffffffffffff8, 16, 2, 0",
			"0x80080000, 0, 4, 0", "0x80080000, 17, 4, 0", "0x80080000, 16, 5, 1", "0x7ffffff0, 32, 4, 0", "0x80090000, 16, 4, 0",
			"0x80100000, -1, 2, 0" })
	void whatARingMustNotHoldMakesTheDeviceNeedAReset(String address, int length, int flags, int next) {
		driver.up();
		// a table within a table, and a loop
		driver.descriptor(Driver.TABLES + 0x10000, 0, Driver.TABLES, 16, Driver.INDIRECT, 0);
		driver.descriptor(Driver.RINGS, 0, Long.decode(address.length() > 16 ? "-8" : address), length, flags, next);
		driver.offer(0);
		driver.notified();
		driver.pass(1_000_000);
		boolean shortened = length == -1;
		assertEquals(shortened ? 0 : BROKEN, driver.get(0x70) & BROKEN);
		assertEquals(shortened ? 1 : 2, driver.get(0x60));
		assertTrue(driver.irq);
		driver.up();
		assertEquals(1, driver.request(ANSWER).size(), "after a reset it works again");
	}

	@Test
	void anIndexThatIsFurtherThanTheQueueIsLongMakesTheDeviceNeedAReset() {
		driver.up();
		driver.bus.write(Driver.driver(0) + 2, 2, 9, 0);
		driver.notified();
		driver.pass(1_000_000);
		assertEquals(BROKEN, driver.get(0x70) & BROKEN);
	}

	@Test
	void ringsThatAreNotInMemoryMakeTheDeviceNeedAReset() {
		driver.up();
		driver.set(0x44, 0);
		driver.set(0x90, 0x1000);
		driver.set(0x94, 0);
		driver.set(0x44, 1);
		driver.notified();
		driver.pass(1_000_000);
		assertEquals(BROKEN, driver.get(0x70) & BROKEN);
	}

	@Test
	void aBrokenDeviceDoesNothingMore() {
		driver.up();
		driver.bus.write(Driver.driver(0) + 2, 2, 9, 0);
		driver.notified();
		driver.pass(1_000_000);
		driver.bus.write(Driver.driver(0) + 2, 2, 1, 0);
		driver.notified();
		assertEquals(Long.MAX_VALUE, driver.clock.untilNext());
		assertEquals(BROKEN, driver.get(0x70) & BROKEN);
	}

	@Test
	void manyLargeRequestsTakeTheirTime() {
		driver.size = 8;
		driver.up();
		for (int i = 0; i < 8; i++) {
			driver.descriptor(Driver.RINGS, i, Driver.DATA, 1 << 16, Driver.WRITE, 0);
			driver.offer(i);
		}
		driver.notified();
		driver.pass(VirtioDevice.LATENCY);
		assertEquals(8, driver.completions().size());
		driver.offer(0);
		driver.notified();
		driver.pass(8 << 16);
		assertEquals(List.of(), driver.completions(), "the bytes before have to move first");
		driver.pass(VirtioDevice.LATENCY);
		assertEquals(1, driver.completions().size());
	}

	@Test
	void aConfinedDeviceReachesWhatIsMappedForIt() {
		driver.up();
		Remapping remapping = control();
		int requester = org.ringside.machine.RemappingUnit.FIRST_DEVICE;
		remapping.confine(requester);
		driver.offer(ANSWER);
		driver.notified();
		driver.pass(1_000_000);
		assertEquals(BROKEN, driver.get(0x70) & BROKEN);
		assertTrue(remapping.faults(requester) > 0);
		assertEquals(Driver.driver(0) + 2, remapping.lastFault().orElseThrow().address());

		for (long page = 0; page < 16; page++) {
			remapping.map(requester, Driver.RINGS + page * 4096, Driver.RINGS + page * 4096, Remapping.READ | Remapping.WRITE);
		}
		// the answer goes elsewhere, as the unit says
		remapping.map(requester, Driver.DATA, Driver.DATA + 0x5000, Remapping.WRITE);
		driver.up();
		driver.bus.write(Driver.used(0) + 2, 2, 0, 0);
		driver.bus.write(Driver.driver(0) + 2, 2, 0, 0);
		assertEquals(1, driver.request(ANSWER).size());
		assertArrayEquals(new byte[16], driver.bytes(Driver.DATA, 16));
		assertFalse(java.util.Arrays.equals(new byte[16], driver.bytes(Driver.DATA + 0x5000, 16)));

		remapping.map(requester, Driver.DATA, Driver.DATA + 0x5000, Remapping.READ);
		driver.request(ANSWER);
		assertEquals(BROKEN, driver.get(0x70) & BROKEN, "it may not write what it may only read");
	}

	private Remapping control() {
		return driver.unit.control(() -> {
		});
	}

	@Test
	void theRemappingUnitGoesOnAfterItsStateIsRestored() {
		Remapping remapping = control();
		remapping.confine(7);
		remapping.map(7, 0x1000, Driver.DATA, Remapping.READ);
		assertThrows(BusError.class, () -> driver.unit.port(7).write(0x1000, new byte[1]));
		Driver other = new Driver(new VirtioRng.Maker(), Storage.NONE);
		other.unit.restore(driver.unit.state());
		other.put(Driver.DATA, (byte) 5);
		assertEquals(5, other.unit.port(7).read(0x1000, 1)[0]);
		assertArrayEquals(StateCodec.encode(driver.unit.state()), StateCodec.encode(other.unit.state()));
		assertThrows(BusError.class, () -> other.unit.port(7).read(0x1fff, 2));
	}

	@Test
	void anEmptySlotSaysThatNothingIsThere() {
		VirtioSlot slot = new VirtioSlot.Maker().create(new VirtioSlot.Options(), driver);
		assertEquals(0x74726976, slot.read(0, 4));
		assertEquals(2, slot.read(4, 4));
		assertEquals(0, slot.read(8, 4));
		slot.write(0x70, 4, 1);
		assertEquals(0, slot.read(0x70, 4));
	}
}
