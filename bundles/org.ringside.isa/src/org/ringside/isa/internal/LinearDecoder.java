package org.ringside.isa.internal;

import java.util.List;

import org.ringside.isa.Code;
import org.ringside.isa.Decoded;

/**
 * Decodes in the obvious way: the rows that exist in one context are tried one after the other, as long as what is known
 * of the instruction excludes none. Only those rows are tried whose fixed bits in the first byte are the byte's: as many
 * lists as there are bytes, each made by that one question.
 */
final class LinearDecoder {

	private static final int BYTES = 256;

	private final Encoding[][] byFirst = new Encoding[BYTES][];
	private final Lengths lengths;
	private final boolean bigEndian;

	/** @param rows those that exist in the context */
	LinearDecoder(List<Encoding> rows, Lengths lengths, boolean bigEndian) {
		this.lengths = lengths;
		this.bigEndian = bigEndian;
		for (int b = 0; b < BYTES; b++) {
			long first = (long) b << Window.shift(0, bigEndian);
			byFirst[b] = rows.stream().filter(e -> possible(e, first, 0, 1)).toArray(Encoding[]::new);
		}
	}

	Decoded decode(Code code) {
		long first = 0;
		long second = 0;
		int known = 0;
		int wanted = lengths.parcel();
		while (true) {
			for (; known < wanted; known++) {
				long b = (long) code.at(known) << Window.shift(known, bigEndian);
				if (known < Long.BYTES) {
					first |= b;
				} else {
					second |= b;
				}
			}
			int length = lengths.told() ? lengths.of(first) : 0;
			if (known < length) {
				wanted = length;
				continue;
			}
			Encoding[] rows = byFirst[(int) (first >>> Window.shift(0, bigEndian)) & BYTES - 1];
			for (Encoding e : rows) {
				if (e.length == known && e.matches(first, second)) {
					return new Decoded(e.row, known, Window.number(first, known, bigEndian), e.values(first, second));
				}
			}
			if (lengths.told() || !longerPossible(rows, first, second, known)) {
				return new Decoded(null, known, Window.number(first, known, bigEndian), new long[0]);
			}
			wanted = known + lengths.parcel();
		}
	}

	private boolean longerPossible(Encoding[] rows, long first, long second, int known) {
		for (Encoding e : rows) {
			if (e.length > known && possible(e, first, second, known)) {
				return true;
			}
		}
		return false;
	}

	/** True if the bytes known so far do not exclude the row. */
	private boolean possible(Encoding e, long first, long second, int known) {
		return ((first ^ e.match0) & e.mask0 & Window.known(0, known, bigEndian)) == 0
				&& ((second ^ e.match1) & e.mask1 & Window.known(1, known, bigEndian)) == 0;
	}
}
