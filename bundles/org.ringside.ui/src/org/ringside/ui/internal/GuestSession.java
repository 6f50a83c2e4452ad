package org.ringside.ui.internal;

import java.util.Locale;

import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.LabException;
import org.ringside.lab.LiveInput;
import org.ringside.lab.Run;
import org.ringside.machine.catalog.Catalog;

/** A run on a thread of its own. What it prints and how it ended is told on that thread. */
final class GuestSession {

	/** Who wants to know. */
	interface Listener {

		/** The guest printed. */
		void printed(byte[] bytes);

		/** How far it is has changed: a line for people. */
		void progressed(String line);
	}

	private final Catalog catalog;
	private final Experiment experiment;
	private final Listener listener;
	private final LiveInput keys = new LiveInput();
	private final Thread thread = new Thread(this::run, "ringside guest");
	private Run run;
	private boolean stopped;
	private volatile boolean ended;

	GuestSession(Catalog catalog, Experiment experiment, Listener listener) {
		this.catalog = catalog;
		this.experiment = experiment;
		this.listener = listener;
		thread.setDaemon(true);
		thread.setUncaughtExceptionHandler((_, defect) -> ended("ended by a defect of Ringside, please report it: " + defect));
	}

	void start() {
		thread.start();
	}

	/** Ends it soon; does not wait. */
	synchronized void stop() {
		stopped = true;
		if (run != null) {
			run.quit();
		}
	}

	boolean running() {
		return thread.isAlive() && !ended;
	}

	/** Types bytes; does not wait. */
	void type(byte[] bytes) {
		keys.type(bytes);
	}

	private void run() {
		listener.progressed(experiment.guest() + " is starting");
		try (Run made = Run.of(catalog, experiment, keys)) {
			begin(made);
			made.onOutput(listener::printed);
			Ending ending = made.play(Run.WITHOUT_END, Run.FOR_EVER);
			ended(text(ending) + ", after " + steps(made.progress()));
		} catch (LabException e) {
			ended("could not be run: " + e.getMessage());
		}
	}

	private void ended(String how) {
		ended = true;
		listener.progressed(experiment.guest() + " " + how);
	}

	private synchronized void begin(Run made) {
		run = made;
		if (stopped) {
			made.quit();
		}
		listener.progressed(experiment.guest() + " is running");
	}

	private static String steps(Run.Progress progress) {
		return String.format(Locale.ROOT, "%,d steps and %.3f s of guest time", progress.steps(), progress.nanoseconds() / 1e9);
	}

	private static String text(Ending ending) {
		return switch (ending.reason()) {
		case POWER_OFF -> "powered off with status " + ending.status();
		case RESET -> "reset its machine";
		case PANIC -> "gave up, and reset its machine";
		case QUIT -> "was stopped";
		default -> "ended: " + ending.reason().text();
		};
	}
}
