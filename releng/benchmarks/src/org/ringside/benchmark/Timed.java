package org.ringside.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command run to its end, timed from the start of its process to the end of it. */
final class Timed {

	private static final int PATIENCE_SECONDS = 600;
	/** Linux counts processor time in hundredths of a second there. */
	private static final double TICK = 0.01;

	private Timed() {
	}

	/**
	 * Runs a command without input.
	 *
	 * @return what it printed, on either stream, and its times
	 * @throws BenchmarkException if it fails or does not end
	 */
	static Measure run(List<String> command) throws IOException, InterruptedException {
		double processor = childrensProcessor();
		long began = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
		String printed = new String(process.getInputStream().readAllBytes());
		if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
			process.destroyForcibly();
			throw new BenchmarkException("%s did not run to its end; it said: %s".formatted(String.join(" ", command), printed.strip()));
		}
		double seconds = (System.nanoTime() - began) / 1e9;
		return new Measure(printed.strip(), seconds, childrensProcessor() - processor);
	}

	/** Processor seconds of all processes that this one started and saw the end of; NaN where that is not told. */
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
