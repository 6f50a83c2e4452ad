package org.ringside.isa.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The source lines of an ELF file: its section {@code .debug_line}, of DWARF 2 to 5. */
public final class ElfLines {

	private final List<ElfLine> lines = new ArrayList<>();
	private final String problem;

	/** Reads them. A broken table is no reason not to run the program: what was read before it broke is kept. */
	public ElfLines(Elf elf) {
		String broken = "";
		try {
			LineReader.read(elf, lines);
		} catch (ElfException e) {
			broken = e.getMessage();
		}
		problem = broken;
		lines.sort(Comparator.comparing(ElfLine::address, Long::compareUnsigned));
	}

	/** Lines in the order of their addresses. */
	public List<ElfLine> all() {
		return List.copyOf(lines);
	}

	/** Why not all lines could be read, in one line; empty if nothing was wrong. */
	public String problem() {
		return problem;
	}

	/** The line of a virtual address. */
	public Optional<ElfLine> lineOf(long address) {
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
		return low > 0 && Long.compareUnsigned(address, lines.get(low - 1).end()) < 0 ? Optional.of(lines.get(low - 1)) : Optional.empty();
	}
}
