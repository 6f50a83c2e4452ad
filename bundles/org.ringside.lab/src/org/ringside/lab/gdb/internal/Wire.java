package org.ringside.lab.gdb.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Packets as they are on the wire. A packet's text has a character for each byte. */
final class Wire {

	/** Most bytes of a packet's text, either way. */
	static final int MOST = 0x4000;

	private static final int ESCAPE = '}';
	private static final int ESCAPED = 0x20;
	private static final int BYTE = 0xff;

	/** What came. */
	sealed interface Event {
	}

	/** A packet whose checksum is right. */
	record Packet(String text) implements Event {
	}

	/** A packet that cannot be used: it should be sent again. */
	record Broken(String why) implements Event {
	}

	/** The last packet sent was not understood. */
	record Refused() implements Event {
	}

	/** The user wants the run to be held. */
	record Interrupt() implements Event {
	}

	/** The other end is closed. */
	record End() implements Event {
	}

	private final InputStream in;

	Wire(InputStream in) {
		this.in = in;
	}

	/** The next thing that comes; what is none, is passed over. */
	Event next() throws IOException {
		while (true) {
			switch (in.read()) {
			case -1 -> {
				return new End();
			}
			case 3 -> {
				return new Interrupt();
			}
			case '-' -> {
				return new Refused();
			}
			case '$' -> {
				return packet();
			}
			default -> {
				// acknowledgments, and noise between packets
			}
			}
		}
	}

	private Event packet() throws IOException {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		int sum = 0;
		boolean escaped = false;
		for (int c = in.read(); c != '#'; c = in.read()) {
			if (c == -1) {
				return new End();
			}
			if (c == '$') {
				// the last one was never finished
				text.reset();
				sum = 0;
				escaped = false;
				continue;
			}
			sum += c;
			if (c == ESCAPE && !escaped) {
				escaped = true;
			} else if (text.size() <= MOST) {
				text.write(escaped ? c ^ ESCAPED : c);
				escaped = false;
			}
		}
		int high = Character.digit(in.read(), 16);
		int low = Character.digit(in.read(), 16);
		if (high < 0 || low < 0 || (sum & BYTE) != (high << 4 | low)) {
			return new Broken("has a wrong checksum");
		}
		if (text.size() > MOST) {
			return new Broken("is longer than " + MOST + " bytes");
		}
		return new Packet(text.toString(StandardCharsets.ISO_8859_1));
	}

	/** A packet, ready to be sent. */
	static byte[] packet(String text) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 4);
		out.write('$');
		int sum = 0;
		for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
			if (b == '$' || b == '#' || b == '*' || b == ESCAPE) {
				out.write(ESCAPE);
				out.write(b ^ ESCAPED);
				sum += ESCAPE + (b ^ ESCAPED);
			} else {
				out.write(b);
				sum += b;
			}
		}
		out.writeBytes("#%02x".formatted(sum & BYTE).getBytes(StandardCharsets.ISO_8859_1));
		return out.toByteArray();
	}
}
