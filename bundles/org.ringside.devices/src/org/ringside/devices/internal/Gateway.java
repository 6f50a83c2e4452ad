package org.ringside.devices.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The only other station on a network card's wire: 10.0.2.2 on 10.0.2.0/24, as in QEMU's user network. It answers ARP
 * (RFC 826) and ping (RFC 792), and leases 10.0.2.15 by DHCP (RFC 2131). It remembers nothing: each frame is answered by
 * itself, at most by one. What is malformed, or meant for somebody else, gets no answer.
 */
public final class Gateway {

	static final byte[] MAC = { 0x52, 0x55, 0x0a, 0x00, 0x02, 0x02 };
	static final int ADDRESS = 0x0a00_0202;
	static final int LEASED = 0x0a00_020f;
	static final int MASK = 0xffff_ff00;
	private static final int BROADCAST = -1;
	private static final byte[] ALL_STATIONS = { -1, -1, -1, -1, -1, -1 };

	private static final int ETHERNET = 14;
	private static final int ARP_TYPE = 0x0806;
	private static final int IPV4_TYPE = 0x0800;

	private static final int ARP_LENGTH = 28;
	/** Ethernet and IPv4 addresses, of 6 and 4 bytes. */
	private static final long ARP_KIND = 0x0001_0800_0604L;
	private static final int ARP_REQUEST = 1;
	private static final int ARP_REPLY = 2;

	private static final int IP_HEADER = 20;
	private static final int TTL = 64;
	private static final int ICMP = 1;
	private static final int UDP = 17;

	private static final int ECHO_REPLY = 0;
	private static final int ECHO = 8;
	private static final int ICMP_HEADER = 8;

	private static final int UDP_HEADER = 8;
	private static final int DHCP_SERVER = 67;
	private static final int DHCP_CLIENT = 68;

	private Gateway() {
	}

	/** The answer to a frame, both from the destination's address on and without a check sequence. */
	public static Optional<byte[]> answer(byte[] frame) {
		if (frame.length < ETHERNET) {
			return Optional.empty();
		}
		boolean meant = Arrays.equals(frame, 0, 6, MAC, 0, 6) || Arrays.equals(frame, 0, 6, ALL_STATIONS, 0, 6);
		boolean stationary = (frame[6] & 1) == 0;
		if (!meant || !stationary) {
			return Optional.empty();
		}
		ByteBuffer payload = ByteBuffer.wrap(frame, ETHERNET, frame.length - ETHERNET).slice();
		return switch (ByteBuffer.wrap(frame).getShort(12)) {
		case ARP_TYPE -> arp(payload).map(answer -> ethernet(frame, ARP_TYPE, answer));
		case IPV4_TYPE -> ip(payload).map(answer -> ethernet(frame, IPV4_TYPE, answer));
		default -> Optional.empty();
		};
	}

	private static byte[] ethernet(byte[] asked, int type, ByteBuffer payload) {
		return ByteBuffer.allocate(ETHERNET + payload.limit()).put(asked, 6, 6).put(MAC).putShort((short) type).put(payload.rewind()).array();
	}

	private static Optional<ByteBuffer> arp(ByteBuffer asked) {
		boolean mine = asked.limit() >= ARP_LENGTH && asked.getLong(0) == (ARP_KIND << 16 | ARP_REQUEST) && asked.getInt(24) == ADDRESS;
		if (!mine) {
			return Optional.empty();
		}
		ByteBuffer answer = ByteBuffer.allocate(ARP_LENGTH);
		answer.putLong(ARP_KIND << 16 | ARP_REPLY).put(MAC).putInt(ADDRESS);
		return Optional.of(answer.put(asked.slice(8, 10)));
	}

	// ---- IPv4

	/** Fragments and options are of no use to anybody here. */
	private static Optional<ByteBuffer> ip(ByteBuffer packet) {
		if (packet.limit() < IP_HEADER || packet.get(0) != 0x45 || sum(packet, 0, IP_HEADER, 0) != 0) {
			return Optional.empty();
		}
		int length = packet.getShort(2) & 0xffff;
		boolean whole = (packet.getShort(6) & 0x3fff) == 0;
		if (length < IP_HEADER || length > packet.limit() || !whole) {
			return Optional.empty();
		}
		int from = packet.getInt(12);
		int to = packet.getInt(16);
		ByteBuffer data = packet.slice(IP_HEADER, length - IP_HEADER);
		return switch (packet.get(9)) {
		case ICMP -> to == ADDRESS ? echo(data).map(answer -> packet(ICMP, from, answer)) : Optional.empty();
		case UDP -> to == ADDRESS || to == BROADCAST ? dhcp(data, from, to) : Optional.empty();
		default -> Optional.empty();
		};
	}

	private static Optional<ByteBuffer> echo(ByteBuffer asked) {
		if (asked.limit() < ICMP_HEADER || asked.getShort(0) != ECHO << 8 || sum(asked, 0, asked.limit(), 0) != 0) {
			return Optional.empty();
		}
		ByteBuffer answer = ByteBuffer.allocate(asked.limit()).put(asked.rewind());
		answer.putShort(0, (short) (ECHO_REPLY << 8)).putShort(2, (short) 0);
		return Optional.of(answer.putShort(2, (short) sum(answer, 0, answer.limit(), 0)));
	}

	private static Optional<ByteBuffer> dhcp(ByteBuffer datagram, int from, int to) {
		if (datagram.limit() < UDP_HEADER || datagram.getShort(0) != DHCP_CLIENT || datagram.getShort(2) != DHCP_SERVER) {
			return Optional.empty();
		}
		int length = datagram.getShort(4) & 0xffff;
		boolean checked = datagram.getShort(6) == 0 || length <= datagram.limit() && sum(datagram, 0, length, pseudo(from, to, length)) == 0;
		if (length < UDP_HEADER || length > datagram.limit() || !checked) {
			return Optional.empty();
		}
		return Dhcp.answer(datagram.slice(UDP_HEADER, length - UDP_HEADER)).map(answer -> {
			int size = UDP_HEADER + answer.message().limit();
			ByteBuffer reply = ByteBuffer.allocate(size).putShort((short) DHCP_SERVER).putShort((short) DHCP_CLIENT).putShort((short) size)
					.putShort((short) 0).put(answer.message().rewind());
			int sum = sum(reply, 0, size, pseudo(ADDRESS, answer.to(), size));
			// 0 would say that there is none (RFC 768)
			return packet(UDP, answer.to(), reply.putShort(6, (short) (sum == 0 ? 0xffff : sum)));
		});
	}

	private static ByteBuffer packet(int protocol, int to, ByteBuffer data) {
		ByteBuffer packet = ByteBuffer.allocate(IP_HEADER + data.limit()).putShort((short) 0x4500).putShort((short) (IP_HEADER + data.limit()))
				.putInt(0).put((byte) TTL).put((byte) protocol).putShort((short) 0).putInt(ADDRESS).putInt(to).put(data.rewind());
		return packet.putShort(10, (short) sum(packet, 0, IP_HEADER, 0));
	}

	/** What UDP's checksum covers besides the datagram. */
	private static long pseudo(int from, int to, int length) {
		return (from >>> 16) + (from & 0xffff) + (to >>> 16) + (to & 0xffff) + UDP + length;
	}

	/** The checksum of RFC 1071; 0 over what has its own in it. */
	private static int sum(ByteBuffer bytes, int at, int length, long begin) {
		long sum = begin;
		for (int i = 0; i < length; i++) {
			sum += (bytes.get(at + i) & 0xffL) << ((i & 1) == 0 ? 8 : 0);
		}
		while (sum > 0xffff) {
			sum = (sum & 0xffff) + (sum >>> 16);
		}
		return (int) ~sum & 0xffff;
	}

}
