package org.ringside.devices.virtio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringside.devices.virtio.Driver.Buffer;
import org.ringside.devices.virtio.Driver.Used;
import org.ringside.machine.DeviceContext.Storage;

class VirtioConsoleTest {

	private static final int RECEIVE = 0;
	private static final int TRANSMIT = 1;

	private Driver driver;

	@BeforeEach
	void up() {
		driver = new Driver(new VirtioConsole.Maker(), Storage.NONE).up();
		driver.queue(TRANSMIT);
	}

	private String received(Used used) {
		return new String(driver.bytes(Driver.DATA + 0x100L * used.head(), used.length()), StandardCharsets.ISO_8859_1);
	}

	private void give(int buffers, int length) {
		driver.at(RECEIVE);
		for (int i = 0; i < buffers; i++) {
			driver.offer(new Buffer(Driver.DATA + 0x100L * i, length, true));
		}
		driver.notified();
		driver.pass(VirtioDevice.LATENCY * 4);
	}

	@Test
	void whatTheDriverSendsIsPrintedInOrder() {
		driver.put(Driver.DATA, "hello, ".getBytes(StandardCharsets.US_ASCII));
		driver.put(Driver.DATA + 64, "world".getBytes(StandardCharsets.US_ASCII));
		driver.at(TRANSMIT).request(new Buffer(Driver.DATA, 7, false), new Buffer(Driver.DATA + 64, 5, false));
		assertEquals("hello, world", driver.line.printed.toString());
	}

	@Test
	void whatIsTypedFillsTheBuffersThatAreThere() {
		give(3, 4);
		assertEquals(List.of(), driver.completions());
		driver.line.type("abcdefg");
		driver.pass(VirtioDevice.LATENCY * 4);
		assertEquals(List.of("abcd", "efg"), driver.completions().stream().map(this::received).toList());
	}

	@Test
	void whatIsTypedBeforeThereAreBuffersWaits() {
		driver.line.type("early");
		driver.pass(VirtioDevice.LATENCY * 4);
		give(1, 16);
		assertEquals(List.of("early"), driver.completions().stream().map(this::received).toList());
	}

	@Test
	void aBufferWithoutRoomTakesNothingFromTheLine() {
		driver.line.type("x");
		give(1, 0);
		assertEquals(List.of(new Used(0, 0)), driver.completions());
		give(1, 1);
		assertEquals("x", driver.completions().stream().map(used -> new String(driver.bytes(Driver.DATA, used.length()), StandardCharsets.US_ASCII))
				.reduce("", String::concat));
	}

	@Test
	void theConfigurationPrintsBeforeThereAreQueues() {
		Driver fresh = new Driver(new VirtioConsole.Maker(), Storage.NONE);
		"boot".chars().forEach(c -> fresh.set(0x108, c));
		assertEquals("boot", fresh.line.printed.toString());
	}

	@Test
	void theLineKnowsFromWhenOnTheDriverListens() {
		assertFalse(driver.line.listening);
		give(1, 16);
		assertTrue(driver.line.listening);
		driver.set(0x70, 0);
		assertFalse(driver.line.listening);
	}
}
