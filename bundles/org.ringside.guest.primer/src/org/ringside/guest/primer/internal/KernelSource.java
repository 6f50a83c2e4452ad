package org.ringside.guest.primer.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.ringside.guest.GuestException;
import org.ringside.guest.primer.Primer;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyError;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Includes;
import org.ringside.isa.assembler.Program;
import org.ringside.isa.riscv.RiscvArchitecture;

/**
 * Sources of the kernel: its own, or somebody's copy.
 *
 * @param name of the file to begin with, for messages
 * @param text of that file
 * @param includes finds the others
 */
public record KernelSource(String name, byte[] text, Includes includes) {

	/** Physical address at which firmware enters a kernel, as the kernel's {@code layout.s} has it too. */
	private static final long ORIGIN = 0x8020_0000L;

	private static final String ROOT = "primer.s";

	/** The kernel's own sources. */
	public static KernelSource own() {
		return new KernelSource(ROOT, resource(ROOT).orElseThrow(), KernelSource::resource);
	}

	/**
	 * A copy of them.
	 *
	 * @param place its folder, or the file in it to begin with
	 * @throws GuestException if there is none
	 */
	public static KernelSource of(Path place) {
		Path root = Files.isDirectory(place) ? place.resolve(ROOT) : place;
		byte[] text = file(root).orElseThrow(() -> new GuestException("source=%s: there is no file %s; name a folder with a copy of the kernel's sources"
				.formatted(place, root)));
		return new KernelSource(root.toString(), text, name -> file(root.resolveSibling(name)));
	}

	/**
	 * Assembles them.
	 *
	 * @throws GuestException if there are mistakes in them
	 */
	public Program assemble() {
		try {
			return new Assembler(Isa.of(new RiscvArchitecture())).origin(ORIGIN).includes(includes).assemble(name, text);
		} catch (AssemblyException e) {
			List<AssemblyError> errors = e.errors();
			String more = errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
			throw new GuestException(errors.getFirst() + more, e);
		}
	}

	private static Optional<byte[]> resource(String name) {
		try (InputStream in = Primer.class.getResourceAsStream("kernel/" + name)) {
			return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
		} catch (IOException e) {
			throw new UncheckedIOException("the bundle's file " + name, e);
		}
	}

	private static Optional<byte[]> file(Path path) {
		try {
			return Files.isRegularFile(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
		} catch (IOException e) {
			throw new GuestException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
		}
	}
}
