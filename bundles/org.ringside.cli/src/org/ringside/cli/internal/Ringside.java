package org.ringside.cli.internal;

import java.io.PrintWriter;
import java.io.UncheckedIOException;

import org.ringside.devices.board.BoardException;
import org.ringside.guest.GuestException;
import org.ringside.isa.IsaException;
import org.ringside.isa.elf.ElfException;
import org.ringside.lab.LabException;
import org.ringside.lab.Reasons;
import org.ringside.machine.HostMemoryException;
import org.ringside.machine.state.StateException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(name = "ringside", mixinStandardHelpOptions = true, versionProvider = Ringside.Version.class, description = {
		"A workbench in which virtual machines and hypervisors are built, run, watched and compared.",
		"Without a command, the window opens." }, synopsisSubcommandLabel = "COMMAND", footer = { "", "Exit status: 0 all is well,"
				+ " 2 bad usage, bad input or output that cannot be written, 70 a defect of Ringside; \"ringside run --help\" lists those of a run." })
public final class Ringside implements Runnable {

	private static final int LONGEST_LINE = 400;

	@Spec
	private CommandSpec spec;

	private Ringside() {
	}

	/** Executes a command; answers the exit status of the process. */
	static int execute(Host host, String... arguments) {
		CommandLine line = new CommandLine(new Ringside());
		line.addSubcommand(new RunCommand(host)).addSubcommand(new ListCommand(host)).addSubcommand(new GuestCommand(host))
				.addSubcommand(new DivergeCommand(host)).addSubcommand(new AsmCommand(host)).addSubcommand(new DisasmCommand(host)).addSubcommand(new CommandLine.HelpCommand());
		line.setOut(new PrintWriter(host.out(), true));
		line.setErr(new PrintWriter(host.err(), true));
		line.setUsageHelpAutoWidth(false);
		line.setUsageHelpWidth(100);
		line.setCaseInsensitiveEnumValuesAllowed(true);
		line.setParameterExceptionHandler((error, _) -> complain(host, error.getCommandLine(), Usage.said(error)));
		line.setExecutionExceptionHandler((error, command, _) -> failed(host, command, error));
		int status = executed(host, line, arguments);
		host.out().flush();
		if (host.out().failure().isPresent()) {
			host.err().println("ringside: standard output cannot be written: " + Reasons.of(host.out().failure().get()));
			return status == Status.OK ? Status.USAGE : status;
		}
		return status;
	}

	/** What is asked for may need more memory than there is, which is no defect. */
	private static int executed(Host host, CommandLine line, String... arguments) {
		try {
			return line.execute(arguments);
		} catch (OutOfMemoryError e) {
			host.err().println("ringside: Java's heap of " + (Runtime.getRuntime().maxMemory() >> 20)
					+ " MiB is too small for this: give it more, such as by RINGSIDE_VMARGS=-Xmx8g");
			return Status.USAGE;
		}
	}

	private static int complain(Host host, CommandLine command, String message) {
		String name = command.getCommandSpec().qualifiedName();
		host.err().println(name + ": " + oneLine(message) + " (see " + name + " --help)");
		return Status.USAGE;
	}

	/** True for what is wrong with something that the user gave, and says so in a line. */
	static boolean isUsers(Throwable error) {
		return error instanceof LabException || error instanceof GuestException || error instanceof BoardException || error instanceof StateException
				|| error instanceof IsaException || error instanceof HostMemoryException || error instanceof ElfException
				|| error instanceof UncheckedIOException;
	}

	/** What the user gave is said in the exception's own words; anything else is a defect. */
	private static int failed(Host host, CommandLine command, Exception error) {
		String name = command.getCommandSpec().qualifiedName();
		if (isUsers(error)) {
			host.err().println(name + ": " + oneLine(error.getMessage()));
			return Status.USAGE;
		}
		if (error instanceof Programs.Mistakes) {
			error.getMessage().lines().forEach(line -> host.err().println(name + ": " + printable(line)));
			return Status.USAGE;
		}
		StackTraceElement[] trace = error.getStackTrace();
		host.err().println(name + ": a defect of Ringside, please report it: " + oneLine(String.valueOf(error))
				+ (trace.length == 0 ? "" : " at " + trace[0]));
		return Status.DEFECT;
	}

	private static String oneLine(String message) {
		return printable(String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; "));
	}

	/** What a message quotes may be anything: control characters would reach the terminal, and a binary has long lines. */
	private static String printable(String line) {
		String shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
		return shown.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}]", "?");
	}

	@Override
	public void run() {
		throw new ParameterException(spec.commandLine(), "a command is missing: run, list, guest, diverge, asm or disasm");
	}

	/** Says the bundle's version. */
	static final class Version implements CommandLine.IVersionProvider {
		@Override
		public String[] getVersion() {
			String version = Ringside.class.getPackage().getImplementationVersion();
			return new String[] { "ringside " + (version == null ? "1.0.0" : version) };
		}
	}
}
