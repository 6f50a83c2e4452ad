package org.ringside.guest.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.ringside.guest.GuestFile;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Experiment.Role;
import org.ringside.lab.InstalledGuest;
import org.ringside.lab.InstalledGuests;
import org.ringside.lab.Report;
import org.ringside.lab.Run;
import org.ringside.lab.Script;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.FlatCatalog;

/** The guest that releng/guests/debian-riscv64 installs; tests that use it are skipped where it is not. */
final class Debian {

	static final Catalog CATALOG = FlatCatalog.ofClassPath();
	/** What the shell prints before it reads. */
	static final String PROMPT = "~ # ";
	/** More than any of these runs takes, on a machine with other work. */
	static final Duration PATIENCE = Duration.ofMinutes(5);

	private Debian() {
	}

	private static InstalledGuest guest() {
		Optional<InstalledGuest> found = InstalledGuests.ofUser().find("debian-riscv64");
		assumeTrue(found.isPresent(), "the guest debian-riscv64 is not installed: releng/guests/debian-riscv64 fetches it where there is apt");
		return found.get();
	}

	/** As it is installed: the built-in SBI, the lightest command line, a shell. */
	static Experiment experiment() {
		return guest().experiment(CATALOG, Experiment.standard());
	}

	/** The same under firmware of the guest's own files. */
	static Experiment under(String firmware) {
		return firmware.equals(Experiment.BUILT_IN) ? experiment()
				: experiment().withFirmware(Experiment.FILE).withFile(Role.FIRMWARE, file(firmware));
	}

	/** A file of the guest's. */
	static GuestFile file(String name) {
		Path path = guest().folder().resolve(name);
		try {
			return new GuestFile(path.toString(), Files.readAllBytes(path));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Waits for the prompt and types the commands, one after the other. */
	static Script typing(String... commands) {
		StringBuilder text = new StringBuilder("expect \"" + PROMPT + "\"\n");
		for (int i = 0; i < commands.length; i++) {
			text.append("send \"").append(commands[i].replace("\\", "\\\\").replace("\"", "\\\"")).append("\\n\"\n");
			if (i + 1 < commands.length) {
				text.append("expect \"").append(PROMPT).append("\"\n");
			}
		}
		return Script.parse("typed", text.toString());
	}

	/** What a run was, but for the time on the wall. */
	record Outcome(Ending ending, Report report, String printed) {

		String timeless() {
			return report.json().replaceAll("\"wallSeconds\": [0-9.E-]+", "");
		}
	}

	/** Plays a run to its end, or up to a step. */
	static Outcome play(Run run, long steps) {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		run.onOutput(printed::writeBytes);
		Ending ending = run.play(steps, PATIENCE);
		return new Outcome(ending, run.report(ending), printed.toString(StandardCharsets.UTF_8).replace("\r", ""));
	}
}
