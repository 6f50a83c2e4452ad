package org.ringside.isa.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes an executable: sections, a segment for each that is in memory, symbols, source lines. */
public final class ElfWriter {

	/** Content of a segment begins at a file offset that is its address modulo a page, as loaders that map files want it. */
	private static final int PAGE = 4096;

	/** Flag of a section that is writable. */
	public static final int WRITE = 1;
	/** Flag of a section that is in memory when the program runs. */
	public static final int ALLOCATED = 2;
	/** Flag of a section of code. */
	public static final int CODE = 4;

	private static final int SHT_PROGBITS = 1;
	private static final int SHT_SYMTAB = 2;
	private static final int SHT_STRTAB = 3;
	private static final int SHT_NOBITS = 8;
	private static final int SHN_ABS = 0xfff1;
	private static final int STT_OBJECT = 1;
	private static final int STT_FUNC = 2;
	private static final int PT_LOAD = 1;
	private static final int PF_X = 1;
	private static final int PF_W = 2;
	private static final int PF_R = 4;

	/** What a symbol is the name of. */
	public enum Kind {
		UNKNOWN, OBJECT, FUNCTION
	}

	private record Symbol(String name, long value, long size, Kind kind, boolean global, int section) {
	}

	private record Part(String name, int type, long flags, long address, byte[] bytes, long size, long alignment, int link, int info, long entrySize) {
	}

	private final boolean is64;
	private final boolean bigEndian;
	private final int machine;
	private final int flags;
	private final List<Part> parts = new ArrayList<>();
	private final List<Symbol> symbols = new ArrayList<>();
	private final List<ElfLine> lines = new ArrayList<>();

	/**
	 * @param machine number of the architecture, 243 for RISC-V
	 * @param flags of the architecture
	 */
	public ElfWriter(boolean is64, boolean bigEndian, int machine, int flags) {
		this.is64 = is64;
		this.bigEndian = bigEndian;
		this.machine = machine;
		this.flags = flags;
		parts.add(new Part("", 0, 0, 0, new byte[0], 0, 0, 0, 0, 0));
	}

	/**
	 * Adds a section.
	 *
	 * @param sectionFlags {@link #WRITE}, {@link #ALLOCATED} and {@link #CODE}
	 * @param address virtual, and where a loader without translation puts it
	 * @param bytes its content; null if it is only reserved
	 * @param size bytes in memory; of content, its length
	 * @return its index, for symbols
	 */
	public int section(String name, int sectionFlags, long address, byte[] bytes, long size, long alignment) {
		int type = bytes == null ? SHT_NOBITS : SHT_PROGBITS;
		parts.add(new Part(name, type, sectionFlags, address, bytes == null ? new byte[0] : bytes, size, alignment, 0, 0, 0));
		return parts.size() - 1;
	}

	/**
	 * Adds a symbol.
	 *
	 * @param value virtual address, or the constant
	 * @param size bytes; 0 if unknown
	 * @param section index of the section it is in; 0 for a constant
	 */
	public ElfWriter symbol(String name, long value, long size, Kind kind, boolean global, int section) {
		symbols.add(new Symbol(name, value, size, kind, global, section == 0 ? SHN_ABS : section));
		return this;
	}

	/** Adds a source line. */
	public ElfWriter line(ElfLine line) {
		lines.add(line);
		return this;
	}

	/** The file. */
	public byte[] write(long entry) {
		List<Part> all = new ArrayList<>(parts);
		addLines(all);
		addSymbols(all);
		ByteWriter names = new ByteWriter(is64, bigEndian).one(0);
		Map<String, Integer> nameOffsets = new HashMap<>();
		for (Part p : all) {
			nameOffset(names, nameOffsets, p.name);
		}
		nameOffset(names, nameOffsets, ".shstrtab");
		all.add(new Part(".shstrtab", SHT_STRTAB, 0, 0, names.bytes(), names.size(), 1, 0, 0, 0));
		return assemble(all, nameOffsets, entry);
	}

	private static int nameOffset(ByteWriter table, Map<String, Integer> offsets, String name) {
		if (name.isEmpty()) {
			return 0;
		}
		Integer known = offsets.get(name);
		if (known == null) {
			known = table.size();
			offsets.put(name, known);
			table.string(name);
		}
		return known;
	}

	private void addLines(List<Part> all) {
		if (lines.isEmpty()) {
			return;
		}
		List<ElfLine> sorted = lines.stream().sorted(Comparator.comparing(ElfLine::address, Long::compareUnsigned)).toList();
		LineWriter writer = new LineWriter(is64, bigEndian, sorted);
		debug(all, ".debug_line", writer.lineTable());
		debug(all, ".debug_info", writer.unit());
		debug(all, ".debug_abbrev", writer.abbreviations());
	}

	private static void debug(List<Part> all, String name, byte[] bytes) {
		all.add(new Part(name, SHT_PROGBITS, 0, 0, bytes, bytes.length, 1, 0, 0, 0));
	}

	/** Local symbols come first; the section's info is the number of the first global one. */
	private void addSymbols(List<Part> all) {
		List<Symbol> sorted = symbols.stream().sorted(Comparator.comparing(Symbol::global)).toList();
		ByteWriter names = new ByteWriter(is64, bigEndian).one(0);
		Map<String, Integer> offsets = new HashMap<>();
		ByteWriter table = new ByteWriter(is64, bigEndian);
		table.bytes(new byte[is64 ? 24 : 16]);
		for (Symbol s : sorted) {
			table.word(nameOffset(names, offsets, s.name()));
			int info = (s.global() ? 1 << 4 : 0) | switch (s.kind) {
			case UNKNOWN -> 0;
			case OBJECT -> STT_OBJECT;
			case FUNCTION -> STT_FUNC;
			};
			if (is64) {
				table.one(info).one(0).half(s.section()).address(s.value()).address(s.size());
			} else {
				table.address(s.value()).address(s.size()).one(info).one(0).half(s.section());
			}
		}
		int locals = 1 + (int) sorted.stream().filter(s -> !s.global()).count();
		all.add(new Part(".symtab", SHT_SYMTAB, 0, 0, table.bytes(), table.size(), 8, all.size() + 1, locals, is64 ? 24 : 16));
		all.add(new Part(".strtab", SHT_STRTAB, 0, 0, names.bytes(), names.size(), 1, 0, 0, 0));
	}

	private static boolean loaded(Part p) {
		return (p.flags & ALLOCATED) != 0 && p.size > 0;
	}

	private byte[] assemble(List<Part> all, Map<String, Integer> nameOffsets, long entry) {
		int headerSize = is64 ? 64 : 52;
		int segmentSize = is64 ? 56 : 32;
		int segmentCount = (int) all.stream().filter(ElfWriter::loaded).count();
		long[] offsets = new long[all.size()];
		long at = headerSize + (long) segmentSize * segmentCount;
		for (int i = 1; i < all.size(); i++) {
			Part p = all.get(i);
			at += loaded(p) ? p.address - at & PAGE - 1 : -at & 7;
			offsets[i] = at;
			at += p.bytes.length;
		}
		long sectionTable = at + 7 & -8;
		ByteWriter out = new ByteWriter(is64, bigEndian);
		header(out, entry, segmentCount, sectionTable, all.size());
		for (int i = 0; i < all.size(); i++) {
			if (loaded(all.get(i))) {
				segment(out, all.get(i), offsets[i]);
			}
		}
		for (int i = 1; i < all.size(); i++) {
			out.padTo(offsets[i]).bytes(all.get(i).bytes);
		}
		out.padTo(sectionTable);
		for (int i = 0; i < all.size(); i++) {
			Part p = all.get(i);
			out.word(nameOffsets.getOrDefault(p.name, 0)).word(p.type).address(p.flags).address(p.address).address(offsets[i]).address(p.size).word(p.link)
					.word(p.info).address(p.alignment).address(p.entrySize);
		}
		return out.bytes();
	}

	private void header(ByteWriter out, long entry, int segmentCount, long sectionTable, int sectionCount) {
		out.bytes(new byte[] { 0x7f, 'E', 'L', 'F', (byte) (is64 ? 2 : 1), (byte) (bigEndian ? 2 : 1), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
		int headerSize = is64 ? 64 : 52;
		out.half(Elf.EXECUTABLE).half(machine).word(1).address(entry).address(segmentCount == 0 ? 0 : headerSize).address(sectionTable).word(flags);
		out.half(headerSize).half(is64 ? 56 : 32).half(segmentCount).half(is64 ? 64 : 40).half(sectionCount).half(sectionCount - 1);
	}

	private void segment(ByteWriter out, Part p, long offset) {
		int access = PF_R | ((p.flags & WRITE) != 0 ? PF_W : 0)
				| ((p.flags & CODE) != 0 ? PF_X : 0);
		out.word(PT_LOAD);
		if (is64) {
			out.word(access);
		}
		out.address(offset).address(p.address).address(p.address).address(p.bytes.length).address(p.size);
		if (!is64) {
			out.word(access);
		}
		out.address(PAGE);
	}
}
