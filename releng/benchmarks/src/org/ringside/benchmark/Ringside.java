package org.ringside.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ringside with one guest: a process of its own, which runs it as often as asked. */
final class Ringside implements AutoCloseable {

	/** One run, and how many steps it took. */
	record Result(Measure measure, long steps) {
	}

	private final Path program;
	private final Process process;
	private final PrintStream orders;
	private final BufferedReader results;

	/** Starts the process; nothing is run yet. It gets the options of this virtual machine that the product has too. */
	Ringside(Path program, String engine) throws IOException {
		this.program = program;
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(Arrays.asList(System.getProperty("ringside.vmargs", "").strip().split(" +")));
		command.removeIf(String::isEmpty);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), program.toString(), engine));
		process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		orders = new PrintStream(process.getOutputStream(), true);
		results = new BufferedReader(new InputStreamReader(process.getInputStream()));
	}

	Result run() throws IOException {
		orders.println("run");
		String line = results.readLine();
		if (line == null || line.startsWith("failed")) {
			throw new BenchmarkException("Ringside did not run %s to its end: %s".formatted(program.getFileName(), line == null ? "it died" : line));
		}
		String[] fields = line.split(" ", 4);
		return new Result(new Measure(fields[3], Double.parseDouble(fields[0]), Double.parseDouble(fields[1])), Long.parseLong(fields[2]));
	}

	@Override
	public void close() throws IOException, InterruptedException {
		orders.close();
		process.waitFor();
	}
}
