package org.ringside.guest.sbi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
import org.ringside.guest.Symbols;
import org.ringside.guest.sbi.internal.KernelImage;
import org.ringside.isa.elf.Elf;
import org.ringside.machine.catalog.Contribution;

/**
 * Contributes kernels that run in S mode: an ELF file at its physical addresses, a Linux Image (compressed by gzip or not)
 * where its header says, or plain bytes 2 MiB from the start of memory. The built-in firmware enters it; or firmware
 * from a file, which is entered out of reset, with what OpenSBI's {@code fw_dynamic} and {@code fw_jump} expect.
 */
@Component(service = GuestMaker.class)
@Contribution(id = "kernel", label = "A kernel of your own, in S mode: an ELF file, a Linux Image, or plain bytes", isa = "riscv64")
public final class Kernel implements GuestMaker<Kernel.Options> {

	/** Where firmware that knows nothing better looks for a kernel, from the start of memory. */
	static final long OFFSET = 2 << 20;

	private static final int BITS = 64;
	private static final Map<String, Boot.Argument> ARGUMENTS = Map.of("a0", new Boot.HartNumber(), "a1", new Boot.DeviceTreeAddress());

	/** Nothing can be set. */
	public record Options() {
	}

	@Override
	public Class<Options> options() {
		return Options.class;
	}

	@Override
	public Guest create(Options options, GuestContext context) {
		List<Segment> segments = new ArrayList<>();
		Image kernel = context.kernel().or(context::program).map(file -> kernel(file, context)).orElse(null);
		if (kernel != null) {
			segments.addAll(kernel.segments());
		}
		if (context.firmware().isEmpty()) {
			if (kernel == null) {
				throw new GuestException("kernel has no file: name one, as in ringside run kernel --kernel Image");
			}
			return Guest.of(kernel, Boot.firmware(kernel.entry(), ARGUMENTS));
		}
		Image firmware = firmware(context.firmware().get(), context);
		segments.addAll(firmware.segments());
		long next = kernel == null ? context.memoryBase() + OFFSET : kernel.entry();
		long note = noteBelow(context.memoryBase() + OFFSET, segments);
		segments.add(Segment.of("the note to the firmware", note, KernelImage.dynamicInfo(next)));
		Symbols symbols = kernel == null ? firmware.symbols() : kernel.symbols();
		Map<String, Boot.Argument> arguments = new HashMap<>(ARGUMENTS);
		arguments.put("a2", new Boot.Constant(note));
		return Guest.of(new Image(firmware.entry(), segments, symbols), Boot.reset(firmware.entry(), arguments));
	}

	/** Below the kernel, where neither firmware nor kernel is: the note is read once, early. */
	private static long noteBelow(long end, List<Segment> segments) {
		long at = end - KernelImage.DYNAMIC_INFO_SIZE;
		for (Segment segment : segments) {
			// such as the page with the ELF header that GNU ld puts in front of code
			if (segment.address() < end && at < segment.end()) {
				return noteBelow(segment.address() & -Long.BYTES, segments);
			}
		}
		return at;
	}

	private static Image kernel(GuestFile given, GuestContext context) {
		GuestFile file = KernelImage.inflated(given, context.memorySize());
		if (Elf.recognizes(file.bytes())) {
			return ElfImage.read(file, Elf.RISCV, BITS, context);
		}
		if (file.bytes().length == 0) {
			throw new GuestException(file.name() + " is empty: there is no kernel to run");
		}
		long at = context.memoryBase() + KernelImage.offset(file.bytes()).orElse(OFFSET);
		long size = Math.max(file.bytes().length, KernelImage.size(file.bytes()));
		return new Image(at, List.of(new Segment("the kernel " + file.name(), at, file.bytes(), size)), Symbols.NONE);
	}

	private static Image firmware(GuestFile file, GuestContext context) {
		if (Elf.recognizes(file.bytes())) {
			return ElfImage.read(file, Elf.RISCV, BITS, context);
		}
		return Image.of(context.memoryBase(), Segment.of("the firmware " + file.name(), context.memoryBase(), file.bytes()));
	}
}
