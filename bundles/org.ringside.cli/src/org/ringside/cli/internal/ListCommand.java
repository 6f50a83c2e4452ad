package org.ringside.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ringside.devices.board.BoardSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.guest.GuestMaker;
import org.ringside.hypervisor.HypervisorMaker;
import org.ringside.isa.Architecture;
import org.ringside.lab.LabException;
import org.ringside.lab.Problem;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Options;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringside list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = {
		"Lists what is installed: instruction sets, boards, devices, guests, engines and hypervisors.", "With -v, the options of each, too." }, footer = { "",
				"A guest's options are set with ringside run --set NAME=VALUE, a device's in a board's text,", "a virtio device's also with ringside run --device \"NAME OPTION=VALUE\"." })
final class ListCommand implements Callable<Integer> {

	/** What can be listed. */
	private enum Kind {
		ISAS(Architecture.class), BOARDS(BoardSource.class), DEVICES(DeviceMaker.class), GUESTS(GuestMaker.class), ENGINES(ExecutorMaker.class),
		HYPERVISORS(HypervisorMaker.class);

		private final Class<?> service;

		Kind(Class<?> service) {
			this.service = service;
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Kind of(String word) {
			return Stream.of(values()).filter(kind -> kind.toString().equals(word.toLowerCase(Locale.ROOT))).findFirst()
					.orElseThrow(() -> new LabException("there is no kind \"" + word + "\": choose one of "
							+ Stream.of(values()).map(Kind::toString).collect(Collectors.joining(", "))));
		}
	}

	/** What is shown of one thing. */
	private record Row(String id, String says, List<String> options) {
	}

	private final Host host;

	@Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "isas, boards, devices, guests, engines or hypervisors; all of them if left out.")
	private String kind;

	@Option(names = { "-v", "--verbose" }, description = "Show the options of each, with their defaults.")
	private boolean verbose;

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
		Stream<Kind> kinds = kind == null ? Stream.of(Kind.values()) : Stream.of(Kind.of(kind));
		host.warnOfProblems();
		kinds.forEach(each -> print(each, kind == null));
		return Status.OK;
	}

	private void print(Kind each, boolean titled) {
		if (titled) {
			host.out().println(each + ":");
		}
		String indent = titled ? "  " : "";
		List<Row> rows = new ArrayList<>(host.catalog().all(each.service).stream().map(this::row).toList());
		if (each == Kind.GUESTS) {
			host.guests().names().forEach(name -> rows.add(new Row(name, GuestCommand.said(host, name), installed(name))));
		}
		int width = rows.stream().mapToInt(row -> row.id().length()).max().orElse(0);
		for (Row row : rows) {
			host.out().println(indent + row.id() + " ".repeat(width - row.id().length() + 2) + row.says());
			row.options().forEach(option -> host.out().println(indent + "    " + option));
		}
	}

	private Row row(Catalog.Entry<?> entry) {
		String isa = entry.isa().isEmpty() ? "" : " [" + entry.isa() + "]";
		return new Row(entry.id(), entry.label() + isa + " (" + entry.origin() + ")", verbose ? options(entry) : List.of());
	}

	/** A line for each option; only now is the contribution activated. */
	private static List<String> options(Catalog.Entry<?> entry) {
		try {
			return switch (entry.maker()) {
			case GuestMaker<?> maker -> options(maker.options());
			case DeviceMaker<?> maker -> options(maker.options());
			case HypervisorMaker<?> maker -> options(maker.options());
			default -> List.of();
			};
		} catch (IllegalStateException e) {
			return List.of(String.valueOf(e.getMessage()));
		}
	}

	private static List<String> options(Class<? extends Record> type) {
		List<Options.Choice> choices = Options.choices(type);
		int width = choices.stream().mapToInt(choice -> written(choice).length()).max().orElse(0);
		return choices.stream().map(choice -> written(choice) + " ".repeat(width - written(choice).length() + 2) + choice.help()
				+ (choice.standard().isEmpty() ? "" : " (" + choice.standard() + ")")).toList();
	}

	private static String written(Options.Choice choice) {
		return choice.name() + "=" + choice.values();
	}

	/** What an installed guest sets of the guest that it is of. */
	private List<String> installed(String name) {
		try {
			return verbose ? host.guests().find(name).map(guest -> guest.manifest().options().entrySet().stream()
					.map(option -> option.getKey() + "=" + option.getValue()).toList()).orElse(List.of()) : List.of();
		} catch (LabException e) {
			return List.of(); // the line of the guest says it
		}
	}
}
