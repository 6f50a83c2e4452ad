package org.ringside.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs in a folder and keeps what they say. */
final class Commands {
	/** The java that runs the tests. */
	static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	/** What a program left: its exit status, and its standard output and error, mixed. */
	record Outcome(int status, String text) {
		List<String> lines() {
			return text.lines().toList();
		}
	}

	private final Path folder;
	private final Map<String, String> environment = new HashMap<>();

	private Commands(Path folder) {
		this.folder = folder;
	}

	static Commands in(Path folder) {
		return new Commands(folder);
	}

	Commands with(String variable, String value) {
		environment.put(variable, value);
		return this;
	}

	/**
	 * Runs a program to its end; its input is empty.
	 *
	 * @throws IOException if it cannot be started or takes more than ten minutes
	 */
	Outcome run(String... command) throws IOException {
		Path output = Files.createTempFile("command", ".txt");
		try {
			var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
					.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))).redirectOutput(output.toFile());
			builder.environment().putAll(environment);
			Process process = builder.start();
			if (!process.waitFor(10, TimeUnit.MINUTES)) {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly();
				throw new IOException(String.join(" ", command) + " takes more than ten minutes:\n" + Files.readString(output));
			}
			return new Outcome(process.exitValue(), Files.readString(output));
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IOException(e);
		} finally {
			Files.delete(output);
		}
	}

	static String[] join(String[] first, String... more) {
		return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
	}
}
