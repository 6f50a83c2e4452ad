package org.ringside.cli.internal;

import java.io.IOException;
import java.io.InputStream;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.ringside.lab.LabException;

/**
 * The user's terminal, with every key handed through as it is pressed. As it was again when closed, and when the process
 * ends in any way that lets Java do something.
 */
final class RawTerminal implements AutoCloseable {

	private final Terminal terminal;
	private final Attributes before;
	private final Thread hook = new Thread(this::restore, "ringside terminal");

	RawTerminal() {
		// jline looks for its providers there, and OSGi has nothing to be found there by itself
		Thread thread = Thread.currentThread();
		ClassLoader loader = thread.getContextClassLoader();
		thread.setContextClassLoader(TerminalBuilder.class.getClassLoader());
		try {
			terminal = TerminalBuilder.builder().system(true).dumb(false).nativeSignals(false).build();
		} catch (IOException | IllegalStateException e) {
			throw new LabException("the terminal cannot be made raw: " + e.getMessage() + "; use a pipe as input, or --input", e);
		} finally {
			thread.setContextClassLoader(loader);
		}
		before = terminal.getAttributes();
		Runtime.getRuntime().addShutdownHook(hook);
		Attributes raw = new Attributes(before);
		raw.setLocalFlag(LocalFlag.ICANON, false);
		raw.setLocalFlag(LocalFlag.ECHO, false);
		raw.setLocalFlag(LocalFlag.IEXTEN, false);
		raw.setLocalFlag(LocalFlag.ISIG, false);
		raw.setInputFlag(InputFlag.IXON, false);
		raw.setInputFlag(InputFlag.ICRNL, false);
		raw.setInputFlag(InputFlag.INLCR, false);
		raw.setControlChar(ControlChar.VMIN, 1);
		raw.setControlChar(ControlChar.VTIME, 0);
		terminal.setAttributes(raw);
	}

	/** The keys. */
	InputStream keys() {
		return terminal.input();
	}

	private synchronized void restore() {
		terminal.setAttributes(before);
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
