package org.ringside.isa.assembler;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.isa.IsaException;
import org.ringside.isa.elf.ElfLine;
import org.ringside.isa.elf.ElfWriter;

/**
 * What the assembler made of a source.
 *
 * @param sections in the order of their addresses, those that are not in memory last
 * @param symbols in the order of their definition, without those whose names begin with {@code .L}
 * @param lines in the order of their addresses
 * @param target what the program is for
 * @param entry virtual address where it begins: that of {@code _start}, or of the first byte of code
 */
public record Program(List<Section> sections, List<Symbol> symbols, List<SourceLine> lines, Target target, long entry) {

	/**
	 * What an ELF file says of the machine.
	 *
	 * @param elfMachine number of the architecture
	 */
	public record Target(int elfMachine, int addressBits, boolean bigEndian) {
	}


	/** The lowest address of a section in memory. */
	public long origin() {
		return sections.stream().filter(Section::allocated).mapToLong(Section::address).min().orElse(entry);
	}

	/** Content of memory from {@link #origin}, to the last byte that is not merely reserved. */
	public byte[] flat() {
		long origin = origin();
		long end = sections.stream().filter(s -> s.allocated() && s.stored()).mapToLong(Section::end).max().orElse(origin);
		byte[] flat = new byte[Math.toIntExact(end - origin)];
		for (Section s : sections) {
			if (s.allocated() && s.stored()) {
				System.arraycopy(s.bytes(), 0, flat, (int) (s.address() - origin), s.bytes().length);
			}
		}
		return flat;
	}

	/** The value of a symbol; throws {@link IsaException} for a name unknown. */
	public long symbol(String name) {
		return symbols.stream().filter(s -> s.name().equals(name)).findFirst()
				.orElseThrow(() -> new IsaException("the program has no symbol '" + name + "'")).value();
	}

	/** The section of that name. */
	public Optional<Section> section(String name) {
		return sections.stream().filter(s -> s.name().equals(name)).findFirst();
	}

	/** The line that made the byte at a virtual address. */
	public Optional<SourceLine> lineOf(long address) {
		int low = 0;
		int high = lines.size();
		while (low < high) {
			int middle = low + high >>> 1;
			if (Long.compareUnsigned(lines.get(middle).address(), address) <= 0) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low > 0 && Long.compareUnsigned(address - lines.get(low - 1).address(), lines.get(low - 1).length()) < 0
				? Optional.of(lines.get(low - 1)) : Optional.empty();
	}


	/** The program as an ELF executable, with its symbols and source lines. */
	public byte[] elf() {
		ElfWriter writer = new ElfWriter(target.addressBits > 32, target.bigEndian, target.elfMachine, 0);
		Map<String, Integer> indices = new HashMap<>();
		for (Section s : sections) {
			int flags = (s.allocated() ? ElfWriter.ALLOCATED : 0) | (s.writable() ? ElfWriter.WRITE : 0) | (s.executable() ? ElfWriter.CODE : 0);
			indices.put(s.name(), writer.section(s.name(), flags, s.address(), s.stored() ? s.bytes() : null, s.size(), s.alignment()));
		}
		for (Symbol s : symbols) {
			ElfWriter.Kind kind = switch (s.kind()) {
			case "function" -> ElfWriter.Kind.FUNCTION;
			case "object" -> ElfWriter.Kind.OBJECT;
			default -> ElfWriter.Kind.UNKNOWN;
			};
			writer.symbol(s.name(), s.value(), s.size(), kind, s.global(), indices.getOrDefault(s.section(), 0));
		}
		for (SourceLine l : lines) {
			writer.line(new ElfLine(l.address(), l.address() + l.length(), l.file(), l.line()));
		}
		return writer.write(entry);
	}
}
