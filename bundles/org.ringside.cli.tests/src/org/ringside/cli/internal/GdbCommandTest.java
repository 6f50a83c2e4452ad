package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.cli.internal.Shell.Answer;

/** {@code run} with a debugger. */
@Timeout(60)
class GdbCommandTest {

	/** Powers off with status 3. */
	private static final String PROGRAM = """
			_start:
				li t0, 0x100000
				li t1, 0x33333
				sw t1, 0(t0)
			1:	j 1b
			""";

	@TempDir
	private Path folder;
	private Shell shell;
	private String program;

	@BeforeEach
	void writeProgram() throws IOException {
		shell = new Shell(folder.resolve("guests"));
		program = Files.writeString(folder.resolve("program.s"), PROGRAM).toString();
	}

	private static int free() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static Socket connected(int port) throws IOException {
		while (true) {
			try {
				return new Socket(InetAddress.getLoopbackAddress(), port);
			} catch (java.net.ConnectException e) {
				// it does not listen yet
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void runWaitsForTheDebuggerAndEndsWithTheGuestsStatus() throws IOException {
		int port = free();
		CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> shell.ask("run", program, "--gdb", Integer.toString(port)));
		try (Socket socket = connected(port)) {
			socket.getOutputStream().write("$vCont;c#a8".getBytes(StandardCharsets.US_ASCII));
			assertEquals("+$W03#ba", new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
		}
		assertEquals(new Answer(3, "", "ringside run: gdb: waiting on port " + port + ": gdb-multiarch -ex 'target remote :" + port + "'\n"),
				answer.join());
	}

	@Test
	void runThatDoesNotWaitNeedsNoDebugger() {
		Answer answer = shell.ask("run", program, "--gdb", "0", "--gdb-nowait");
		assertEquals(3, answer.status());
		assertTrue(answer.err().matches("ringside run: gdb: listening on port [0-9]+: gdb-multiarch .*\n"), answer.err());
	}
}
