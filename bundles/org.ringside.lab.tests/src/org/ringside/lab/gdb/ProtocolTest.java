package org.ringside.lab.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.LabException;
import org.ringside.lab.Run;

/** The remote protocol, packet by packet, as no gdb would speak it too. */
@Timeout(120)
class ProtocolTest {

	/** Counts a0 up at 0x80000000, and stores it at 0x80000100. */
	private static final String COUNT = """
		_start:	la a1, data
		loop:	addi a0, a0, 1
			sd a0, 0(a1)
			j loop
			.org 0x80000100
		data:	.dword 0
		""";
	private static final long LOOP = 0x8000_0008L;

	/** The other end. */
	private static final class Client implements AutoCloseable {
		private final Socket socket;
		private final InputStream in;

		Client(Served served) throws IOException {
			socket = new Socket(InetAddress.getLoopbackAddress(), served.server.port());
			socket.setSoTimeout(60_000);
			in = socket.getInputStream();
		}

		void raw(String bytes) throws IOException {
			socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}

		void send(String text) throws IOException {
			int sum = text.chars().sum() & 0xff;
			raw("$" + text + "#%02x".formatted(sum));
		}

		int next() throws IOException {
			return in.read();
		}

		/** The text of the next packet; what comes before it is passed over. */
		String packet() throws IOException {
			StringBuilder text = new StringBuilder();
			int c = in.read();
			while (c != '$') {
				assertTrue(c >= 0, "the server closed the connection");
				c = in.read();
			}
			for (c = in.read(); c != '#'; c = in.read()) {
				assertTrue(c >= 0, "the server closed the connection");
				text.append((char) (c == '}' ? in.read() ^ 0x20 : c));
			}
			in.read();
			in.read();
			return text.toString();
		}

		String ask(String text) throws IOException {
			send(text);
			return packet();
		}

		@Override
		public void close() throws IOException {
			socket.close();
		}
	}

	private static Served counting(int harts) {
		return new Served(Served.program(COUNT, harts), Inputs.none());
	}

	@Test
	void packetsAreAcknowledgedUntilGdbWantsThemNot() throws IOException {
		try (Served served = counting(1); Client client = new Client(served)) {
			client.send("?");
			assertEquals('+', client.next());
			assertEquals("T05thread:1;", client.packet());
			client.raw("-");
			assertEquals("T05thread:1;", client.packet(), "sent again");
			client.raw("$?#00");
			assertEquals('-', client.next());
			client.raw("$?#zz");
			assertEquals('-', client.next());
			client.send("QStartNoAckMode");
			assertEquals('+', client.next());
			assertEquals("OK", client.packet());
			client.send("?");
			assertEquals('$', client.next());
			assertEquals(1, served.said.size(), served.said::toString);
			assertTrue(served.said.getFirst().contains("wrong checksum"), served.said::toString);
		}
	}

	@Test
	void packetBegunAnewCountsFromItsBegin() throws IOException {
		try (Served served = counting(1); Client client = new Client(served)) {
			client.raw("noise+++$m1,2$");
			client.raw("g#67");
			String registers = client.packet();
			assertEquals(33 * 16, registers.length());
			assertTrue(registers.endsWith("0000008000000000"), registers);
		}
	}

	@Test
	void whatCannotBeUnderstoodIsRefusedAndTheSessionGoesOn() throws IOException {
		try (Served served = counting(2); Client client = new Client(served)) {
			for (String wrong : List.of("m", "mzz,4", "m0", "m0,", "m11112222333344445,4", "M80000000,2:zz", "M80000000,4:0011", "P", "Pzz=1", "P1", "P1=zz", "p",
					"pffffffff", "p7fffffff", "Hx1", "Hg9", "Hg", "T3", "Tzz", "G00", "X80000100,9:ab", "Z0", "Z0,80000000", "Z2,80000000,0",
					"Z2,ffffffffffffffff,8", "vCont;x", "vCont;s:7", "vCont;", "qXfer:features:read:other.xml:0,10", "qXfer:threads:read::zz",
					"qThreadExtraInfo,9", "qRcmd,f")) {
				String answer = client.ask(wrong);
				assertTrue(answer.startsWith("E"), wrong + " is answered " + answer);
			}
			for (String unknown : List.of("", "b", "vMustReplyEmpty", "qNothing", "QNothing:1", "Z9,0,0", "_", "}")) {
				assertEquals("", client.ask(unknown), unknown);
			}
			assertEquals("T05thread:1;", client.ask("?"));
		}
	}

	@Test
	void noBytesThatComeEndTheRun() throws IOException {
		try (Served served = counting(1)) {
			RandomGenerator random = new SplittableRandom(5);
			String kinds = "?gGpPmMXHTZzqQDcCsSvk!bBdFiIrRtxy\0\377";
			for (int connection = 0; connection < 20; connection++) {
				try (Client client = new Client(served)) {
					for (int i = 0; i < 50; i++) {
						StringBuilder text = new StringBuilder();
						text.append(kinds.charAt(random.nextInt(kinds.length())));
						for (int j = random.nextInt(12); j > 0; j--) {
							text.append(random.nextInt(3) == 0 ? (char) random.nextInt(1, 256) : "0123456789abcdef,;:-=".charAt(random.nextInt(21)));
						}
						String packet = text.toString().replaceAll("[$#}\3]", "0");
						if (!packet.startsWith("k") && !packet.startsWith("vKill")) {
							client.send(packet);
						}
						client.raw(random.nextInt(9) == 0 ? "$" : "");
					}
				} catch (IOException e) {
					// the first may not be gone yet: a second is turned away
				}
			}
			try (Client client = connected(served)) {
				assertTrue(client.ask("?").startsWith("T05"));
			}
		}
	}

	/** A connection, when the last one is gone. */
	private static Client connected(Served served) throws IOException {
		for (int i = 0;; i++) {
			Client client = new Client(served);
			try {
				client.send("qC");
				client.packet();
				return client;
			} catch (IOException | AssertionError e) {
				client.close();
				assertTrue(i < 600, "nobody answers");
				sleep();
			}
		}
	}

	private static void sleep() {
		try {
			Thread.sleep(Duration.ofMillis(50));
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void readingMemoryAndRegistersChangesNothing() throws IOException {
		try (Served served = counting(1); Client client = new Client(served)) {
			String before = served.run.digest();
			assertEquals("E0e", client.ask("m10000000,1"), "a device");
			assertEquals("E0e", client.ask("m0,8"));
			assertEquals(0x100 * 2, client.ask("m800fff00,200").length(), "up to the end of memory");
			assertEquals("", client.ask("m80000000,0"));
			assertEquals("0000000000000000", client.ask("m80000100,8"));
			client.ask("g");
			for (int number = 0; number <= 4161; number++) {
				client.send("p%x".formatted(number));
				String value = client.packet();
				assertTrue(value.matches("E01|[0-9a-f]{8}|[0-9a-f]{16}"), number + ": " + value);
			}
			client.ask("qXfer:threads:read::0,1000");
			assertEquals(before, served.run.digest());
		}
	}

	@Test
	void memoryIsWrittenInBothFormsAndTheCodeThatIsThereActs() throws IOException {
		try (Served served = counting(1); Client client = new Client(served)) {
			assertEquals("OK", client.ask("Z0,80000008,2"));
			client.send("c");
			assertEquals("T05thread:1;", client.packet(), "gdb has not said that it knows swbreak");
			assertEquals("OK", client.ask("X80000100,2:}\3\2"));
			assertEquals("2302", client.ask("m80000100,2"));
			assertEquals("OK", client.ask("M80000102,2:fffe"));
			assertEquals("2302fffe", client.ask("m80000100,4"));
			assertEquals("E0e", client.ask("M800ffffe,4:00000000"));
			assertEquals("0000", client.ask("m800ffffe,2"), "nothing is written by halves");
			assertEquals("OK", client.ask("X80000100,0:"));
			client.ask("c");
			assertEquals("0100000000000000", client.ask("pa"));
			assertEquals("13051500", client.ask("m80000008,4"), "addi a0, a0, 1");
			assertEquals("OK", client.ask("M8000000a,1:55"));
			client.ask("c");
			assertEquals("0600000000000000", client.ask("pa"));
		}
	}

	@Test
	void stopsSayWhatTheyAreFor() throws IOException {
		try (Served served = counting(1); Client client = new Client(served)) {
			assertTrue(client.ask("qSupported:swbreak+;hwbreak+;multiprocess+").contains("vContSupported+"));
			assertEquals("vCont;c;C;s;S;t", client.ask("vCont?"));
			assertEquals("OK", client.ask("Z0,80000008,2"));
			assertEquals("OK", client.ask("Z1,80000008,2"));
			assertEquals("T05swbreak:;thread:1;", client.ask("vCont;c"));
			assertEquals("OK", client.ask("z0,80000008,2"));
			assertEquals("T05hwbreak:;thread:1;", client.ask("vCont;c:1"), "the other one is there still");
			assertEquals("OK", client.ask("z1,80000008,2"));
			assertEquals("OK", client.ask("z1,80000008,2"), "as if it were there");
			assertEquals("OK", client.ask("Z2,80000104,4"));
			assertEquals("T05watch:80000104;thread:1;", client.ask("vCont;c"));
			assertEquals("OK", client.ask("z2,80000104,4"));
			assertEquals("OK", client.ask("Z4,80000100,1"));
			assertEquals("T05awatch:80000100;thread:1;", client.ask("c"));
			assertEquals("T05thread:1;", client.ask("vCont;s:1;c"));
			assertEquals("T05thread:1;", client.ask("s"));
			client.send("c");
			assertEquals("T05awatch:80000100;thread:1;", client.packet());
			assertEquals("OK", client.ask("z4,80000100,1"));
			client.send("C05");
			client.raw("\3");
			assertEquals("T02thread:1;", client.packet());
			assertEquals("T05thread:1;", client.ask("s%x".formatted(LOOP)), "from another address");
		}
	}

	@Test
	void threadsAreHarts() throws IOException {
		try (Served served = counting(3); Client client = new Client(served)) {
			assertEquals("m1,2,3", client.ask("qfThreadInfo"));
			assertEquals("l", client.ask("qsThreadInfo"));
			assertEquals("OK", client.ask("Hg3"));
			assertEquals("QC3", client.ask("qC"));
			assertEquals("OK", client.ask("T3"));
			assertEquals("E01", client.ask("T4"));
			assertEquals("hart 2 (M)", new String(HexFormat.of().parseHex(client.ask("qThreadExtraInfo,3")), StandardCharsets.UTF_8));
			assertEquals("T05thread:3;", client.ask("vCont;s:3"));
			assertEquals(1, served.run.debugger().machine().harts().get(2).steps);
			assertEquals("OK", client.ask("Hc2"));
			assertEquals("T05thread:2;", client.ask("s"));
			assertTrue(client.ask("qXfer:threads:read::0,1000").contains("name=\"hart2\""));
		}
	}

	@Test
	void descriptionComesInParts() throws IOException {
		try (Served served = counting(1); Client client = new Client(served)) {
			StringBuilder text = new StringBuilder();
			String part = client.ask("qXfer:features:read:target.xml:0,1f3");
			while (part.startsWith("m")) {
				text.append(part, 1, part.length());
				part = client.ask("qXfer:features:read:target.xml:%x,1f3".formatted(text.length()));
			}
			text.append(part, 1, part.length());
			assertTrue(text.toString().endsWith("</target>\n"), part);
			assertTrue(text.toString().contains("<reg name=\"satp\" bitsize=\"64\" regnum=\"" + (65 + 0x180) + "\"/>"), text::toString);
			assertEquals("l", client.ask("qXfer:features:read:target.xml:7fffffff,10"));
		}
	}

	@Test
	void monitorAnswersAndEndsTheRun() throws IOException {
		try (Served served = counting(1); Client client = new Client(served)) {
			assertEquals("0\n", monitor(client, "steps"));
			assertTrue(monitor(client, "help").contains("quit"));
			assertTrue(monitor(client, "reset").contains("there is no"));
			monitor(client, "quit");
			assertEquals(Ending.Reason.QUIT, served.ending().reason());
		}
	}

	private static String monitor(Client client, String command) throws IOException {
		String answer = client.ask("qRcmd," + HexFormat.of().formatHex(command.getBytes(StandardCharsets.UTF_8)));
		return new String(HexFormat.of().parseHex(answer), StandardCharsets.UTF_8);
	}

	@Test
	void secondDebuggerIsTurnedAway() throws IOException {
		try (Served served = counting(1); Client first = new Client(served)) {
			assertEquals("QC1", first.ask("qC"));
			try (Client second = new Client(served)) {
				assertEquals(-1, second.next());
			}
			assertEquals("QC1", first.ask("qC"));
			assertEquals(List.of("gdb: a second debugger was turned away: detach the first"), served.said);
		}
	}

	@Test
	void endOfTheRunIsSaidToWhoWaits() throws IOException {
		String off = "_start: li t0, 0x100000\n li t1, 0x73333\n sw t1, 0(t0)\n j _start\n";
		try (Served served = new Served(Served.program(off, 1), Inputs.none()); Client client = new Client(served)) {
			assertEquals("W07", client.ask("vCont;c"));
			assertEquals(new Ending(Ending.Reason.POWER_OFF, 7), served.ending());
		}
	}

	@Test
	void connectionThatIsLostTakesItsProbesAlong() throws IOException {
		Experiment experiment = Served.program(COUNT, 1);
		try (Served served = new Served(experiment, Inputs.none())) {
			try (Client client = new Client(served)) {
				assertEquals("OK", client.ask("Z0,80000008,2"));
				client.send("c");
				client.packet();
				client.raw("$m80000");
			}
			while (served.run.progress().steps() < 100_000) {
				Thread.onSpinWait();
			}
			assertEquals(List.of("gdb: the debugger closed its connection without detaching; the run goes on"), served.said);
		}
	}

	@Test
	void whoAsksAndNeverReadsIsLeft() throws IOException {
		try (Served served = counting(1); Client client = new Client(served)) {
			String questions = "$qXfer:features:read:target.xml:0,1f00#%02x"
					.formatted("qXfer:features:read:target.xml:0,1f00".chars().sum() & 0xff).repeat(200);
			assertThrows(IOException.class, () -> {
				for (int i = 0; i < 1000; i++) {
					client.raw(questions);
				}
			});
			while (served.run.progress().steps() < 100_000) {
				Thread.onSpinWait();
			}
			assertEquals(1, served.said.size(), served.said::toString);
		}
	}

	@Test
	void portInUseIsSaidInOneLine() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Run run = Run.of(Served.CATALOG, Served.program(COUNT, 1), Inputs.none())) {
			LabException error = assertThrows(LabException.class, () -> GdbServer.open(run, taken.getLocalPort(), _ -> {
				// says nothing
			}));
			assertTrue(error.getMessage().contains("port " + taken.getLocalPort()), error::getMessage);
			assertFalse(error.getMessage().contains("\n"));
		}
	}
}
