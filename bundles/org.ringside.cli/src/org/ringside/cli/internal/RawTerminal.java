package org.ringside.cli.internal;

import java.io.InputStream;
import java.util.Locale;

/**
 * The user's terminal, with every key handed through as it is pressed. As it was again when closed, and when the process
 * ends in any way that lets Java do something.
 */
abstract class RawTerminal implements AutoCloseable {

	private final Thread hook = new Thread(this::restore, "ringside terminal");
	private boolean raw;

	/** Makes the terminal raw; throws {@link org.ringside.lab.LabException} if that is not possible. */
	static RawTerminal open() {
		boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
		RawTerminal terminal = windows ? new WindowsTerminal() : new UnixTerminal();
		Runtime.getRuntime().addShutdownHook(terminal.hook);
		terminal.set();
		return terminal;
	}

	/** The keys. */
	abstract InputStream keys();

	abstract void makeRaw();

	abstract void makeAsBefore();

	private synchronized void set() {
		raw = true;
		makeRaw();
	}

	private synchronized void restore() {
		if (raw) {
			raw = false;
			makeAsBefore();
		}
	}

	@Override
	public void close() {
		restore();
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		} catch (IllegalStateException e) {
			// the process is ending, and the hook runs
		}
	}
}
