package org.ringside.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program behind {@code releng/benchmark}. Arguments: {@code [GUEST…] [--runs N] [--iterations N] [--engine ID]
 * [--no-qemu] [--micro] [--gdb] [--linux [--kernel FILE --initrd FILE]]}.
 */
final class Benchmark {

	private static final int USAGE = 2;

	/** One guest's rounds. */
	private record Row(String guest, long steps, List<Measure> ours, List<Measure> peers) {

		double ratio(int round) {
			return peers.get(round).seconds() / ours.get(round).seconds();
		}

		double processorRatio(int round) {
			return peers.get(round).processor() / ours.get(round).processor();
		}

		List<Integer> rounds() {
			return java.util.stream.IntStream.range(0, peers.size()).boxed().toList();
		}
	}

	private final Choice choice;
	private final Guests guests;
	private final List<Row> rows = new ArrayList<>();

	private Benchmark(Choice choice, Guests guests) {
		this.choice = choice;
		this.guests = guests;
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		Path work = Files.createTempDirectory("ringside-benchmark");
		int status = 0;
		try {
			Choice choice = Choice.of(arguments);
			Guests guests = new Guests(Path.of(System.getProperty("ringside.benchmarks")), work, choice.iterations());
			if (choice.linux()) {
				new LinuxBoot(System.getProperty("ringside.command", ""), choice).print();
			} else if (choice.gdb()) {
				new Debugged(guests, choice).print();
			} else if (choice.micro()) {
				new Micro(guests, System.getProperty("ringside.command", "")).print();
			} else {
				new Benchmark(choice, guests).run();
			}
		} catch (BenchmarkException e) {
			System.err.println("benchmark: " + e.getMessage());
			status = USAGE;
		} finally {
			try (var files = Files.walk(work)) {
				files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
			}
		}
		// only here, since it would leave the folder behind
		if (status != 0) {
			System.exit(status);
		}
	}

	private void run() throws IOException, InterruptedException {
		Optional<Qemu> qemu = choice.qemu() ? Qemu.installed(guests.empty()) : Optional.empty();
		System.out.printf("Ringside (%s engine, Java %s) and %s, one hart, 128 MiB, %d rounds, %s%n", choice.engine(), Runtime.version(),
				qemu.map(q -> q.version).orElse("no QEMU: install qemu-system-riscv64 (Debian: qemu-system-misc) to compare"), choice.runs(),
				choice.iterations().map(n -> n + " iterations").orElse("full length"));
		System.out.printf("%-10s %7s %8s | %8s %8s %8s %6s | %6s %9s%n", "guest", "Msteps", "QEMU s", "first s", "median s", "best s", "MIPS",
				"ratio", "processor");
		for (String guest : choice.guests().isEmpty() ? guests.names() : choice.guests()) {
			Row row = measure(guest, qemu);
			rows.add(row);
			print(row);
		}
		if (qemu.isPresent()) {
			summary(qemu.get());
		}
	}

	private Row measure(String guest, Optional<Qemu> qemu) throws IOException, InterruptedException {
		Path program = guests.program(guest);
		List<Measure> ours = new ArrayList<>();
		List<Measure> peers = new ArrayList<>();
		long steps = 0;
		try (Ringside ringside = new Ringside(program, choice.engine())) {
			for (int round = 0; round < choice.runs(); round++) {
				if (qemu.isPresent()) {
					Measure peer = qemu.get().run(program);
					guests.check(guest, peer, "QEMU");
					peers.add(peer);
				}
				Ringside.Result result = ringside.run();
				guests.check(guest, result.measure(), "Ringside");
				steps = result.steps();
				ours.add(result.measure());
			}
		}
		return new Row(guest, steps, ours, peers);
	}

	private void print(Row row) {
		double best = row.ours().stream().mapToDouble(Measure::seconds).min().orElseThrow();
		System.out.printf("%-10s %7.0f %8s | %8.2f %8.2f %8.2f %6.0f | %6s %9s%n", row.guest(), row.steps() / 1e6,
				row.peers().isEmpty() ? "-" : "%.2f".formatted(Measure.median(row.peers(), Measure::seconds)), row.ours().getFirst().seconds(),
				Measure.median(row.ours(), Measure::seconds), best, row.steps() / best / 1e6,
				row.peers().isEmpty() ? "-" : "%.3f".formatted(Measure.median(row.rounds(), row::ratio)),
				row.peers().isEmpty() ? "-" : "%.3f".formatted(Measure.median(row.rounds(), row::processorRatio)));
	}

	private void summary(Qemu qemu) {
		double[] ratios = rows.stream().mapToDouble(row -> Measure.median(row.rounds(), row::ratio)).toArray();
		double[] processor = rows.stream().mapToDouble(row -> Measure.median(row.rounds(), row::processorRatio)).toArray();
		System.out.printf("geometric mean of the ratios: %.3f (processor time: %.3f)%n", Measure.geometricMean(ratios),
				Measure.geometricMean(processor));
		System.out.printf("ratio: QEMU's time / ours, the median of %d paired rounds. QEMU's times are without its start-up of %.3f s, the median of%n"
				+ "an empty guest's; ours are from power-on to power-off, \"first\" with a cold JVM. MIPS: of the best run.%n",
				choice.runs(), qemu.startupSeconds());
		System.out.printf("noise: load average %.1f on %d processors; QEMU's times for one guest differed by up to %.0f %%%n",
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), Runtime.getRuntime().availableProcessors(),
				100 * rows.stream().mapToDouble(row -> Measure.spread(row.peers(), Measure::seconds)).max().orElse(0));
		double wall = Measure.geometricMean(ratios) / Measure.geometricMean(processor);
		if (wall < 0.8 || wall > 1.25) {
			System.out.println("The computer was busy with something else: trust the ratio of the processor times.");
		}
	}
}
