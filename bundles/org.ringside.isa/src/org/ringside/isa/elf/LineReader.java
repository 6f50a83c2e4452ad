package org.ringside.isa.elf;

import java.util.ArrayList;
import java.util.List;

/** Reads source lines: DWARF 2 to 5, section 6.2. Programs of the table are run with every bound checked. */
final class LineReader {

	/** Rows beyond this are refused: a few bytes could otherwise make any number. */
	private static final int MOST_ROWS = 4_000_000;

	private static final int COPY = 1;
	private static final int ADVANCE_PC = 2;
	private static final int ADVANCE_LINE = 3;
	private static final int SET_FILE = 4;
	private static final int CONST_ADD_PC = 8;
	private static final int FIXED_ADVANCE_PC = 9;
	private static final int END_SEQUENCE = 1;
	private static final int SET_ADDRESS = 2;

	private final Bytes in;
	private final Bytes lineStrings;
	private final Bytes strings;
	private final boolean wide;
	private final List<ElfLine> lines = new ArrayList<>();
	private long at;
	private long end;
	private int offsetWidth;
	private int version;

	private LineReader(Elf elf) {
		in = new Bytes(content(elf, ".debug_line"), elf.big());
		lineStrings = new Bytes(content(elf, ".debug_line_str"), elf.big());
		strings = new Bytes(content(elf, ".debug_str"), elf.big());
		wide = elf.bits() == 64;
	}

	private static byte[] content(Elf elf, String name) {
		return elf.section(name).orElse(new byte[0]);
	}

	/** Reads as many lines as there are, into {@code to}; throws {@link ElfException} where the table is broken. */
	static void read(Elf elf, List<ElfLine> to) {
		LineReader reader = new LineReader(elf);
		try {
			while (reader.at < reader.in.length()) {
				reader.unit();
			}
		} finally {
			to.addAll(reader.lines);
		}
	}

	// ---- primitives

	private long number(int width) {
		if (at + width > (end == 0 ? in.length() : end)) {
			throw Bytes.broken(at, "the table of lines ends in the middle");
		}
		long value = in.number(at, width);
		at += width;
		return value;
	}

	private long unsigned() {
		long value = 0;
		for (int shift = 0;; shift += 7) {
			long b = number(1);
			value |= shift < 64 ? (b & 0x7f) << shift : 0;
			if (b < 0x80) {
				return value;
			}
		}
	}

	private long signed() {
		long value = 0;
		int shift = 0;
		while (true) {
			long b = number(1);
			value |= shift < 64 ? (b & 0x7f) << shift : 0;
			shift += 7;
			if (b < 0x80) {
				return shift < 64 ? value << 64 - shift >> 64 - shift : value;
			}
		}
	}

	private String string() {
		String s = in.string(at, end);
		at += s.length() + 1;
		return s;
	}

	// ---- a unit

	private void unit() {
		end = 0;
		long begin = at;
		offsetWidth = 4;
		long length = number(4);
		if (length == 0xffff_ffffL) {
			offsetWidth = 8;
			length = number(8);
		}
		in.check(at, length, "the table of lines");
		end = at + length;
		version = (int) number(2);
		if (version < 2 || version > 5) {
			throw Bytes.broken(begin, "line tables of DWARF version " + version + "; 2 to 5 can be read");
		}
		int addressWidth = wide ? 8 : 4;
		if (version >= 5) {
			addressWidth = (int) number(1);
			number(1);
		}
		long headerLength = number(offsetWidth);
		in.check(at, headerLength, "the header of the table of lines");
		long program = at + headerLength;
		if (program > end) {
			throw Bytes.broken(begin, "the header of the table of lines is longer than the table");
		}
		Machine m = new Machine();
		m.unit = (int) number(1);
		if (version >= 4) {
			number(1);
		}
		number(1);
		m.lineBase = (byte) number(1);
		m.lineRange = (int) number(1);
		m.opcodeBase = (int) number(1);
		m.arguments = new int[Math.max(1, m.opcodeBase)];
		for (int i = 1; i < m.opcodeBase; i++) {
			m.arguments[i] = (int) number(1);
		}
		m.files = version >= 5 ? filesOf5() : filesOf4();
		at = program;
		m.run(addressWidth);
		at = end;
	}

	/** File numbers begin at 1. */
	private List<String> filesOf4() {
		List<String> directories = new ArrayList<>(List.of(""));
		for (String d = string(); !d.isEmpty(); d = string()) {
			directories.add(d);
		}
		List<String> files = new ArrayList<>(List.of(""));
		for (String f = string(); !f.isEmpty(); f = string()) {
			files.add(inDirectory(f, directories, unsigned()));
			unsigned();
			unsigned();
		}
		return files;
	}

	private static String inDirectory(String file, List<String> directories, long index) {
		String d = index > 0 && index < directories.size() ? directories.get((int) index) : "";
		return d.isEmpty() || file.startsWith("/") ? file : d + "/" + file;
	}

	private record Entry(String path, long directory) {
	}

	/** Directories and files are described by formats; numbers begin at 0. */
	private List<String> filesOf5() {
		List<String> directories = entries().stream().map(Entry::path).toList();
		return entries().stream().map(e -> inDirectory(e.path, directories, e.directory)).toList();
	}

	private List<Entry> entries() {
		int formats = (int) number(1);
		long[][] format = new long[formats][];
		for (int i = 0; i < formats; i++) {
			format[i] = new long[] { unsigned(), unsigned() };
		}
		long count = unsigned();
		if (count < 0 || formats == 0 && count > 0 || count > end - at) {
			throw Bytes.broken(at, "a table of " + Long.toUnsignedString(count) + " file names");
		}
		List<Entry> entries = new ArrayList<>();
		for (long i = 0; i < count; i++) {
			String path = "";
			long directory = 0;
			for (long[] f : format) {
				if (f[0] == 1) {
					path = path(f[1]);
				} else {
					long value = value(f[1]);
					directory = f[0] == 2 ? value : directory;
				}
			}
			entries.add(new Entry(path, directory));
		}
		return entries;
	}

	private String path(long form) {
		if (form == 0x08) {
			return string();
		}
		if (form != 0x1f && form != 0x0e) {
			throw Bytes.broken(at, "a file name of form 0x" + Long.toHexString(form));
		}
		Bytes table = form == 0x1f ? lineStrings : strings;
		return table.string(number(offsetWidth), table.length());
	}

	private long value(long form) {
		return switch ((int) form) {
		case 0x0b -> number(1);
		case 0x05 -> number(2);
		case 0x06, 0x1f, 0x0e -> number(form == 0x06 ? 4 : offsetWidth);
		case 0x07 -> number(8);
		case 0x0f -> unsigned();
		case 0x1e -> {
			number(8);
			yield number(8);
		}
		case 0x09 -> {
			long length = unsigned();
			if (length < 0 || length > end - at) {
				throw Bytes.broken(at, "a block of " + Long.toUnsignedString(length) + " bytes in a table of file names");
			}
			at += length;
			yield 0;
		}
		default -> throw Bytes.broken(at, "a value of form 0x" + Long.toHexString(form) + " in a table of file names");
		};
	}

	/** The machine that a line program is for. */
	private final class Machine {
		int unit;
		int lineBase;
		int lineRange;
		int opcodeBase;
		int[] arguments;
		List<String> files;

		private long address;
		private long file = 1;
		private long line = 1;
		private boolean open;
		private long rowAddress;
		private long rowFile;
		private long rowLine;

		void run(int addressWidth) {
			while (at < end) {
				int opcode = (int) number(1);
				if (opcode >= opcodeBase) {
					special(opcode);
				} else if (opcode == 0) {
					extended(addressWidth);
				} else {
					standard(opcode);
				}
			}
		}

		private void special(int opcode) {
			int adjusted = opcode - opcodeBase;
			if (lineRange == 0) {
				throw Bytes.broken(at, "a table of lines with a line range of 0");
			}
			address += (long) unit * (adjusted / lineRange);
			line += lineBase + adjusted % lineRange;
			row();
		}

		private void extended(int addressWidth) {
			long length = unsigned();
			if (length <= 0 || length > end - at) {
				throw Bytes.broken(at, "an opcode of " + Long.toUnsignedString(length) + " bytes in a table of lines");
			}
			long next = at + length;
			int opcode = (int) number(1);
			if (opcode == END_SEQUENCE) {
				closeRow();
				open = false;
				address = 0;
				file = 1;
				line = 1;
			} else if (opcode == SET_ADDRESS) {
				address = number((int) Math.min(length - 1, addressWidth));
			}
			at = next;
		}

		private void standard(int opcode) {
			switch (opcode) {
			case COPY -> row();
			case ADVANCE_PC -> address += unit * unsigned();
			case ADVANCE_LINE -> line += signed();
			case SET_FILE -> file = unsigned();
			case CONST_ADD_PC -> address += lineRange == 0 ? 0 : (long) unit * ((255 - opcodeBase) / lineRange);
			case FIXED_ADVANCE_PC -> address += number(2);
			default -> {
				for (int i = 0; i < arguments[opcode]; i++) {
					unsigned();
				}
			}
			}
		}

		private void row() {
			closeRow();
			open = true;
			rowAddress = address;
			rowFile = file;
			rowLine = line;
		}

		/** A row reaches to the next one. */
		private void closeRow() {
			if (open && Long.compareUnsigned(rowAddress, address) < 0) {
				if (lines.size() >= MOST_ROWS) {
					throw Bytes.broken(at, "more than " + MOST_ROWS + " lines");
				}
				String name = rowFile >= 0 && rowFile < files.size() ? files.get((int) rowFile) : "";
				lines.add(new ElfLine(rowAddress, address, name, (int) Math.clamp(rowLine, 0, Integer.MAX_VALUE)));
			}
		}
	}
}
