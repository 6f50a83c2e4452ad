package org.ringside.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The peer: qemu-system-riscv64, one hart, no firmware. */
final class Qemu {

	private static final String COMMAND = "qemu-system-riscv64";
	private static final int STARTS = 5;

	final String version;
	private final Measure startup;

	private Qemu(String version, Measure startup) {
		this.version = version;
		this.startup = startup;
	}

	/** QEMU, with its start-up measured by a guest that does nothing but power off; empty if it is not installed. */
	static Optional<Qemu> installed(Path empty) throws IOException, InterruptedException {
		Process process;
		try {
			process = new ProcessBuilder(COMMAND, "--version").redirectErrorStream(true).start();
		} catch (IOException e) {
			return Optional.empty();
		}
		String version = new String(process.getInputStream().readAllBytes()).lines().findFirst().orElse("");
		process.waitFor();
		List<Measure> starts = new ArrayList<>();
		for (int i = 0; i < STARTS; i++) {
			starts.add(measure(empty));
		}
		return Optional.of(new Qemu(version.replaceAll(" *\\(.*", ""),
				new Measure("", Measure.median(starts, Measure::seconds), Measure.median(starts, Measure::processor))));
	}

	double startupSeconds() {
		return startup.seconds();
	}

	/** Runs a program, start-up subtracted. */
	Measure run(Path program) throws IOException, InterruptedException {
		return measure(program).less(startup);
	}

	private static Measure measure(Path program) throws IOException, InterruptedException {
		return Timed.run(List.of(COMMAND, "-machine", "virt", "-m", "128M", "-nographic", "-bios", "none", "-kernel", program.toString()));
	}

	/** Boots a kernel under QEMU's own firmware, from the start of the process to its end. */
	static Measure boot(Path kernel, Path initrd, String append) throws IOException, InterruptedException {
		return Timed.run(List.of(COMMAND, "-machine", "virt", "-m", "128M", "-nographic", "-bios", "default", "-kernel", kernel.toString(), "-initrd",
				initrd.toString(), "-append", append));
	}
}
