package org.ringside.isa.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one file. Every offset and length is checked against the file before use. Names of fields are those of the gABI;
 * positions are given as 32-bit/64-bit.
 */
final class ElfReader {

	private static final int PT_LOAD = 1;
	private static final int SHT_SYMTAB = 2;
	private static final int SHT_NOBITS = 8;
	private static final int SHN_UNDEF = 0;
	private static final int STT_FUNC = 2;
	private static final int STT_SECTION = 3;
	private static final int STT_FILE = 4;
	private static final int STB_LOCAL = 0;
	private static final int PF_X = 1;
	private static final int PF_W = 2;
	private static final int PF_R = 4;

	private record Section(String what, int name, int type, int link, byte[] bytes) {
	}

	private final String file;
	private final byte[] bytes;
	private ByteBuffer in;
	private boolean wide;
	/** Bytes that may still be copied: tables whose entries all are of the same bytes would use up memory. */
	private long copies;
	/** Characters that names may still have, for the same reason. Names may share their ends. */
	private long characters;

	ElfReader(String file, byte[] bytes) {
		this.file = file;
		this.bytes = bytes;
		copies = 4L * bytes.length;
		characters = 16L * bytes.length;
	}

	Elf read() {
		if (!Elf.recognizes(bytes)) {
			throw new ElfException(file + " is no ELF file: it does not begin with 7f 45 4c 46");
		}
		need("its header", 0, 16);
		wide = switch (bytes[4]) {
		case 1 -> false;
		case 2 -> true;
		default -> throw broken("its class is %d, neither 1 (32 bits) nor 2 (64 bits)", bytes[4]);
		};
		in = ByteBuffer.wrap(bytes).order(switch (bytes[5]) {
		case 1 -> ByteOrder.LITTLE_ENDIAN;
		case 2 -> ByteOrder.BIG_ENDIAN;
		default -> throw broken("its byte order is %d, neither 1 (little) nor 2 (big)", bytes[5]);
		});
		need("its header", 0, wide ? 64 : 52);
		List<Section> sections = sections();
		return new Elf(wide ? 64 : 32, bytes[5] == 2, half(16), half(18), word(24), segments(), symbols(sections), named(sections));
	}

	// ---- program headers

	private List<Elf.Segment> segments() {
		long at = wide ? word(32) : word(28);
		int size = half(wide ? 54 : 42);
		int count = half(wide ? 56 : 44);
		if (count > 0 && size < (wide ? 56 : 32)) {
			throw broken("its program headers are of %d bytes each", size);
		}
		List<Elf.Segment> segments = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String what = "program header " + i;
			int header = need(what, at + (long) i * size, size);
			if (in.getInt(header) == PT_LOAD) {
				segments.add(segment(what, header));
			}
		}
		return List.copyOf(segments);
	}

	private Elf.Segment segment(String what, int header) {
		int flags = in.getInt(header + (wide ? 4 : 24));
		long offset = word(header + (wide ? 8 : 4));
		long virtual = word(header + (wide ? 16 : 8));
		long physical = word(header + (wide ? 24 : 12));
		long inFile = word(header + (wide ? 32 : 16));
		long inMemory = word(header + (wide ? 40 : 20));
		if (Long.compareUnsigned(inMemory, inFile) < 0) {
			throw broken("%s has 0x%x bytes in the file but 0x%x in memory", what, inFile, inMemory);
		}
		if (inMemory < 0 || Long.compareUnsigned(physical + inMemory, physical) < 0
				|| Long.compareUnsigned(virtual + inMemory, virtual) < 0) {
			throw broken("%s has 0x%x bytes from 0x%x, beyond the last address", what, inMemory, virtual);
		}
		int from = need("the segment of " + what, offset, inFile);
		return new Elf.Segment(virtual, physical, copy(what, from, (int) inFile), inMemory,
				(flags & PF_R) != 0, (flags & PF_W) != 0, (flags & PF_X) != 0);
	}

	// ---- section headers

	private List<Section> sections() {
		long at = wide ? word(40) : word(32);
		int size = half(wide ? 58 : 46);
		int count = half(wide ? 60 : 48);
		if (count > 0 && size < (wide ? 64 : 40)) {
			throw broken("its section headers are of %d bytes each", size);
		}
		List<Section> sections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String what = "section header " + i;
			int header = need(what, at + (long) i * size, size);
			int type = in.getInt(header + 4);
			boolean empty = type == SHT_NOBITS || type == 0;
			long length = empty ? 0 : word(header + (wide ? 32 : 20));
			int from = empty ? 0 : need("the section of " + what, word(header + (wide ? 24 : 16)), length);
			sections.add(new Section(what, in.getInt(header), type, in.getInt(header + (wide ? 40 : 24)),
					copy(what, from, (int) length)));
		}
		return sections;
	}

	private Map<String, byte[]> named(List<Section> sections) {
		int names = half(wide ? 62 : 50);
		Map<String, byte[]> named = new LinkedHashMap<>();
		for (Section section : sections) {
			if (section.bytes.length > 0) {
				named.putIfAbsent(text(sections, names, section.name, section.what), section.bytes);
			}
		}
		return named;
	}

	private List<Elf.Symbol> symbols(List<Section> sections) {
		List<Elf.Symbol> symbols = new ArrayList<>();
		int size = wide ? 24 : 16;
		for (Section section : sections) {
			if (section.type == SHT_SYMTAB) {
				ByteBuffer table = ByteBuffer.wrap(section.bytes).order(in.order());
				for (int at = 0; at + size <= section.bytes.length; at += size) {
					add(symbols, sections, section, table, at);
				}
			}
		}
		return List.copyOf(symbols);
	}

	private void add(List<Elf.Symbol> symbols, List<Section> sections, Section section, ByteBuffer table, int at) {
		int info = table.get(at + (wide ? 4 : 12));
		int type = info & 15;
		boolean defined = table.getShort(at + (wide ? 6 : 14)) != SHN_UNDEF;
		String name = text(sections, section.link, table.getInt(at), section.what);
		// names that begin with $ only say where code and data begin (RISC-V psABI, mapping symbols)
		if (defined && type != STT_SECTION && type != STT_FILE && !name.isEmpty() && !name.startsWith("$")) {
			long address = wide ? table.getLong(at + 8) : table.getInt(at + 4) & 0xffff_ffffL;
			long size = wide ? table.getLong(at + 16) : table.getInt(at + 8) & 0xffff_ffffL;
			symbols.add(new Elf.Symbol(name, address, size, type == STT_FUNC, info >> 4 != STB_LOCAL));
		}
	}

	private String text(List<Section> sections, int table, int at, String what) {
		if (table < 0 || table >= sections.size()) {
			throw broken("%s has its names in section %d of %d", what, table, sections.size());
		}
		byte[] names = sections.get(table).bytes;
		int end = at;
		while (end >= 0 && end < names.length && names[end] != 0) {
			end++;
		}
		if (end < 0 || end >= names.length) {
			// a file without names has an empty table
			if (at == 0) {
				return "";
			}
			throw broken("%s has a name at 0x%x of a table of 0x%x bytes", what, at, names.length);
		}
		characters -= end - at;
		if (characters < 0) {
			throw broken("%s has a name that is too long for so many", what);
		}
		return new String(names, at, end - at, StandardCharsets.UTF_8);
	}

	// ---- the file

	/** An address, offset or size: 4 or 8 bytes. */
	private long word(int at) {
		return wide ? in.getLong(at) : in.getInt(at) & 0xffff_ffffL;
	}

	private int half(int at) {
		return in.getShort(at) & 0xffff;
	}

	/** Where so many bytes are in the file. */
	private int need(String what, long at, long length) {
		if (at < 0 || length < 0 || at > bytes.length || length > bytes.length - at) {
			throw broken("%s is at 0x%x to 0x%x of a file of 0x%x bytes", what, at, at + length, bytes.length);
		}
		return (int) at;
	}

	private byte[] copy(String what, int from, int length) {
		copies -= length;
		if (copies < 0) {
			throw broken("%s has bytes that others have too", what);
		}
		return Arrays.copyOfRange(bytes, from, from + length);
	}

	private ElfException broken(String why, Object... arguments) {
		return new ElfException("%s is a broken ELF file: %s".formatted(file, why.formatted(arguments)));
	}
}
