package org.ringside.cli.internal;

import java.util.List;
import java.util.Locale;

import org.ringside.guest.GuestMaker;
import org.ringside.lab.GuestManifest;
import org.ringside.lab.InstalledGuest;
import org.ringside.lab.LabException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringside guest}: guests with their files. */
@Command(name = "guest", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = {
		"Installs guests with their kernels, disks and options, so that ringside run has them by name." }, footer = { "",
				"They are in the folder that the environment variable RINGSIDE_GUESTS names, or else in",
				"$XDG_DATA_HOME/ringside/guests or ~/.local/share/ringside/guests, on Windows in", "%%LOCALAPPDATA%%\\ringside\\guests,"
						+ " on macOS in ~/Library/Application Support/Ringside/guests." })
final class GuestCommand implements Runnable {

	private final Host host;

	@Spec
	private CommandSpec spec;

	GuestCommand(Host host) {
		this.host = host;
	}

	@Override
	public void run() {
		throw new ParameterException(spec.commandLine(), "a command is missing: add, pack, list or remove");
	}

	@Command(name = "add", mixinStandardHelpOptions = true, description = "Installs a guest pack, after checking all of it.")
	int add(@Parameters(paramLabel = "FILE", description = "A file that ringside guest pack made.") String file,
			@Option(names = "--replace", description = "Let it take the place of an installed guest of its name.") boolean replace) {
		InstalledGuest guest = host.guests().add(InputFile.path("", file), replace);
		host.out().println(guest.name() + ": " + guest.manifest().label() + "; ringside run " + guest.name() + " runs it");
		String needs = guest.manifest().guest();
		if (host.catalog().find(GuestMaker.class, needs).isEmpty()) {
			host.err().println("ringside guest add: " + guest.name() + " needs the guest \"" + needs
					+ "\", which no plug-in has yet: install one that has it");
		}
		return Status.OK;
	}

	@Command(name = "pack", mixinStandardHelpOptions = true, description = "Writes an installed guest as one file, for any platform.")
	int pack(@Parameters(paramLabel = "NAME", description = "An installed guest.") String name,
			@Option(names = { "-o", "--output" }, required = true, paramLabel = "FILE", description = "The pack to write.") String output) {
		host.guests().pack(name, InputFile.path("-o", output));
		return Status.OK;
	}

	@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the installed guests, their sizes and where they are.")
	int list() {
		List<String> names = host.guests().names();
		if (names.isEmpty()) {
			host.out().println("no guests are installed in " + host.guests().folder() + ": ringside guest add FILE installs one");
		}
		int width = names.stream().mapToInt(String::length).max().orElse(0);
		for (String name : names) {
			host.out().println(name + " ".repeat(width - name.length() + 2) + said(host, name));
		}
		return Status.OK;
	}

	/** What there is to say of an installed guest; of one that cannot be used, why. */
	static String said(Host host, String name) {
		try {
			GuestManifest manifest = host.guests().find(name).orElseThrow(() -> new LabException("it was just removed")).manifest();
			return String.format(Locale.ROOT, "%s [%s] (%.1f MiB in %s)", manifest.label(), manifest.guest(), manifest.size() / (double) (1 << 20),
					host.guests().folder().resolve(name));
		} catch (LabException e) {
			return "cannot be used: " + e.getMessage();
		}
	}

	@Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes an installed guest and its files.")
	int remove(@Parameters(paramLabel = "NAME", description = "An installed guest.") String name) {
		host.guests().remove(name);
		return Status.OK;
	}
}
