package org.ringside.cli.internal;

import java.io.IOException;
import java.io.InputStream;

import org.ringside.lab.Input;
import org.ringside.lab.LiveInput;

/** Who types: the user at a terminal, or an input that needs nobody. */
final class Typist implements AutoCloseable {

	private final Input input;
	private final RawTerminal terminal;
	private volatile Runnable quit = () -> {
	};

	private Typist(Input input, RawTerminal terminal) {
		this.input = input;
		this.terminal = terminal;
	}

	static Typist of(Input input) {
		return new Typist(input, null);
	}

	/** The terminal becomes raw, and its keys go to the input. */
	static Typist atTerminal(LiveInput input) {
		RawTerminal terminal = RawTerminal.open();
		Typist typist = new Typist(input, terminal);
		Thread.ofPlatform().daemon().name("ringside keys").start(() -> typist.read(terminal.keys(), input));
		return typist;
	}

	private void read(InputStream keys, LiveInput to) {
		EscapeKeys escapes = new EscapeKeys();
		byte[] bytes = new byte[256];
		try {
			for (int length = keys.read(bytes); length >= 0 && !escapes.quit(); length = keys.read(bytes)) {
				to.type(escapes.forGuest(bytes, length));
				if (escapes.quit()) {
					break;
				}
			}
		} catch (IOException e) {
			// the terminal is gone, and with it its user
		}
		quit.run();
	}

	/** What is told when the user ends the run. */
	void onQuit(Runnable quit) {
		this.quit = quit;
	}

	Input input() {
		return input;
	}

	@Override
	public void close() {
		if (terminal != null) {
			terminal.close();
		}
	}
}
