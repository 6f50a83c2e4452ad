package org.ringside.guest.primer;

import java.nio.file.Path;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestMaker;
import org.ringside.guest.primer.internal.KernelSource;
import org.ringside.guest.primer.internal.PrimerGuest;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

/** Contributes the embedded kernel. */
@Component(service = GuestMaker.class)
@Contribution(id = "primer", label = "The embedded kernel: small, real, and written to be read", isa = "riscv")
public final class Primer implements GuestMaker<Primer.Options> {

	/**
	 * What can be set.
	 *
	 * @param source folder with sources, or the file to begin with; empty for the kernel's own
	 */
	public record Options(@Option(help = "folder with a changed copy of the kernel's sources, which is assembled instead") Path source) {
	}

	/** Assembled once: the sources cannot change while the bundle is there. */
	private Optional<PrimerGuest> own = Optional.empty();

	@Override
	public Class<Options> options() {
		return Options.class;
	}

	@Override
	public Guest create(Options options, GuestContext context) {
		return options.source().toString().isEmpty() ? own() : new PrimerGuest(KernelSource.of(options.source()).assemble());
	}

	private synchronized PrimerGuest own() {
		if (own.isEmpty()) {
			own = Optional.of(new PrimerGuest(KernelSource.own().assemble()));
		}
		return own.get();
	}
}
