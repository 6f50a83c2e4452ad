package org.ringside.ui.internal;

import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.ui.console.AbstractConsole;
import org.eclipse.ui.console.ConsolePlugin;
import org.eclipse.ui.console.IConsoleView;
import org.eclipse.ui.part.IPageBookViewPage;
import org.ringside.lab.Experiment;
import org.ringside.machine.catalog.Catalog;

/** A guest's serial console in the platform's console view: what it printed, and the run that prints it. */
public final class GuestConsole extends AbstractConsole {

	/** Characters that are kept; older lines go. */
	private static final int KEPT = 1_000_000;

	/** Shows what is in the console. */
	interface Page {

		/** Something was printed, or the state changed. Called on any thread. */
		void changed();
	}

	private final Catalog catalog;
	private final Experiment experiment;
	private final StringBuilder text = new StringBuilder();
	private TerminalText terminal = new TerminalText();
	private Page page = () -> {
	};
	private GuestSession session;
	private String state = "";
	private long dropped;

	GuestConsole(Catalog catalog, Experiment experiment) {
		super("Serial console of " + experiment.guest(), null);
		this.catalog = catalog;
		this.experiment = experiment;
	}

	/** The console of the window, if there is one. */
	static Optional<GuestConsole> ofWindow() {
		return Stream.of(ConsolePlugin.getDefault().getConsoleManager().getConsoles()).filter(GuestConsole.class::isInstance)
				.map(GuestConsole.class::cast).findFirst();
	}

	@Override
	public IPageBookViewPage createPage(IConsoleView view) {
		return new GuestPage(this);
	}

	/** Who shows it; one at a time. */
	synchronized void show(Page page) {
		this.page = page;
	}

	/** Starts the guest anew, on a new machine; one that runs is stopped. */
	synchronized void start() {
		stop();
		text.setLength(0);
		dropped = 0;
		terminal = new TerminalText();
		GuestSession[] started = new GuestSession[1];
		started[0] = new GuestSession(catalog, experiment, new GuestSession.Listener() {
			@Override
			public void printed(byte[] bytes) {
				print(started[0], bytes);
			}

			@Override
			public void progressed(String line) {
				state(started[0], line);
			}
		});
		session = started[0];
		session.start();
	}

	/** Stops the guest, if it runs. Does not wait. */
	synchronized void stop() {
		if (session != null) {
			session.stop();
		}
	}

	/** Types to the guest. Does not wait. */
	synchronized void type(byte[] bytes) {
		if (session != null) {
			session.type(bytes);
		}
	}

	/** True while the guest runs. */
	synchronized boolean running() {
		return session != null && session.running();
	}

	private synchronized void print(GuestSession from, byte[] bytes) {
		if (from == session) {
			TerminalText.Change change = terminal.print(bytes);
			text.setLength(Math.max(0, text.length() - change.erase()));
			text.append(change.append());
			if (text.length() > KEPT) {
				int cut = text.indexOf("\n", text.length() - KEPT / 2) + 1;
				text.delete(0, cut);
				dropped += cut;
			}
			page.changed();
		}
	}

	private synchronized void state(GuestSession from, String line) {
		if (from == session) {
			state = line;
			page.changed();
		}
	}

	/**
	 * What there is to show.
	 *
	 * @param state a line for people
	 * @param dropped characters that were before the text and are no longer kept
	 */
	record Shown(String state, long dropped, String text) {
	}

	synchronized Shown shown() {
		return new Shown(state, dropped, text.toString());
	}

	@Override
	protected void dispose() {
		stop();
		super.dispose();
	}
}
