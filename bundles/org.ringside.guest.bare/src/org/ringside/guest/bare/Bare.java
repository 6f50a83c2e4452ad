package org.ringside.guest.bare;

import java.util.Arrays;
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
@Contribution(id = "bare", label = "A program of your own: an ELF file, or bytes for the start of memory", isa = "riscv64")
public final class Bare implements GuestMaker<Bare.Options> {

	private static final int BITS = 64;
	private static final long PAYLOAD = 2 << 20;
	private static final Map<String, Boot.Argument> ARGUMENTS = Map.of("a0", new Boot.HartNumber(), "a1", new Boot.DeviceTreeAddress());
	/** {@code RSC\x05} of Linux's Image header, and where it is. */
	private static final byte[] LINUX = { 'R', 'S', 'C', 5 };
	private static final int LINUX_AT = 0x38;

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
		Image image = image(file, context);
		return new BareGuest(image, forFirmware(image, context) ? Boot.firmware(image.entry(), ARGUMENTS)
				: Boot.reset(image.entry(), ARGUMENTS));
	}

	private static Image image(GuestFile file, GuestContext context) {
		file.plain("program");
		if (Arrays.mismatch(LINUX, at(LINUX_AT, LINUX.length, file.bytes())) < 0) {
			throw new GuestException("%s is a Linux kernel: run it with --kernel %s".formatted(file.name(), file.name()));
		}
		return Elf.recognizes(file.bytes()) ? ElfImage.read(file, Elf.RISCV, BITS, context)
				: Image.of(context.memoryBase(), Segment.of(file.name(), context.memoryBase(), file.bytes()));
	}

	private static byte[] at(int from, int length, byte[] bytes) {
		return bytes.length < from + length ? new byte[0] : Arrays.copyOfRange(bytes, from, from + length);
	}

	/**
	 * Programs for a supervisor begin where OpenSBI and its kin look for what they enter, or above it; those for M begin where
	 * memory does, as harts do.
	 */
	private static boolean forFirmware(Image image, GuestContext context) {
		return Long.compareUnsigned(image.entry() - context.memoryBase(), PAYLOAD) >= 0;
	}
}
