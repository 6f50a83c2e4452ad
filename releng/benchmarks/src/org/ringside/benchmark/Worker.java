package org.ringside.benchmark;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import org.ringside.guest.GuestFile;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;
import org.ringside.machine.catalog.Catalog;

/**
 * The process in which Ringside runs one guest, as often as it is told to: each line that it reads is one run, each line
 * that it writes the result. Arguments: program, engine.
 */
final class Worker {

	private static final long MEMORY = 128L << 20;

	private Worker() {
	}

	public static void main(String[] arguments) throws IOException {
		Catalog catalog = Shipped.catalog();
		Path program = Path.of(arguments[0]);
		Experiment experiment = Experiment.standard().withGuest("bare").withFirmware(Experiment.NONE).withMemory(MEMORY).withHarts(1)
				.withEngine(arguments[1])
				.withFile(Experiment.Role.PROGRAM, new GuestFile(program.toString(), Files.readAllBytes(program)));
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
		while (orders.readLine() != null) {
			System.out.println(measured(catalog, experiment));
		}
	}

	/** Seconds, processor seconds, steps, and what the guest printed. */
	private static String measured(Catalog catalog, Experiment experiment) {
		ByteArrayOutputStream console = new ByteArrayOutputStream();
		try (Run run = Run.of(catalog, experiment, Inputs.none())) {
			run.onOutput(console::writeBytes);
			double processor = processor();
			long began = System.nanoTime();
			Ending ending = run.play(Run.WITHOUT_END, Run.FOR_EVER);
			double seconds = (System.nanoTime() - began) / 1e9;
			processor = processor() - processor;
			if (ending.reason() != Ending.Reason.POWER_OFF || ending.status() != 0) {
				return "failed: %s, status %d, after %d steps; it said: %s".formatted(ending.reason().text(), ending.status(),
						run.progress().steps(), console.toString().strip());
			}
			return "%.6f %.6f %d %s".formatted(seconds, processor, run.progress().steps(), console.toString().strip());
		}
	}

	/** Of all threads of this process, those of the virtual machine too; NaN if it cannot be known. */
	private static double processor() {
		return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
				? system.getProcessCpuTime() / 1e9
				: Double.NaN;
	}
}
