package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real terminal, which {@code script} of util-linux makes; skipped where there is none. */
class TerminalTest {

	/** Prints a greeting, then echoes what it polls until it reads a q, which powers off with status 7. */
	private static final String ECHO = """
			_start:
				li a1, 0x10000000
				li a2, '>'
				sb a2, 0(a1)
			1:	lbu a2, 5(a1)
				andi a2, a2, 1
				beqz a2, 1b
				lbu a2, 0(a1)
				sb a2, 0(a1)
				li a3, 'q'
				bne a2, a3, 1b
				li t0, 0x100000
				li t1, 0x73333
				sw t1, 0(t0)
			2:	j 2b
			""";

	@TempDir
	private Path folder;

	/** What the terminal shows when these keys are pressed, after the guest's greeting, and then how the terminal is set. */
	private String shown(String keys) throws IOException, InterruptedException {
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script of util-linux");
		Path program = Files.writeString(folder.resolve("echo.s"), ECHO);
		String java = ProcessHandle.current().info().command().orElseThrow() + " --enable-native-access=ALL-UNNAMED -cp "
				+ System.getProperty("java.class.path") + " " + PlainRingside.class.getName() + " run " + program;
		Process script = new ProcessBuilder("/usr/bin/script", "-qec", java + "; echo status $?; stty -a", "/dev/null").redirectErrorStream(true).start();
		StringBuilder shown = new StringBuilder();
		boolean typed = false;
		for (int next = script.getInputStream().read(); next >= 0; next = script.getInputStream().read()) {
			shown.append((char) next);
			if (!typed && next == '>') {
				typed = true;
				script.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
				script.getOutputStream().flush();
			}
		}
		assertTrue(script.waitFor(10, TimeUnit.SECONDS), "script does not end");
		return shown.toString();
	}

	@Test
	void everyKeyReachesTheGuestAsItIsPressedAndTheTerminalIsRestored() throws IOException, InterruptedException {
		String shown = shown("a\u0003b\u0001\u0001q");
		assertEquals(">a\u0003b\u0001q", shown.substring(0, shown.indexOf("status")));
		assertTrue(shown.contains("status 7"), shown);
		assertTrue(shown.contains(" icanon") && shown.contains(" echo ") && shown.contains("isig "), shown);
	}

	@Test
	void ctrlAThenXEndsTheRunAndTheTerminalIsRestored() throws IOException, InterruptedException {
		String shown = shown("\u0001x");
		assertTrue(shown.contains("status 0"), shown);
		assertTrue(shown.contains(" icanon") && shown.contains(" echo ") && shown.contains("isig "), shown);
	}
}
