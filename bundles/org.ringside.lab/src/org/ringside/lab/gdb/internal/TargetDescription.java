package org.ringside.lab.gdb.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.ringside.isa.Description;
import org.ringside.isa.Isa;
import org.ringside.isa.IsaException;
import org.ringside.isa.RegisterRow;
import org.ringside.machine.Hart;
import org.ringside.machine.Trap;

/**
 * The registers as gdb knows them ("Target Descriptions" in its manual): made from the register rows, with the features
 * and numbers that the ISA gives for gdb.
 */
final class TargetDescription {

	private static final int NARROW = 32;
	private static final int WIDE = 64;

	/** A register of a feature. */
	private record Entry(RegisterRow row, int number, String type) {

		int bits() {
			return row.width() <= NARROW ? NARROW : WIDE;
		}
	}

	private final Description description;
	private final TreeMap<Integer, Entry> byNumber = new TreeMap<>();
	/** Of the first feature, which a {@code g} packet holds. */
	private final List<Entry> general = new ArrayList<>();
	private final String xml;

	/** @throws IsaException if what the ISA says for gdb is wrong */
	TargetDescription(Isa isa) {
		description = isa.description();
		StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n<target version=\"1.0\">\n");
		if (!description.gdbArchitecture().isEmpty()) {
			text.append("<architecture>").append(description.gdbArchitecture()).append("</architecture>\n");
		}
		Set<RegisterRow> taken = new HashSet<>();
		if (description.gdbFeatures().length == 0) {
			List<Entry> all = new ArrayList<>();
			isa.registers().forEach(row -> all.add(new Entry(row, all.size(), "")));
			feature("org.ringside.registers", all, text);
		}
		for (String feature : description.gdbFeatures()) {
			Words words = new Words(feature);
			String name = words.until(' ');
			List<Entry> entries = new ArrayList<>();
			boolean whole = true;
			while (!words.atEnd() && whole) {
				int before = entries.size();
				select(isa, words.until(' '), taken, entries);
				whole = before > 0 || entries.size() > before;
			}
			if (whole) {
				entries.forEach(entry -> taken.add(entry.row()));
				feature(name, entries, text);
			}
		}
		xml = text.append("</target>\n").toString();
	}

	/** {@code pc=32}, {@code 0x1000-0x101f=0}, {@code 0x1020-0x103f=33:ieee_double}. */
	private static void select(Isa isa, String item, Set<RegisterRow> taken, List<Entry> into) {
		try {
			int equals = item.indexOf('=');
			int colon = item.indexOf(':');
			String which = item.substring(0, equals);
			int number = Integer.parseInt(item.substring(equals + 1, colon < 0 ? item.length() : colon));
			String type = colon < 0 ? "" : item.substring(colon + 1);
			if (which.startsWith("0x")) {
				int dash = which.indexOf('-');
				int first = Integer.decode(which.substring(0, dash));
				int last = Integer.decode(which.substring(dash + 1));
				isa.registers().stream().filter(row -> row.number() >= first && row.number() <= last && !taken.contains(row))
						.forEach(row -> into.add(new Entry(row, row.number() - first + number, type)));
			} else {
				isa.registers().stream().filter(row -> row.names().contains(which) && !taken.contains(row))
						.forEach(row -> into.add(new Entry(row, number, type)));
			}
		} catch (NumberFormatException | StringIndexOutOfBoundsException e) {
			throw new IsaException("'" + item + "' among what is said for gdb: write name=number, or 0xfirst-0xlast=number, and :type after it");
		}
	}

	private void feature(String name, List<Entry> entries, StringBuilder text) {
		text.append("<feature name=\"").append(name).append("\">\n");
		boolean first = byNumber.isEmpty();
		for (Entry entry : entries) {
			text.append("<reg name=\"").append(entry.row().name()).append("\" bitsize=\"").append(entry.bits()).append("\" regnum=\"")
					.append(entry.number()).append('"');
			if (!entry.type().isEmpty()) {
				text.append(" type=\"").append(entry.type()).append('"');
			}
			text.append("/>\n");
			if (byNumber.put(entry.number(), entry) != null) {
				throw new IsaException("two registers have gdb's number " + entry.number() + "; one is " + entry.row().name());
			}
		}
		text.append("</feature>\n");
		if (first) {
			general.addAll(entries);
			general.sort((a, b) -> Integer.compare(a.number(), b.number()));
		}
	}

	/** {@code target.xml}. */
	String xml() {
		return xml;
	}

	// ---- values

	/** The register of gdb's number, in hexadecimal digits of the target's byte order; empty if there is none. */
	Optional<String> read(Hart hart, int number) {
		return Optional.ofNullable(byNumber.get(number)).map(entry -> read(hart, entry));
	}

	private String read(Hart hart, Entry entry) {
		int bytes = entry.bits() / 8;
		long value;
		try {
			value = entry.row().read(hart);
		} catch (Trap trap) {
			return "xx".repeat(bytes);
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < bytes; i++) {
			int shift = 8 * (description.bigEndian() ? bytes - 1 - i : i);
			text.append("%02x".formatted(value >>> shift & 0xff));
		}
		return text.toString();
	}

	/** Writes a register; false if there is none of that number, it cannot be written, or the bytes are not as many as it has. */
	boolean write(Hart hart, int number, byte[] bytes) {
		Entry entry = byNumber.get(number);
		if (entry == null || !entry.row().writable() || bytes.length != entry.bits() / 8) {
			return false;
		}
		long value = 0;
		for (int i = 0; i < bytes.length; i++) {
			value = value << 8 | bytes[description.bigEndian() ? i : bytes.length - 1 - i] & 0xff;
		}
		try {
			entry.row().write(hart, bytes.length == 4 ? (int) value : value);
			return true;
		} catch (Trap | IsaException e) {
			return false;
		}
	}

	/** The general registers, one after the other. */
	String readGeneral(Hart hart) {
		StringBuilder text = new StringBuilder();
		general.forEach(entry -> text.append(read(hart, entry)));
		return text.toString();
	}

	/** Writes the general registers, as far as they can be written. */
	boolean writeGeneral(Hart hart, byte[] bytes) {
		if (bytes.length != general.stream().mapToInt(entry -> entry.bits() / 8).sum()) {
			return false;
		}
		int at = 0;
		for (Entry entry : general) {
			int end = at + entry.bits() / 8;
			write(hart, entry.number(), java.util.Arrays.copyOfRange(bytes, at, end));
			at = end;
		}
		return true;
	}
}
