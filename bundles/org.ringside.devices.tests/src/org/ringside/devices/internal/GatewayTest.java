package org.ringside.devices.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Frames as Linux's and busybox's tools send them; checksums are computed here by the plain definition of RFC 1071. */
class GatewayTest {

	private static final String TO_GATEWAY = "52550a000202525400123456";
	private static final String TO_ALL = "ffffffffffff525400123456";
	private static final int DISCOVER = 1;
	private static final int REQUEST = 3;

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

	private static int ones(byte[] bytes, int from, int to, int begin) {
		int sum = begin;
		for (int i = from; i < to; i += 2) {
			sum += (bytes[i] & 0xff) << 8 | (i + 1 < to ? bytes[i + 1] & 0xff : 0);
			sum = (sum & 0xffff) + (sum >>> 16);
		}
		return sum;
	}

	private static byte[] ip(String ethernet, int protocol, int from, int to, byte[] data) {
		ByteBuffer frame = ByteBuffer.allocate(34 + data.length).put(hex(ethernet)).putShort((short) 0x0800).putShort((short) 0x4500)
				.putShort((short) (20 + data.length)).putInt(0x1234_4000).put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(from).putInt(to)
				.put(data);
		frame.putShort(24, (short) ~ones(frame.array(), 14, 34, 0));
		return frame.array();
	}

	private static byte[] ping(int to, int length) {
		ByteBuffer echo = ByteBuffer.allocate(8 + length).put((byte) 8).put((byte) 0).putShort((short) 0).putInt(0x0042_0001);
		for (int i = 0; i < length; i++) {
			echo.put((byte) (i * 7));
		}
		echo.putShort(2, (short) ~ones(echo.array(), 0, 8 + length, 0));
		return ip(TO_GATEWAY, 1, Gateway.LEASED, to, echo.array());
	}

	private static byte[] dhcp(int type, int flags, int ciaddr, byte... options) {
		ByteBuffer message = ByteBuffer.allocate(308).putShort((short) 68).putShort((short) 67).putShort((short) 308).putShort((short) 0);
		message.putInt(0x0101_0600).putInt(0xcafe_f00d).putShort((short) 0).putShort((short) flags).putInt(ciaddr).position(8 + 28).put(hex("525400123456"));
		message.position(8 + 236).putInt(0x6382_5363).put(hex("3501")).put((byte) type).put(options).put((byte) 255);
		return ip(TO_ALL, 17, 0, -1, message.array());
	}

	private static ByteBuffer answered(byte[] frame) {
		return ByteBuffer.wrap(Gateway.answer(frame).orElseThrow());
	}

	/** That checksums are right, and the frame is ours; answers what follows the IPv4 header. */
	private static ByteBuffer data(ByteBuffer frame, int protocol) {
		assertEquals(0x0800, frame.getShort(12));
		assertEquals(0xffff, ones(frame.array(), 14, 34, 0));
		assertEquals(protocol, frame.get(23));
		assertEquals(Gateway.ADDRESS, frame.getInt(26));
		return frame.slice(34, frame.limit() - 34);
	}

	/** The DHCP message in an answer, after a look at the datagram around it. */
	private static ByteBuffer message(ByteBuffer frame) {
		ByteBuffer datagram = data(frame, 17);
		int length = datagram.getShort(4);
		assertEquals(datagram.limit(), length);
		assertEquals(0x0043_0044, datagram.getInt(0));
		assertEquals(0xffff, ones(frame.array(), 26, frame.limit(), 17 + length));
		return datagram.slice(8, length - 8);
	}

	private static Optional<String> option(ByteBuffer message, int code) {
		for (int at = 240; (message.get(at) & 0xff) != 255; at += 2 + message.get(at + 1)) {
			if (message.get(at) == code) {
				byte[] value = new byte[message.get(at + 1)];
				message.get(at + 2, value);
				return Optional.of(HexFormat.of().formatHex(value));
			}
		}
		return Optional.empty();
	}

	@Test
	void pingIsAnsweredWithWhatWasSent() {
		for (int length : new int[] { 0, 1, 56, 1471 }) {
			byte[] asked = ping(Gateway.ADDRESS, length);
			ByteBuffer frame = answered(asked);
			assertEquals(Gateway.LEASED, frame.getInt(30));
			ByteBuffer echo = data(frame, 1);
			assertEquals(0, echo.getShort(0));
			assertEquals(0xffff, ones(frame.array(), 34, frame.limit(), 0));
			assertEquals(ByteBuffer.wrap(asked, 38, asked.length - 38), echo.slice(4, echo.limit() - 4));
		}
	}

	@Test
	void pingOfSomebodyElseIsNot() {
		assertTrue(Gateway.answer(ping(0x0a00_0203, 56)).isEmpty());
	}

	@Test
	void whatIsNotWhatItsChecksumSaysGetsNoAnswer() {
		byte[] ping = ping(Gateway.ADDRESS, 56);
		for (int at = 14; at < ping.length; at++) {
			byte[] broken = ping.clone();
			broken[at] ^= 0x10;
			assertTrue(Gateway.answer(broken).isEmpty(), "byte " + at);
		}
	}

	@Test
	void arpForAnotherAddressGetsNoAnswer() {
		assertTrue(Gateway.answer(hex(TO_ALL + "0806 0001080006040001 525400123456 0a00020f 000000000000 0a000207")).isEmpty());
	}

	@Test
	void anAddressIsOfferedAndThenLeased() {
		ByteBuffer offer = message(answered(dhcp(DISCOVER, 0, 0)));
		assertEquals(2, offer.get(0));
		assertEquals(0xcafe_f00d, offer.getInt(4));
		assertEquals(Gateway.LEASED, offer.getInt(16));
		assertEquals(Optional.of("02"), option(offer, 53));
		assertEquals(Optional.of("0a000202"), option(offer, 54));
		ByteBuffer ack = message(answered(dhcp(REQUEST, 0, 0, hex("32040a00020f 36040a000202"))));
		assertEquals(Optional.of("05"), option(ack, 53));
		assertEquals(Gateway.LEASED, ack.getInt(16));
		assertEquals(Optional.of("ffffff00"), option(ack, 1));
		assertEquals(Optional.of("0a000202"), option(ack, 3));
		assertEquals(Optional.of("00015180"), option(ack, 51));
	}

	@Test
	void theAnswerGoesWhereTheClientCanHearIt() {
		assertEquals(Gateway.LEASED, answered(dhcp(DISCOVER, 0, 0)).getInt(30));
		assertEquals(-1, answered(dhcp(DISCOVER, 0x8000, 0)).getInt(30));
		assertEquals(Gateway.LEASED, answered(dhcp(REQUEST, 0, Gateway.LEASED)).getInt(30));
		byte[] chaddr = new byte[6];
		answered(dhcp(DISCOVER, 0, 0)).get(0, chaddr);
		assertArrayEquals(hex("525400123456"), chaddr);
	}

	@Test
	void anotherAddressIsRefusedAndAnotherServerLeftAlone() {
		assertEquals(Optional.of("06"), option(message(answered(dhcp(REQUEST, 0, 0, hex("32040a000210")))), 53));
		assertTrue(Gateway.answer(dhcp(REQUEST, 0, 0, hex("32040a00020f 36040a000203"))).isEmpty());
	}

	@Test
	void aClientWithAnAddressIsToldTheRest() {
		ByteBuffer ack = message(answered(dhcp(8, 0, 0x0a00_0220)));
		assertEquals(Optional.of("05"), option(ack, 53));
		assertEquals(0, ack.getInt(16));
		assertEquals(Optional.of("0a000202"), option(ack, 3));
		assertEquals(Optional.empty(), option(ack, 51));
	}

	@Test
	void framesOfAnyKindDoNoHarm() {
		Random random = new Random(3);
		byte[][] seeds = { ping(Gateway.ADDRESS, 20), dhcp(DISCOVER, 0, 0), dhcp(REQUEST, 0, 0, hex("32040a00020f")),
				hex(TO_ALL + "0806 0001080006040001 525400123456 0a00020f 000000000000 0a000202") };
		int answers = 0;
		for (int i = 0; i < 20_000; i++) {
			byte[] frame = seeds[i % seeds.length];
			byte[] changed = java.util.Arrays.copyOf(frame, random.nextInt(4) == 0 ? random.nextInt(frame.length + 1) : frame.length);
			for (int n = random.nextInt(4); n > 0 && changed.length > 0; n--) {
				changed[random.nextInt(changed.length)] = (byte) random.nextInt();
			}
			answers += Gateway.answer(changed).isPresent() ? 1 : 0;
		}
		assertTrue(answers > 1000 && answers < 20_000, answers + " answers");
	}
}
