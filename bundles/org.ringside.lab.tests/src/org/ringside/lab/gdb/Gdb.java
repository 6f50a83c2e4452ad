package org.ringside.lab.gdb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's gdb-multiarch as a process that is told commands. */
final class Gdb implements AutoCloseable {

	private static final String PROGRAM = "gdb-multiarch";

	private final Process process;
	private final Writer in;
	private final BufferedReader out;
	private int asked;

	/** Connects; {@code symbols} may be missing. */
	Gdb(int port, Path symbols) {
		assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM))),
				PROGRAM + " is not installed");
		List<String> command = new ArrayList<>(List.of(PROGRAM, "-nx", "-q"));
		if (Files.exists(symbols)) {
			command.add(symbols.toString());
		}
		try {
			process = new ProcessBuilder(command).redirectErrorStream(true).start();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		in = process.outputWriter(StandardCharsets.UTF_8);
		out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		ask("set pagination off");
		ask("set confirm off");
		ask("set width 0");
		ask("target remote localhost:" + port);
	}

	/** Tells a command and waits for what gdb says. */
	String ask(String command) {
		tell(command);
		return answer();
	}

	/** Tells a command; {@link #answer} must follow. */
	void tell(String command) {
		try {
			in.write(command + "\necho \\nanswered-" + ++asked + "\\n\n");
			in.flush();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** What gdb says until it is done. */
	String answer() {
		StringBuilder text = new StringBuilder();
		try {
			String line = out.readLine();
			while (line != null && !line.endsWith("answered-" + asked)) {
				text.append(line.replace("(gdb) ", "")).append('\n');
				line = out.readLine();
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		return text.toString();
	}

	/** What Ctrl-C does. */
	void interrupt() {
		try {
			new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** The value of an expression that is a number. */
	long value(String expression) {
		String answer = ask("output/x " + expression);
		return Long.parseUnsignedLong(answer.strip().substring(2), 16);
	}

	/** Ends the process as if it had crashed. */
	void die() {
		process.destroyForcibly();
	}

	@Override
	public void close() {
		try {
			in.write("quit\n");
			in.flush();
			if (!process.waitFor(10, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		} catch (IOException e) {
			process.destroyForcibly();
		} catch (InterruptedException e) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}
}
