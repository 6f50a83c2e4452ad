package org.ringside.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

import org.ringside.devices.board.BoardMachine;
import org.ringside.devices.board.MachineBuilder;
import org.ringside.devices.board.VirtBoard;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Scheduler;
import org.ringside.isa.assembler.Program;
import org.ringside.machine.Machine;
import org.ringside.machine.state.Digest;
import org.ringside.machine.state.Snapshot;

/** Small things that are done often: decoding, assembling, saving, restoring, starting. */
final class Micro {

	private static final int ROUNDS = 9;
	private static final long WARM_STEPS = 20_000_000;
	private static final long SAME_STEPS = 100_000;

	private final Guests guests;
	private final String command;

	/** @param command that starts the product */
	Micro(Guests guests, String command) {
		this.guests = guests;
		this.command = command;
	}

	void print() throws IOException, InterruptedException {
		System.out.printf("%-48s %12s %12s%n", "", "first", "median");
		Program large = guests.assembled(guests.source("largecode"));
		byte[] text = large.section(".text").orElseThrow().bytes();
		long[] decoded = new long[1];
		row("decode, by instruction", "ns", 1, () -> {
			decoded[0] = 0;
			long began = System.nanoTime();
			for (int at = 0; at + 4 <= text.length; decoded[0]++) {
				int from = at;
				at += Math.max(2, guests.isa().decode(index -> text[from + index] & 0xff, 0).length());
			}
			return (System.nanoTime() - began) / decoded[0];
		});
		row("assemble largecode.s, by instruction", "ns", 1, () -> {
			long began = System.nanoTime();
			assemble("largecode");
			return (System.nanoTime() - began) / decoded[0];
		});
		machine();
		start("ringside --version", "--version");
		start("ringside run: the default guest to its power-off", "run");
	}

	private void assemble(String guest) {
		try {
			guests.assembled(guests.source(guest));
		} catch (IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
	}

	private void machine() throws IOException {
		BoardMachine built = new MachineBuilder(new VirtBoard().board(), Shipped.catalog()).build();
		Machine machine = built.machine();
		machine.memory().write(0, guests.assembled(guests.source("chase")).flat());
		ExecutorMaker interpreter = ExecutorMaker.shipped().getLast();
		Scheduler scheduler = new Scheduler(machine, guests.isa(), interpreter);
		machine.powerOn(built.memoryBase());
		scheduler.run(WARM_STEPS);
		long frames = java.util.stream.IntStream.range(0, machine.memory().frames()).filter(machine.memory()::used).count();
		System.out.printf("a machine of 128 MiB, of which the guest has used %d pages:%n", frames);
		Snapshot[] saved = new Snapshot[1];
		row("  save, after 100 000 steps", "us", 1_000, () -> {
			scheduler.run(SAME_STEPS);
			return timed(() -> saved[0] = machine.save());
		});
		row("  restore, after 100 000 steps", "us", 1_000, () -> {
			scheduler.run(SAME_STEPS);
			return timed(() -> machine.restore(saved[0]));
		});
		row("  digest of all state", "us", 1_000, () -> timed(() -> new Digest().of(saved[0])));
		scheduler.close();
	}

	private static long timed(Runnable what) {
		long began = System.nanoTime();
		what.run();
		return System.nanoTime() - began;
	}

	private static void row(String what, String unit, long nanoseconds, LongSupplier measured) {
		long[] times = new long[ROUNDS];
		for (int i = 0; i < ROUNDS; i++) {
			times[i] = measured.getAsLong();
		}
		long first = times[0];
		java.util.Arrays.sort(times);
		System.out.printf("%-48s %9.1f %s %9.1f %s%n", what, (double) first / nanoseconds, unit, (double) times[ROUNDS / 2] / nanoseconds, unit);
	}

	private void start(String what, String argument) throws IOException, InterruptedException {
		if (command.isEmpty()) {
			return;
		}
		double[] seconds = new double[3];
		for (int i = 0; i < seconds.length; i++) {
			long began = System.nanoTime();
			Process process = new ProcessBuilder(command, argument).redirectErrorStream(true)
					.redirectInput(Path.of("/dev/null").toFile()).start();
			process.getInputStream().readAllBytes();
			if (process.waitFor() != 0) {
				System.out.printf("%-48s failed with status %d%n", what, process.exitValue());
				return;
			}
			seconds[i] = (System.nanoTime() - began) / 1e9;
		}
		double first = seconds[0];
		java.util.Arrays.sort(seconds);
		System.out.printf("%-48s %9.2f s  %9.2f s%n", what, first, seconds[1]);
	}
}
