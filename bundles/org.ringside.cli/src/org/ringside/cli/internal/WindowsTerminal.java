package org.ringside.cli.internal;

import java.io.IOException;
import java.io.InputStream;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.ringside.lab.LabException;

/** By jline, as Windows has no {@code stty}. */
final class WindowsTerminal extends RawTerminal {

	private final Terminal terminal;
	private final Attributes before;

	WindowsTerminal() {
		try {
			terminal = TerminalBuilder.builder().classLoader(TerminalBuilder.class.getClassLoader()).system(true).dumb(false)
					.graphemeCluster(false).nativeSignals(false).build();
		} catch (IOException | IllegalStateException e) {
			throw new LabException("the terminal cannot be set: " + e.getMessage() + "; use a pipe as input, or --input", e);
		}
		before = terminal.getAttributes();
	}

	@Override
	InputStream keys() {
		return terminal.input();
	}

	@Override
	void makeRaw() {
		Attributes raw = new Attributes(before);
		raw.setLocalFlag(LocalFlag.ICANON, false);
		raw.setLocalFlag(LocalFlag.ECHO, false);
		raw.setLocalFlag(LocalFlag.ISIG, false);
		terminal.setAttributes(raw);
	}

	@Override
	void makeAsBefore() {
		terminal.setAttributes(before);
	}
}
