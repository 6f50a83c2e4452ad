package org.ringside.isa.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a row, taken apart: its fixed bits and where its fields are, counted from the row's least significant bit.
 */
final class RowText {

	private static final Pattern TOKEN = Pattern.compile("([A-Za-z_][\\w'/]*)(?:\\[([\\d:|]+)])?");

	/** A run of the row: {@code at} is its lowest bit in the row, {@code to} its lowest bit in the field. */
	record Run(int at, int width, int to) {
	}

	private final Where where;
	private final Map<String, List<Run>> fields = new LinkedHashMap<>();
	private final StringBuilder fixed = new StringBuilder();

	/** Reads a row; {@code names} knows the widths of fields that are written without. */
	RowText(Where where, String text, Names names) {
		this.where = where;
		List<String> order = new ArrayList<>();
		List<Run> fromTop = new ArrayList<>();
		for (String token : text.trim().split("\\s+")) {
			if (token.matches("[01x]+")) {
				fixed.append(token);
			} else {
				Matcher m = TOKEN.matcher(token);
				if (!m.matches()) {
					throw where.wrong("'" + token + "' is neither bits nor a field; write 0 and 1, name, name[5] or name[4:1|11]");
				}
				for (Run r : runsOf(m.group(1), m.group(2), names)) {
					order.add(m.group(1));
					fromTop.add(new Run(fixed.length(), r.width, r.to));
					fixed.append(".".repeat(r.width));
				}
			}
		}
		int length = fixed.length();
		if (length % 8 != 0 || length > 8 * Window.MAX) {
			throw where.wrong("the row has " + length + " bits, " + leftOver(length));
		}
		for (int i = 0; i < order.size(); i++) {
			Run r = fromTop.get(i);
			fields.computeIfAbsent(order.get(i), _ -> new ArrayList<>()).add(new Run(length - r.at - r.width, r.width, r.to));
		}
		fields.forEach(this::checkWhole);
	}

	private static String leftOver(int bits) {
		return bits > 8 * Window.MAX ? "more than the " + Window.MAX + " bytes of the longest instruction"
				: bits % 8 + " left over after whole bytes; give each field its width";
	}

	/** The runs that a token stands for, in the row's order, not yet placed. */
	private List<Run> runsOf(String name, String ranges, Names names) {
		Names.Operands declared = names.operand(name, where);
		List<Run> runs = new ArrayList<>();
		if (ranges == null) {
			if (declared.width() == 0) {
				throw where.wrong("the width of '" + name + "' is not known; write its bits, as in " + name + "[11:0], or declare its @Operand(width)");
			}
			runs.add(new Run(0, declared.width(), 0));
		} else {
			for (String range : ranges.split("\\|", -1)) {
				String[] ends = range.split(":", -1);
				if (!range.matches("\\d{1,2}(:\\d{1,2})?")) {
					throw where.wrong("'" + name + "[" + ranges + "]' is no list of bits");
				}
				int high = Integer.parseInt(ends[0]);
				int low = Integer.parseInt(ends[ends.length - 1]);
				if (high < low || high > 63) {
					throw where.wrong("'" + range + "' of " + name + " is no range of bits from high to low below 64");
				}
				runs.add(new Run(0, high - low + 1, low));
			}
		}
		return runs;
	}

	private void checkWhole(String name, List<Run> runs) {
		long seen = 0;
		for (Run r : runs) {
			long bits = -1L >>> 64 - r.width << r.to;
			if ((seen & bits) != 0) {
				throw where.wrong("bits of '" + name + "' are encoded twice");
			}
			seen |= bits;
		}
		long filled = seen | (Long.lowestOneBit(seen) - 1);
		if ((filled & filled + 1) != 0) {
			throw where.wrong("bits of '" + name + "' are missing: " + Long.numberOfTrailingZeros(~filled));
		}
	}

	/** Bytes of the instruction. */
	int length() {
		return fixed.length() / 8;
	}

	/** Fields by name, in the row's order. */
	Map<String, List<Run>> fields() {
		return fields;
	}

	/** The fixed bits from the most significant: 0, 1, and other characters for the rest. */
	CharSequence fixed() {
		return fixed;
	}

	/** Sets the bits of a field of one bit for good. */
	void fix(String field, boolean value) {
		List<Run> runs = fields.remove(field);
		if (runs == null || runs.size() != 1 || runs.getFirst().width != 1) {
			throw where.wrong("'" + field + "' must be a field of one bit, since it selects register or memory");
		}
		fixed.setCharAt(fixed.length() - 1 - runs.getFirst().at, value ? '1' : '0');
	}

	/** The runs in the coordinates of the window. */
	List<Piece> pieces(List<Run> runs, boolean bigEndian) {
		List<Piece> pieces = new ArrayList<>();
		for (Run r : runs) {
			int at = bigEndian ? 128 - fixed.length() + r.at : r.at;
			int below = Math.clamp(64 - at, 0, r.width);
			int low = bigEndian ? 1 : 0;
			if (below > 0) {
				pieces.add(new Piece(low, at, below, r.to));
			}
			if (below < r.width) {
				pieces.add(new Piece(1 - low, at + below - 64, r.width - below, r.to + below));
			}
		}
		return pieces;
	}

	/** The fixed bits in the coordinates of the window: mask and value of both halves. */
	long[][] masks(boolean bigEndian) {
		long[] mask = new long[2];
		long[] match = new long[2];
		for (int i = 0; i < fixed.length(); i++) {
			char c = fixed.charAt(fixed.length() - 1 - i);
			if (c == '0' || c == '1') {
				Piece p = pieces(List.of(new Run(i, 1, 0)), bigEndian).getFirst();
				mask[p.word()] |= 1L << p.at();
				match[p.word()] |= (long) (c - '0') << p.at();
			}
		}
		return new long[][] { mask, match };
	}
}
