package org.ringside.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;
import org.ringside.isa.riscv.RiscvArchitecture;

/** The guests: assembled by our assembler into one file each, which all emulators run. */
final class Guests {

	private static final long ORIGIN = 0x8000_0000L;
	/** The count that {@code checksums} has a column of its own for. */
	private static final int SHORT = 2;

	private final Path folder;
	private final Path work;
	private final Optional<Integer> iterations;
	private final Isa isa = Isa.of(new RiscvArchitecture());
	private final Map<String, String[]> checksums = new LinkedHashMap<>();

	/**
	 * @param benchmarks where {@code empty.s} is, and {@code guests}
	 * @param work folder for what is assembled
	 * @param iterations of each guest; empty for its own number
	 */
	Guests(Path benchmarks, Path work, Optional<Integer> iterations) throws IOException {
		this.folder = benchmarks.resolve("guests");
		this.work = work;
		this.iterations = iterations;
		for (String line : Files.readAllLines(folder.resolve("checksums"))) {
			String[] fields = line.split(" +");
			checksums.put(fields[0], fields);
		}
	}

	Isa isa() {
		return isa;
	}

	List<String> names() {
		return List.copyOf(checksums.keySet());
	}

	/** The guest that does nothing. */
	Path empty() throws IOException {
		return written(folder.resolveSibling("empty.s"));
	}

	/** The file of a guest, ready to run. */
	Path program(String guest) throws IOException {
		if (!checksums.containsKey(guest)) {
			throw new BenchmarkException("there is no guest %s: choose of %s".formatted(guest, String.join(", ", names())));
		}
		return written(folder.resolve(guest + ".s"));
	}

	/** The guest, assembled. */
	Program assembled(Path source) throws IOException {
		Assembler assembler = new Assembler(isa).origin(ORIGIN).includes(this::include);
		iterations.ifPresent(count -> assembler.define("ITER", count));
		try {
			return assembler.assemble(source.getFileName().toString(), Files.readAllBytes(source));
		} catch (AssemblyException e) {
			throw new BenchmarkException(e.getMessage());
		}
	}

	Path source(String guest) {
		return folder.resolve(guest + ".s");
	}

	private Path written(Path source) throws IOException {
		Path file = work.resolve(source.getFileName().toString().replace(".s", ".elf"));
		return Files.exists(file) ? file : Files.write(file, assembled(source).elf());
	}

	private Optional<byte[]> include(String name) {
		Path file = folder.resolve(name);
		try {
			return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Fails if a run did not compute what all emulators must agree on. */
	void check(String guest, Measure run, String who) {
		if (iterations.isPresent() && iterations.get() != SHORT) {
			return;
		}
		String expected = checksums.get(guest)[iterations.isPresent() ? 2 : 1];
		if (!run.line().equals(guest + " " + expected)) {
			throw new BenchmarkException("%s computed \"%s\", and it should be \"%s %s\"".formatted(who, run.line(), guest, expected));
		}
	}
}
