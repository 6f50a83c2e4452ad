package org.ringside.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.ringside.lab.LabException;

/**
 * By {@code stty}, which POSIX has. A terminal library would ask the terminal what it can do, and the answers would be
 * keys for the guest.
 */
final class UnixTerminal extends RawTerminal {

	private final String before = stty("-g");

	@Override
	InputStream keys() {
		return System.in;
	}

	/** What the guest prints is still given a carriage return at each line's end, as its own console driver may not. */
	@Override
	void makeRaw() {
		stty("-icanon", "-echo", "-isig", "-iexten", "-ixon", "-icrnl", "-inlcr", "min", "1", "time", "0");
	}

	@Override
	void makeAsBefore() {
		stty(before);
	}

	private static String stty(String... arguments) {
		List<String> command = new ArrayList<>(List.of("stty"));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectInput(Redirect.INHERIT).redirectErrorStream(true).start();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			if (process.waitFor() != 0) {
				throw new LabException("the terminal cannot be set: stty says " + said + "; use a pipe as input, or --input");
			}
			return said;
		} catch (IOException e) {
			throw new LabException("the terminal cannot be set, as there is no stty: use a pipe as input, or --input", e);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new LabException("interrupted while the terminal was set", e);
		}
	}
}
