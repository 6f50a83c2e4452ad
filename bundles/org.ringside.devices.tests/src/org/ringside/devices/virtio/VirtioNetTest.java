package org.ringside.devices.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringside.devices.virtio.Driver.Buffer;
import org.ringside.devices.virtio.Driver.Used;
import org.ringside.machine.DeviceContext.Storage;
import org.ringside.machine.state.StateCodec;

class VirtioNetTest {

	private static final int RECEIVE = 0;
	private static final int TRANSMIT = 1;
	private static final int HEADER = 12;
	private static final long FRAME = Driver.DATA + 0x8000;
	private static final byte[] WHO_HAS_GATEWAY = HexFormat.of().parseHex("ffffffffffff525400123456" + "0806" + "0001080006040001"
			+ "5254001234560a00020f" + "0000000000000a000202");
	private static final byte[] GATEWAY_IS = HexFormat.of().parseHex("52540012345652550a000202" + "0806" + "0001080006040002"
			+ "52550a0002020a000202" + "5254001234560a00020f");

	private Driver driver;

	@BeforeEach
	void up() {
		driver = ready();
	}

	private static Driver ready() {
		Driver driver = new Driver(new VirtioNet.Maker(), Storage.NONE).up();
		driver.queue(TRANSMIT);
		return driver;
	}

	private static void send(Driver driver, byte[] frame) {
		driver.put(FRAME, new byte[HEADER]);
		driver.put(FRAME + HEADER, frame);
		driver.at(TRANSMIT).request(new Buffer(FRAME, HEADER, false), new Buffer(FRAME + HEADER, frame.length, false));
	}

	private static void give(Driver driver, int length) {
		driver.at(RECEIVE).offer(new Buffer(Driver.DATA, length, true));
		driver.notified();
		driver.pass(VirtioDevice.LATENCY * 4);
	}

	private static void assertAnswered(Driver driver) {
		assertEquals(List.of(new Used(0, HEADER + GATEWAY_IS.length)), driver.at(RECEIVE).completions());
		assertArrayEquals(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0 }, driver.bytes(Driver.DATA, HEADER));
		assertArrayEquals(GATEWAY_IS, driver.bytes(Driver.DATA + HEADER, GATEWAY_IS.length));
	}

	@Test
	void theGatewayAnswersIntoTheBufferThatWaits() {
		give(driver, 2048);
		send(driver, WHO_HAS_GATEWAY);
		driver.pass(VirtioDevice.LATENCY * 4);
		assertAnswered(driver);
	}

	@Test
	void anAnswerWaitsForABuffer() {
		send(driver, WHO_HAS_GATEWAY);
		give(driver, 2048);
		assertAnswered(driver);
	}

	@Test
	void anAnswerThatWaitsIsState() {
		send(driver, WHO_HAS_GATEWAY);
		VirtioNet from = (VirtioNet) driver.device;
		byte[] state = StateCodec.encode(from.state());
		Driver other = ready();
		((VirtioNet) other.device).restore(StateCodec.decode(VirtioNet.State.class, state));
		// the rings are in memory, which the other driver has of its own: it begins anew where the device's indexes are 0
		give(other, 2048);
		assertAnswered(other);
	}

	@Test
	void aBufferTooShortLosesTheFrame() {
		send(driver, WHO_HAS_GATEWAY);
		give(driver, 20);
		assertEquals(List.of(new Used(0, 0)), driver.at(RECEIVE).completions());
		give(driver, 2048);
		assertEquals(List.of(), driver.at(RECEIVE).completions());
	}

	@Test
	void framesThatNobodyTakesAreBounded() {
		for (int i = 0; i < 1000; i++) {
			send(driver, WHO_HAS_GATEWAY);
		}
		assertEquals(256, ((VirtioNet) driver.device).state().waiting().size());
	}

	@Test
	void aResetForgetsWhatWaits() {
		send(driver, WHO_HAS_GATEWAY);
		driver.set(0x70, 0);
		assertEquals(List.of(), ((VirtioNet) driver.device).state().waiting());
	}

	@Test
	void theConfigurationHasTheAddressAndALinkThatIsUp() {
		Driver named = new Driver(new VirtioNet.Maker(), Storage.NONE, "mac=02:00:5e:10:00:ff");
		assertEquals(0x105e_0002L, named.get(0x100));
		assertEquals(0x0001_ff00L, named.get(0x104));
	}

	@Test
	void anAddressThatIsNoneIsRefused() {
		for (String mac : List.of("", "52:54:00:12:34", "52:54:00:12:34:5g", "53:54:00:12:34:56")) {
			assertThrows(IllegalArgumentException.class, () -> new VirtioNet.Options(mac), mac);
		}
	}
}
