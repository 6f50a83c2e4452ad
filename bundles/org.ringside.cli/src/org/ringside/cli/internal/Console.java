package org.ringside.cli.internal;

import java.util.Optional;

import org.ringside.lab.Run;

/** The guest's output on standard output, and how far it is on standard error where that is a terminal. */
final class Console implements AutoCloseable {

	private final Output out;
	private final Run run;
	private final Optional<ProgressLine> progress;

	Console(Host host, Run run) {
		out = host.out();
		this.run = run;
		progress = host.errIsTerminal() ? Optional.of(new ProgressLine(host.err(), run::progress)) : Optional.empty();
		run.onOutput(this::print);
	}

	private void print(byte[] bytes) {
		progress.ifPresent(line -> line.before(bytes));
		out.write(bytes, 0, bytes.length);
		out.flush();
		if (out.failure().isPresent()) {
			// nobody would see what else the guest prints
			run.quit();
		}
	}

	@Override
	public void close() {
		progress.ifPresent(ProgressLine::close);
		out.flush();
	}
}
