package org.ringside.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.ringside.lab.InstalledGuests;

/**
 * Linux from the start of the process to its power-off, against QEMU: the same kernel, initial RAM disk, command line and
 * memory, one hart, each under its own firmware. What the user waits for counts: the virtual machine's start, the
 * platform's, and the warming up of both. And what a step of the reference executor takes in the same boot.
 */
final class LinuxBoot {

	/** What takes long and is no part of what is measured, left out; and power-off, for an init that asks. */
	private static final String APPEND = "console=ttyS0 quiet cryptomgr.notests=1 initcall_blacklist=jent_mod_init,ecdsa_init,"
			+ "load_system_certificate_list,trace_eval_init,btf_vmlinux_init,bpf_mptcp_kfunc_init autooff";
	private static final String GUEST = "debian-riscv64";
	private static final String POWERED_OFF = "Power down";
	/** Where the reference is timed, in steps: behind its warming up. */
	private static final long FROM = 2_000_000;
	private static final long TO = 12_000_000;

	private final String command;
	private final Choice choice;
	private final Path kernel;
	private final Path initrd;

	/** @param command that starts the product */
	LinuxBoot(String command, Choice choice) {
		this.command = command;
		this.choice = choice;
		kernel = existing(choice.kernel(), "vmlinux");
		initrd = existing(choice.initrd(), "initrd.cpio");
	}

	/** The file that was named, or that of the installed guest. */
	private static Path existing(String name, String installed) {
		Path file = name.isEmpty() ? InstalledGuests.ofUser().folder().resolve(GUEST).resolve(installed) : Path.of(name);
		if (!Files.isRegularFile(file)) {
			throw new BenchmarkException(("there is no file %s: install the guest with releng/guests/%s, or name --kernel FILE, a Linux Image,"
					+ " and --initrd FILE").formatted(file, GUEST));
		}
		return file;
	}

	void print() throws IOException, InterruptedException {
		System.out.printf("Linux (%s, %s), 128 MiB, one hart, process start to power-off%n", kernel.getFileName(), initrd.getFileName());
		System.out.printf("%-7s | %8s %8s | %8s %8s | %6s %9s%n", "round", "QEMU s", "cpu s", "ours s", "cpu s", "ratio", "processor");
		List<Measure> ours = new ArrayList<>();
		List<Measure> peers = new ArrayList<>();
		for (int round = 0; round < choice.runs(); round++) {
			if (choice.qemu()) {
				peers.add(ended("QEMU", Qemu.boot(kernel, initrd, APPEND)));
			}
			ours.add(ended("Ringside", Timed.run(ringside(List.of()))));
			print(String.valueOf(round + 1), peers, ours, round, round + 1);
		}
		print("median", peers, ours, 0, choice.runs());
		System.out.printf("ratio: our time / QEMU's, of the same round; processor: the same of the processor time of all threads.%n"
				+ "noise: load average %.1f on %d processors%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
				Runtime.getRuntime().availableProcessors());
		reference();
	}

	private static Measure ended(String who, Measure boot) {
		if (!boot.line().contains(POWERED_OFF)) {
			throw new BenchmarkException("%s did not power Linux off; it said: %s".formatted(who, boot.line()));
		}
		return boot;
	}

	private static void print(String what, List<Measure> peers, List<Measure> ours, int from, int to) {
		List<Integer> rounds = IntStream.range(from, to).boxed().toList();
		if (peers.isEmpty()) {
			System.out.printf("%-7s | %8s %8s | %8.2f %8.2f | %6s %9s%n", what, "-", "-", Measure.median(rounds, r -> ours.get(r).seconds()),
					Measure.median(rounds, r -> ours.get(r).processor()), "-", "-");
			return;
		}
		System.out.printf("%-7s | %8.2f %8.2f | %8.2f %8.2f | %6.2f %9.2f%n", what, Measure.median(rounds, r -> peers.get(r).seconds()),
				Measure.median(rounds, r -> peers.get(r).processor()), Measure.median(rounds, r -> ours.get(r).seconds()),
				Measure.median(rounds, r -> ours.get(r).processor()), Measure.median(rounds, r -> ours.get(r).seconds() / peers.get(r).seconds()),
				Measure.median(rounds, r -> ours.get(r).processor() / peers.get(r).processor()));
	}

	private void reference() throws IOException, InterruptedException {
		Measure before = Timed.run(ringside(List.of("--engine", "reference", "--stop-after", String.valueOf(FROM))));
		Measure after = Timed.run(ringside(List.of("--engine", "reference", "--stop-after", String.valueOf(TO))));
		double steps = (TO - FROM) / 1e6;
		System.out.printf("reference executor, steps %d to %d million of the boot: %.3f us/step, %.3f of processor time%n", FROM / 1_000_000,
				TO / 1_000_000, (after.seconds() - before.seconds()) / steps, (after.processor() - before.processor()) / steps);
	}

	private List<String> ringside(List<String> more) {
		List<String> words = new ArrayList<>(List.of(command, "run", "linux", "--kernel", kernel.toString(), "--initrd", initrd.toString(),
				"--append", APPEND, "--memory", "128M", "--harts", "1"));
		words.addAll(more);
		return words;
	}
}
