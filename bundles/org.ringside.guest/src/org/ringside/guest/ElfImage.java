package org.ringside.guest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.ringside.isa.elf.Elf;
import org.ringside.isa.elf.ElfException;

/** Makes images of linked ELF files: segments at their physical addresses. */
public final class ElfImage {

	private static final Map<Integer, String> MACHINES = Map.of(3, "x86", 8, "MIPS", 22, "S/390", 40, "Arm", 62, "x86-64", 183,
			"AArch64", Elf.RISCV, "RISC-V");

	private ElfImage() {
	}

	/**
	 * The image of a file. An entry that is virtual is translated by the segment that it is in; an entry of 0 says that
	 * there is none (gABI, "ELF Header"), and the program begins where memory does. Segments of constants outside of
	 * memory, such as the notes that linkers put below the program, are left out; and of a segment that begins with the
	 * file's own header, the page of it that GNU ld puts in front of code linked to the start of memory.
	 *
	 * @param machine that the program must be for, {@code e_machine}
	 * @param bits 32 or 64
	 * @throws GuestException if the file is broken, for another machine, or not linked
	 */
	public static Image read(GuestFile file, int machine, int bits, GuestContext context) {
		Elf elf = checked(file, machine, bits);
		return image(file, elf, elf.segments(), context);
	}

	/**
	 * The same of a program that runs wherever it is: linked to begin at a physical address where there is no memory, it
	 * begins at another, and all of it moves along.
	 *
	 * @param at machine address
	 */
	public static Image readMoved(GuestFile file, int machine, int bits, GuestContext context, long at) {
		Elf elf = checked(file, machine, bits);
		long lowest = elf.segments().stream().filter(s -> s.size() > 0).map(Elf.Segment::physical).min(Long::compareUnsigned)
				.orElse(context.memoryBase());
		if (Long.compareUnsigned(lowest - context.memoryBase(), context.memorySize()) < 0) {
			return image(file, elf, elf.segments(), context);
		}
		List<Elf.Segment> moved = elf.segments().stream().map(s -> new Elf.Segment(s.virtual(), s.physical() - lowest + at, s.bytes(), s.size(),
				s.readable(), s.writable(), s.executable())).toList();
		return image(file, elf, moved, context);
	}

	private static Elf checked(GuestFile file, int machine, int bits) {
		Elf elf = parse(file);
		if (elf.machine() != machine || elf.bits() != bits) {
			throw new GuestException("%s is a program for %s of %d bits, and the machine is a %s of %d bits: compile it for that"
					.formatted(file.name(), name(elf.machine()), elf.bits(), name(machine), bits));
		}
		if (elf.type() == Elf.RELOCATABLE || elf.segments().isEmpty()) {
			throw new GuestException(file.name() + " is not linked: it has no addresses, link it");
		}
		return elf;
	}

	private static Image image(GuestFile file, Elf elf, List<Elf.Segment> parts, GuestContext context) {
		List<Segment> segments = parts.stream().filter(s -> s.size() > 0 && !strayNote(s, context)).map(s -> segment(file, s, context)).toList();
		List<Symbols.Symbol> symbols = elf.symbols().stream()
				.sorted((a, b) -> Boolean.compare(b.global(), a.global()))
				.map(s -> new Symbols.Symbol(s.name(), s.address(), s.size())).toList();
		return new Image(entry(file, elf, parts, context), segments, Symbols.of(symbols));
	}

	private static Segment segment(GuestFile file, Elf.Segment segment, GuestContext context) {
		String name = "the segment of " + file.name();
		long before = context.memoryBase() - segment.physical();
		if (before > 0 && before < segment.bytes().length && Elf.recognizes(segment.bytes())) {
			byte[] inside = Arrays.copyOfRange(segment.bytes(), (int) before, segment.bytes().length);
			return new Segment(name, context.memoryBase(), inside, segment.size() - before);
		}
		return new Segment(name, segment.physical(), segment.bytes(), segment.size());
	}

	private static Elf parse(GuestFile file) {
		try {
			return Elf.read(file.name(), file.bytes());
		} catch (ElfException e) {
			throw new GuestException(e.getMessage(), e);
		}
	}

	private static boolean strayNote(Elf.Segment segment, GuestContext context) {
		long base = context.memoryBase();
		boolean outside = Long.compareUnsigned(segment.physical() + segment.size(), base) <= 0
				|| Long.compareUnsigned(segment.physical(), base + context.memorySize()) >= 0;
		return outside && !segment.writable() && !segment.executable();
	}

	private static long entry(GuestFile file, Elf elf, List<Elf.Segment> parts, GuestContext context) {
		long entry = elf.entry() == 0 && parts.stream().noneMatch(s -> s.holds(0)) ? context.memoryBase() : elf.entry();
		for (Elf.Segment segment : parts) {
			if (Long.compareUnsigned(entry - segment.physical(), segment.size()) < 0) {
				return entry;
			}
		}
		for (Elf.Segment segment : parts) {
			if (segment.holds(entry)) {
				return entry - segment.virtual() + segment.physical();
			}
		}
		throw new GuestException("%s begins at 0x%x, which is in none of its segments: link it with an entry, such as _start"
				.formatted(file.name(), entry));
	}

	private static String name(int machine) {
		return MACHINES.getOrDefault(machine, "machine number " + machine);
	}
}
