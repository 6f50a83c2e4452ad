package org.ringside.guest.riscv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.guest.Boot;
import org.ringside.guest.ElfImage;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestFile;
import org.ringside.guest.Image;
import org.ringside.guest.Segment;
import org.ringside.guest.Symbols;
import org.ringside.isa.elf.Elf;

/**
 * How a kernel for S mode gets there. The built-in firmware enters it, if the user names no other; or firmware from a file
 * runs first, out of reset, in M mode. Such firmware finds what all firmware for RISC-V expects, and OpenSBI's three kinds
 * with it: the number of the hart in a0 and the device tree's address in a1; {@code fw_dynamic} finds at a2 a note that
 * says where the kernel is; {@code fw_jump} enters the kernel at the place that it was built for, where it is if that is
 * {@link KernelImage#OFFSET} from the start of memory; {@code fw_payload} needs no kernel.
 */
public final class KernelBoot {

	private static final int BITS = 64;
	private static final Map<String, Boot.Argument> ARGUMENTS = Map.of("a0", new Boot.HartNumber(), "a1", new Boot.DeviceTreeAddress());

	/** Bytes of the note: six doublewords (OpenSBI, {@code fw_dynamic.h}). */
	private static final int NOTE_SIZE = 48;
	/** {@code OSBI}. */
	private static final long NOTE_MAGIC = 0x4942534f;
	private static final long NOTE_VERSION = 2;
	private static final long MODE_S = 1;

	private KernelBoot() {
	}

	/**
	 * The guest that is entered so.
	 *
	 * @param kernel may be missing where firmware brings its own
	 * @throws GuestException if there is neither kernel nor firmware, or the firmware is broken
	 */
	public static Guest of(Optional<Image> kernel, GuestContext context) {
		if (context.firmware().isEmpty()) {
			Image image = kernel.orElseThrow(() -> new GuestException("there is no kernel: name a file, as in --kernel Image"));
			return Guest.of(image, Boot.firmware(image.entry(), ARGUMENTS));
		}
		Image firmware = firmware(context.firmware().get(), context);
		List<Segment> segments = new ArrayList<>(kernel.map(Image::segments).orElse(List.of()));
		segments.addAll(firmware.segments());
		long usual = context.memoryBase() + KernelImage.OFFSET;
		long note = noteBelow(usual, segments);
		segments.add(Segment.of("the note to the firmware", note, note(kernel.map(Image::entry).orElse(usual))));
		Symbols symbols = kernel.map(Image::symbols).orElse(firmware.symbols());
		Map<String, Boot.Argument> arguments = new HashMap<>(ARGUMENTS);
		arguments.put("a2", new Boot.Constant(note));
		return Guest.of(new Image(firmware.entry(), segments, symbols), Boot.reset(firmware.entry(), arguments));
	}

	private static Image firmware(GuestFile file, GuestContext context) {
		if (Elf.recognizes(file.bytes())) {
			return ElfImage.read(file, Elf.RISCV, BITS, context);
		}
		return Image.of(context.memoryBase(), Segment.of("the firmware " + file.name(), context.memoryBase(), file.plain("firmware").bytes()));
	}

	/**
	 * Below the kernel, where neither firmware nor kernel is: the note is read once, early. What is in the way is such as the
	 * page with the ELF header that GNU ld puts in front of code.
	 */
	private static long noteBelow(long usual, List<Segment> segments) {
		long end = usual;
		// from above, so that none is in the way of the next place that was not of the last
		for (Segment segment : segments.stream().sorted(Comparator.comparingLong(Segment::address).reversed()).toList()) {
			if (segment.address() < end && end - NOTE_SIZE < segment.end()) {
				end = segment.address() & -Long.BYTES;
			}
		}
		return end - NOTE_SIZE;
	}

	/** What {@code fw_dynamic} finds at a2: enter {@code next} in S mode, with no options, from any hart. */
	private static byte[] note(long next) {
		return ByteBuffer.allocate(NOTE_SIZE).order(ByteOrder.LITTLE_ENDIAN).putLong(NOTE_MAGIC).putLong(NOTE_VERSION)
				.putLong(next).putLong(MODE_S).putLong(0).putLong(0).array();
	}
}
