package org.ringside.cli.internal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

import org.ringside.lab.Run;

/**
 * A line on the terminal that says how far a run is while its guest is silent. It is there only while the guest's own
 * output is at the beginning of a line, and goes away before the guest prints again.
 */
final class ProgressLine implements AutoCloseable {

	private static final long SILENCE = 1_000_000_000L;
	private static final String ERASE = "\r\u001b[K";

	private final PrintStream err;
	private final Supplier<Run.Progress> progress;
	private final Thread thread;
	private final long began = System.nanoTime();
	private long lastPrinted = began;
	private boolean atLineStart = true;
	private boolean shown;
	private boolean closed;
	private Run.Progress last;
	private long lastAt = began;

	ProgressLine(PrintStream err, Supplier<Run.Progress> progress) {
		this.err = err;
		this.progress = progress;
		last = progress.get();
		thread = Thread.ofPlatform().daemon().name("ringside progress").start(this::watch);
	}

	/** The guest is about to print this. */
	synchronized void before(byte[] bytes) {
		erase();
		atLineStart = bytes[bytes.length - 1] == '\n';
		lastPrinted = System.nanoTime();
	}

	private void erase() {
		if (shown) {
			err.print(ERASE);
			err.flush();
			shown = false;
		}
	}

	private synchronized void watch() {
		try {
			while (!closed) {
				wait(500);
				if (!closed && atLineStart && System.nanoTime() - lastPrinted >= SILENCE) {
					show();
				}
			}
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private void show() {
		Run.Progress now = progress.get();
		long at = System.nanoTime();
		err.print(ERASE + text(now, now.steps() - last.steps(), at - lastAt));
		err.flush();
		shown = true;
		last = now;
		lastAt = at;
	}

	/** @param steps made in the last {@code nanoseconds} on the wall */
	static String text(Run.Progress now, long steps, long nanoseconds) {
		return String.format(Locale.ROOT, "[%,d M steps, %.1f MIPS, guest time %.3f s]", now.steps() / 1_000_000,
				steps * 1e3 / Math.max(1, nanoseconds), now.nanoseconds() / 1e9);
	}

	@Override
	public synchronized void close() {
		closed = true;
		erase();
		notifyAll();
	}
}
