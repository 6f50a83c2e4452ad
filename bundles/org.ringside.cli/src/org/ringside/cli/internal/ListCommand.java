package org.ringside.cli.internal;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.ringside.devices.board.BoardSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.guest.GuestMaker;
import org.ringside.isa.Architecture;
import org.ringside.lab.Problem;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Catalog;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringside list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what is installed: instruction sets, boards, devices, guests and engines.")
final class ListCommand implements Callable<Integer> {

	/** What can be listed. */
	enum Kind {
		ISAS(Architecture.class), BOARDS(BoardSource.class), DEVICES(DeviceMaker.class), GUESTS(GuestMaker.class), ENGINES(ExecutorMaker.class);

		private final Class<?> service;

		Kind(Class<?> service) {
			this.service = service;
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}
	}

	private final Host host;

	@Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}; all of them if left out.")
	private Kind kind;

	@Option(names = "--problems", description = "Say what is wrong with the installed plug-ins, and what to do about it.")
	private boolean problems;

	ListCommand(Host host) {
		this.host = host;
	}

	@Override
	public Integer call() {
		if (problems) {
			List<Problem> found = host.problems().tried();
			found.forEach(host.out()::println);
			if (found.isEmpty()) {
				host.out().println("no problems");
			}
			return Status.OK;
		}
		host.warnOfProblems();
		Stream<Kind> kinds = kind == null ? Stream.of(Kind.values()) : Stream.of(kind);
		kinds.forEach(each -> print(each, kind == null));
		return Status.OK;
	}

	private void print(Kind each, boolean titled) {
		if (titled) {
			host.out().println(each + ":");
		}
		List<? extends Catalog.Entry<?>> entries = host.catalog().all(each.service);
		int width = entries.stream().mapToInt(entry -> entry.id().length()).max().orElse(0);
		for (Catalog.Entry<?> entry : entries) {
			String of = entry.isa().isEmpty() ? "" : " [" + entry.isa() + "]";
			host.out().println((titled ? "  " : "") + entry.id() + " ".repeat(width - entry.id().length() + 2) + entry.label() + of + " ("
					+ entry.origin() + ")");
		}
		if (each == Kind.GUESTS) {
			installed(titled ? "  " : "", width);
		}
	}

	/** Guests with their files; one that cannot be used says why. */
	private void installed(String indent, int width) {
		for (String name : host.guests().names()) {
			host.out().println(indent + name + " ".repeat(Math.max(0, width - name.length()) + 2) + GuestCommand.said(host, name));
		}
	}
}
