package org.ringside.isa.elf;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Writes source lines in DWARF 4: the line table, and the one unit that points to it, by which debuggers find it. */
final class LineWriter {

	private static final int VERSION = 4;
	private static final int ASSEMBLER_LANGUAGE = 0x8001;
	/** Number of the first special opcode; the ones before are the standard opcodes of DWARF 4. */
	private static final int OPCODE_BASE = 13;
	private static final int[] ARGUMENTS = { 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1 };

	private final boolean is64;
	private final boolean bigEndian;
	private final List<ElfLine> lines;
	private final List<String> files;

	/** @param lines in the order of addresses */
	LineWriter(boolean is64, boolean bigEndian, List<ElfLine> lines) {
		this.is64 = is64;
		this.bigEndian = bigEndian;
		this.lines = lines;
		LinkedHashSet<String> names = new LinkedHashSet<>();
		lines.forEach(l -> names.add(l.file()));
		files = new ArrayList<>(names);
	}

	private ByteWriter writer() {
		return new ByteWriter(is64, bigEndian);
	}

	byte[] lineTable() {
		ByteWriter header = writer().one(1).one(1).one(1).one(0).one(1).one(OPCODE_BASE);
		for (int a : ARGUMENTS) {
			header.one(a);
		}
		header.one(0);
		for (String f : files) {
			header.string(f).unsigned(0).unsigned(0).unsigned(0);
		}
		header.one(0);
		ByteWriter table = writer().word(0).half(VERSION).word(header.size()).bytes(header.bytes());
		program(table);
		return table.withLength(0);
	}

	/** One sequence for each run of code without a gap. */
	private void program(ByteWriter out) {
		boolean open = false;
		long address = 0;
		long file = 1;
		long line = 1;
		for (ElfLine l : lines) {
			if (open && l.address() != address) {
				out.one(0).unsigned(1).one(1);
				open = false;
			}
			if (!open) {
				out.one(0).unsigned(1 + out.addressWidth()).one(2).address(l.address());
				file = 1;
				line = 1;
				open = true;
			}
			int number = files.indexOf(l.file()) + 1;
			if (number != file) {
				out.one(4).unsigned(number);
				file = number;
			}
			out.one(3).signed(l.line() - line).one(1);
			line = l.line();
			out.one(2).unsigned(l.end() - l.address());
			address = l.end();
		}
		if (open) {
			out.one(0).unsigned(1).one(1);
		}
	}

	byte[] abbreviations() {
		ByteWriter out = writer().unsigned(1).unsigned(0x11).one(0);
		out.unsigned(0x10).unsigned(0x17); // statement list: offset in the line table
		out.unsigned(0x11).unsigned(0x01); // low pc: address
		out.unsigned(0x12).unsigned(0x07); // high pc: bytes from there
		out.unsigned(0x03).unsigned(0x08); // name: string
		out.unsigned(0x25).unsigned(0x08); // producer: string
		out.unsigned(0x13).unsigned(0x05); // language: half
		return out.unsigned(0).unsigned(0).unsigned(0).bytes();
	}

	byte[] unit() {
		long low = lines.stream().mapToLong(ElfLine::address).min().orElse(0);
		long high = lines.stream().mapToLong(ElfLine::end).max().orElse(0);
		ByteWriter out = writer().word(0).half(VERSION).word(0).one(writer().addressWidth());
		out.unsigned(1).word(0).address(low).number(high - low, 8).string(files.isEmpty() ? "" : files.getFirst()).string("Ringside").half(ASSEMBLER_LANGUAGE);
		return out.withLength(0);
	}
}
