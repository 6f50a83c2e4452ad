package org.ringside.cli.internal;

import java.io.PrintStream;
import java.util.Optional;

import org.ringside.lab.Run;

/** The guest's output on standard output, and how far it is on standard error where that is a terminal. */
final class Console implements AutoCloseable {

	private final PrintStream out;
	private final Optional<ProgressLine> progress;

	Console(Host host, Run run) {
		out = host.out();
		progress = host.errIsTerminal() ? Optional.of(new ProgressLine(host.err(), run::progress)) : Optional.empty();
		run.onOutput(this::print);
	}

	private void print(byte[] bytes) {
		progress.ifPresent(line -> line.before(bytes));
		out.write(bytes, 0, bytes.length);
		out.flush();
	}

	@Override
	public void close() {
		progress.ifPresent(ProgressLine::close);
		out.flush();
	}
}
