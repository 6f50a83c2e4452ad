package org.ringside.cli.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.ringside.guest.GuestFile;
import org.ringside.isa.Architecture;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.elf.Elf;
import org.ringside.lab.LabException;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Options;

/** Programs in files: assembly becomes ELF, the rest is as it is. */
final class Programs {

	static final String DEFAULT_ISA = "riscv64";
	static final String DEFAULT_ORIGIN = "0x80000000";

	private Programs() {
	}

	/** The instruction set of that name. */
	static Isa isa(Catalog catalog, String id) {
		List<String> known = catalog.all(Architecture.class).stream().map(Catalog.Entry::id).toList();
		try {
			return Isa.of(catalog.find(Architecture.class, id)
					.orElseThrow(() -> new LabException("there is no ISA \"" + id + "\": choose one of " + String.join(", ", known))).maker());
		} catch (IllegalStateException e) {
			throw new LabException(e.getMessage(), e);
		}
	}

	/** True if the file says by itself where in memory it belongs. */
	static boolean addressed(GuestFile file) {
		return isAssembly(file) || Elf.recognizes(file.bytes());
	}

	private static boolean isAssembly(GuestFile file) {
		return file.name().endsWith(".s") || file.name().endsWith(".S");
	}

	/** The file, or what it assembles to. */
	static GuestFile assembled(Catalog catalog, GuestFile file) {
		if (!isAssembly(file)) {
			return file;
		}
		return new GuestFile(file.name(), assemble(isa(catalog, DEFAULT_ISA), Options.number(DEFAULT_ORIGIN), file.name(), file.bytes()));
	}

	/** Assembles to ELF; {@code .include} finds files beside the source. */
	static byte[] assemble(Isa isa, long origin, String name, byte[] source) {
		Path folder = InputFile.path("", name).toAbsolutePath().getParent();
		try {
			return new Assembler(isa).origin(origin).includes(included -> included(folder, included)).assemble(name, source).elf();
		} catch (AssemblyException e) {
			throw new Mistakes(e);
		}
	}

	private static Optional<byte[]> included(Path folder, String name) {
		String beside = folder.resolve(InputFile.path(".include", name)).toString();
		return InputFile.exists(beside) ? Optional.of(InputFile.textBytes(".include", beside)) : Optional.empty();
	}

	/** The mistakes of a source, one in a line. */
	static final class Mistakes extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Mistakes(AssemblyException cause) {
			super(cause.getMessage(), cause);
		}
	}
}
