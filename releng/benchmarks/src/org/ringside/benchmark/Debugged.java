package org.ringside.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.ringside.engine.Breakpoint;
import org.ringside.engine.Watchpoint;
import org.ringside.guest.GuestFile;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;
import org.ringside.lab.gdb.GdbServer;
import org.ringside.machine.catalog.Catalog;

/**
 * What a debugger costs that is attached and does nothing, and what probes cost that nobody reaches: each guest runs
 * without, with and with both in every round, and the ratios are of one round. Time is the playing thread's own.
 */
final class Debugged {

	private static final long MEMORY = 128L << 20;
	/** In the last page of memory, which no guest uses; at an offset that is the middle of a function or of nothing. */
	private static final long ELSEWHERE = 0x8000_0000L + MEMORY - 6;
	private static final List<String> GUESTS = List.of("sieve", "strings", "traps");

	private enum How {
		ALONE, ATTACHED, PROBED
	}

	private final Catalog catalog = Shipped.catalog();
	private final Guests guests;
	private final Choice choice;

	Debugged(Guests guests, Choice choice) {
		this.guests = guests;
		this.choice = choice;
	}

	void print() throws IOException {
		System.out.printf("%-10s %9s | %12s %12s | time with a debugger / time without, median of %d rounds and range%n", "guest", "alone s",
				"attached", "+ 2 probes", choice.runs());
		List<Double> all = new ArrayList<>();
		for (String guest : choice.guests().isEmpty() ? GUESTS.stream().filter(guests.names()::contains).toList() : choice.guests()) {
			Path program = guests.program(guest);
			Experiment experiment = Experiment.standard().withGuest("bare").withFirmware(Experiment.NONE).withMemory(MEMORY).withHarts(1)
					.withEngine(choice.engine()).withFile(Experiment.Role.PROGRAM, new GuestFile(program.toString(), Files.readAllBytes(program)));
			row(guest, experiment, all);
		}
		System.out.printf("%n%.4f attached, median of all rounds: below 1.01 is what is promised%n", median(all));
	}

	private void row(String guest, Experiment experiment, List<Double> all) throws IOException {
		seconds(experiment, How.ALONE);
		List<Double> alone = new ArrayList<>();
		List<Double> attached = new ArrayList<>();
		List<Double> probed = new ArrayList<>();
		for (int round = 0; round < choice.runs(); round++) {
			// who is first meets another state of the computer
			List<How> order = round % 2 == 0 ? List.of(How.ALONE, How.ATTACHED, How.PROBED) : List.of(How.PROBED, How.ATTACHED, How.ALONE);
			double[] seconds = new double[order.size()];
			for (How how : order) {
				seconds[how.ordinal()] = seconds(experiment, how);
			}
			alone.add(seconds[0]);
			attached.add(seconds[1] / seconds[0]);
			probed.add(seconds[2] / seconds[0]);
		}
		all.addAll(attached);
		System.out.printf("%-10s %9.3f | %12.4f %12.4f | %s%n", guest, median(alone), median(attached), median(probed), range(attached));
	}

	private static String range(List<Double> values) {
		return "attached %.4f to %.4f".formatted(values.stream().mapToDouble(v -> v).min().orElse(0), values.stream().mapToDouble(v -> v).max().orElse(0));
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private double seconds(Experiment experiment, How how) throws IOException {
		try (Run run = Run.of(catalog, experiment, Inputs.none());
				GdbServer server = GdbServer.open(run, 0, line -> {
					// nobody reads it
				}); Attached _ = how == How.ALONE ? new Attached(Optional.empty()) : new Attached(Optional.of(server))) {
			if (how == How.PROBED) {
				run.debugger().probes().add(new Breakpoint(ELSEWHERE));
				run.debugger().probes().add(new Watchpoint(ELSEWHERE, 2, Watchpoint.On.ACCESS, Watchpoint.Space.VIRTUAL));
			}
			double began = processor();
			Ending ending = run.play(Run.WITHOUT_END, Run.FOR_EVER);
			double seconds = processor() - began;
			if (ending.reason() != Ending.Reason.POWER_OFF || ending.status() != 0) {
				throw new BenchmarkException("the guest did not run to its end: " + ending);
			}
			return seconds;
		}
	}

	private static double processor() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
	}

	/** A debugger that asks why the run is held, lets it go on, and listens. */
	private static final class Attached implements AutoCloseable {

		private final Optional<Socket> socket;

		Attached(Optional<GdbServer> server) throws IOException {
			socket = server.isEmpty() ? Optional.empty() : Optional.of(new Socket(InetAddress.getLoopbackAddress(), server.get().port()));
			if (socket.isPresent()) {
				socket.get().getOutputStream().write("$QStartNoAckMode#b0$?#3f$vCont;c#a8".getBytes(StandardCharsets.US_ASCII));
				InputStream in = socket.get().getInputStream();
				Thread.ofPlatform().daemon().start(() -> listen(in));
			}
		}

		private static void listen(InputStream in) {
			try {
				in.readAllBytes();
			} catch (IOException e) {
				// closed
			}
		}

		@Override
		public void close() throws IOException {
			if (socket.isPresent()) {
				socket.get().close();
			}
		}
	}
}
