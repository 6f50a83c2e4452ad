package org.ringside.cli.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.ringside.lab.LabException;
import org.ringside.lab.Reasons;
import org.ringside.lab.Run;
import org.ringside.lab.gdb.GdbServer;

import picocli.CommandLine.Option;

/** A run under gdb. */
final class GdbOptions {

	private static final int LAST_PORT = 65_535;

	@Option(names = "--gdb", paramLabel = "PORT", description = "Wait for gdb on this port of localhost (0: any) before the first step.")
	private String port;

	@Option(names = "--gdb-nowait", description = "With --gdb: begin at once; gdb may connect at any time.")
	private boolean nowait;

	@Option(names = "--symbols", paramLabel = "FILE", description = "Write the guest's symbols as an ELF file, which gdb takes as its program.")
	private String symbols;

	/** What is to be written, or empty. */
	String symbols() {
		return symbols;
	}

	/** Does what is asked for before the run plays. */
	Optional<GdbServer> open(Run run, Host host) {
		if (nowait && port == null) {
			throw new LabException("--gdb-nowait goes with --gdb: add --gdb PORT");
		}
		if (symbols != null) {
			write(InputFile.path("--symbols", symbols), run.symbolFile());
		}
		if (port == null) {
			return Optional.empty();
		}
		if (!nowait) {
			// before anybody can come whose first word is to go on
			run.ask(r -> r.debugger().hold());
		}
		GdbServer server = GdbServer.open(run, (int) MachineOptions.number("--gdb", port, 0, LAST_PORT), line -> host.err().println("ringside run: " + line));
		host.err().println("ringside run: gdb: " + (nowait ? "listening" : "waiting") + " on port " + server.port() + ": gdb-multiarch "
				+ (symbols == null ? "" : symbols + " ") + "-ex 'target remote :" + server.port() + "'");
		return Optional.of(server);
	}

	private static void write(Path file, byte[] bytes) {
		try {
			Files.write(file, bytes);
		} catch (IOException e) {
			throw new UncheckedIOException("--symbols " + file + " cannot be written: " + Reasons.of(e), e);
		}
	}
}
