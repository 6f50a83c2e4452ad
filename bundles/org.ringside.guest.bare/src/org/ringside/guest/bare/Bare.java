package org.ringside.guest.bare;

import java.util.Map;

import org.osgi.service.component.annotations.Component;
import org.ringside.guest.Boot;
import org.ringside.guest.ElfImage;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestFile;
import org.ringside.guest.GuestMaker;
import org.ringside.guest.Image;
import org.ringside.guest.Segment;
import org.ringside.guest.bare.internal.BareGuest;
import org.ringside.isa.elf.Elf;
import org.ringside.machine.catalog.Contribution;

/** Contributes bare programs. */
@Component(service = GuestMaker.class)
@Contribution(id = "bare", label = "A program of your own, in M mode: an ELF file, or bytes for the start of memory", isa = "riscv64")
public final class Bare implements GuestMaker<Bare.Options> {

	private static final int BITS = 64;

	/** Nothing can be set. */
	public record Options() {
	}

	@Override
	public Class<Options> options() {
		return Options.class;
	}

	@Override
	public Guest create(Options options, GuestContext context) {
		GuestFile file = context.program().or(context::kernel)
				.orElseThrow(() -> new GuestException("bare has no program: name a file, as in ringside run program.elf"));
		return new BareGuest(image(file, context));
	}

	private static Image image(GuestFile file, GuestContext context) {
		if (file.bytes().length == 0) {
			throw new GuestException(file.name() + " is empty: there is no program to run");
		}
		return Elf.recognizes(file.bytes()) ? ElfImage.read(file, Elf.RISCV, BITS, context)
				: Image.of(context.memoryBase(), Segment.of(file.name(), context.memoryBase(), file.bytes()));
	}

	/** How every bare program begins, at its entry. */
	public static Boot boot(long entry) {
		return Boot.reset(entry, Map.of("a0", new Boot.HartNumber(), "a1", new Boot.DeviceTreeAddress()));
	}
}
