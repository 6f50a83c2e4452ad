package org.ringside.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The peer: qemu-system-riscv64, one hart, no firmware. */
final class Qemu {

	private static final String COMMAND = "qemu-system-riscv64";
	private static final int STARTS = 5;
	private static final int PATIENCE_SECONDS = 600;
	/** Linux counts processor time in hundredths of a second there. */
	private static final double TICK = 0.01;

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
		double processor = childrensProcessor();
		long began = System.nanoTime();
		Process process = new ProcessBuilder(COMMAND, "-machine", "virt", "-m", "128M", "-nographic", "-bios", "none", "-kernel",
				program.toString()).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
		String printed = new String(process.getInputStream().readAllBytes());
		if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
			process.destroyForcibly();
			throw new BenchmarkException("QEMU did not run %s to its end; it said: %s".formatted(program.getFileName(), printed.strip()));
		}
		double seconds = (System.nanoTime() - began) / 1e9;
		return new Measure(printed.strip(), seconds, childrensProcessor() - processor);
	}

	/** Processor seconds of all processes that this one started and saw the end of. */
	private static double childrensProcessor() throws IOException {
		Path file = Path.of("/proc/self/stat");
		if (!Files.exists(file)) {
			return Double.NaN;
		}
		// proc(5): the second field, in parentheses, may hold blanks; cutime and cstime are fields 16 and 17
		String[] fields = Files.readString(file).replaceFirst(".*\\) ", "").split(" ");
		return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * TICK;
	}
}
