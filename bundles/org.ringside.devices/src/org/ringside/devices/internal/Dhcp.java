package org.ringside.devices.internal;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The DHCP server (RFC 2131, options of RFC 2132): it has one address to lease, {@link Gateway#LEASED}, which it gives to
 * whoever asks.
 */
final class Dhcp {

	private static final int REQUEST = 1;
	private static final int REPLY = 2;
	/** Hardware type Ethernet, whose addresses have 6 bytes. */
	private static final int ETHERNET = 0x0106;
	private static final int COOKIE = 0x6382_5363;

	// offsets in the message
	private static final int XID = 4;
	private static final int FLAGS = 10;
	private static final int CIADDR = 12;
	private static final int YIADDR = 16;
	private static final int SIADDR = 20;
	private static final int GIADDR = 24;
	private static final int CHADDR = 28;
	private static final int COOKIE_AT = 236;
	private static final int OPTIONS = 240;
	/** What every client can take, and what BOOTP's clients expect. */
	private static final int SIZE = 300;

	private static final int BROADCAST_FLAG = 0x8000;

	// options
	private static final int PAD = 0;
	private static final int SUBNET_MASK = 1;
	private static final int ROUTER = 3;
	private static final int REQUESTED = 50;
	private static final int LEASE = 51;
	private static final int TYPE = 53;
	private static final int SERVER = 54;
	private static final int END = 255;
	private static final int A_DAY = 86_400;

	// types of messages
	private static final int DISCOVER = 1;
	private static final int OFFER = 2;
	private static final int ASK = 3;
	private static final int ACK = 5;
	private static final int NAK = 6;
	private static final int INFORM = 8;

	/** @param to IPv4 address that it goes to */
	record Answer(int to, ByteBuffer message) {
	}

	private Dhcp() {
	}

	static Optional<Answer> answer(ByteBuffer asked) {
		boolean request = asked.limit() >= OPTIONS && asked.get(0) == REQUEST && asked.getShort(1) == ETHERNET
				&& asked.getInt(COOKIE_AT) == COOKIE && asked.getInt(GIADDR) == 0;
		if (!request || number(asked, SERVER, 4).orElse(Gateway.ADDRESS) != Gateway.ADDRESS) {
			return Optional.empty();
		}
		return switch (number(asked, TYPE, 1).orElse(0)) {
		case DISCOVER -> Optional.of(lease(asked, OFFER));
		case ASK -> Optional.of(wanted(asked) == Gateway.LEASED ? lease(asked, ACK) : refusal(asked));
		case INFORM -> Optional.of(configuration(asked));
		default -> Optional.empty();
		};
	}

	/** A client names the address in an option while it has none, and as its own later. */
	private static int wanted(ByteBuffer asked) {
		return number(asked, REQUESTED, 4).orElse(asked.getInt(CIADDR));
	}

	private static Answer lease(ByteBuffer asked, int type) {
		ByteBuffer reply = reply(asked, type).putInt(YIADDR, Gateway.LEASED);
		option(reply, LEASE, A_DAY);
		option(reply, SUBNET_MASK, Gateway.MASK);
		option(reply, ROUTER, Gateway.ADDRESS);
		return finished(reply, to(asked, Gateway.LEASED));
	}

	private static Answer configuration(ByteBuffer asked) {
		ByteBuffer reply = reply(asked, ACK);
		option(reply, SUBNET_MASK, Gateway.MASK);
		option(reply, ROUTER, Gateway.ADDRESS);
		return finished(reply, to(asked, asked.getInt(CIADDR)));
	}

	/** A client that is refused has no address. */
	private static Answer refusal(ByteBuffer asked) {
		return finished(reply(asked, NAK), -1);
	}

	private static int to(ByteBuffer asked, int leased) {
		int has = asked.getInt(CIADDR);
		return has != 0 ? has : (asked.getShort(FLAGS) & BROADCAST_FLAG) != 0 ? -1 : leased;
	}

	private static ByteBuffer reply(ByteBuffer asked, int type) {
		ByteBuffer reply = ByteBuffer.allocate(SIZE).put(0, (byte) REPLY).putShort(1, (short) ETHERNET).putInt(XID, asked.getInt(XID))
				.putShort(FLAGS, asked.getShort(FLAGS)).putInt(CIADDR, asked.getInt(CIADDR)).putInt(SIADDR, Gateway.ADDRESS)
				.put(CHADDR, asked, CHADDR, 16).putInt(COOKIE_AT, COOKIE).position(OPTIONS);
		reply.put((byte) TYPE).put((byte) 1).put((byte) type);
		option(reply, SERVER, Gateway.ADDRESS);
		return reply;
	}

	private static void option(ByteBuffer reply, int code, int value) {
		reply.put((byte) code).put((byte) 4).putInt(value);
	}

	private static Answer finished(ByteBuffer reply, int to) {
		reply.put((byte) END);
		return new Answer(to, reply);
	}

	/** The value of an option, big-endian; empty if it is not there in full. */
	private static Optional<Integer> number(ByteBuffer asked, int code, int length) {
		for (int at = OPTIONS; at + 1 < asked.limit();) {
			int found = asked.get(at) & 0xff;
			if (found == END) {
				return Optional.empty();
			}
			int size = found == PAD ? 0 : asked.get(at + 1) & 0xff;
			if (found == code && size == length && at + 2 + size <= asked.limit()) {
				return Optional.of(length == 1 ? asked.get(at + 2) & 0xff : asked.getInt(at + 2));
			}
			at += found == PAD ? 1 : 2 + size;
		}
		return Optional.empty();
	}
}
