package org.ringside.isa.internal;

import java.util.List;

import org.ringside.isa.Code;
import org.ringside.isa.Decoded;

/**
 * Decodes by a tree made of the rows that exist in one context. A node looks at fixed bits of the rows still possible, in
 * the bytes fetched so far; more are fetched only when these bits do not exclude any of them.
 */
final class DecodeTree {

	/** A table has at most two to this many entries. */
	private static final int TABLE_BITS = 8;

	private static final int NONE = 0;
	private static final int FETCH = 1;
	private static final int TABLE = 2;
	private static final int TEST = 3;
	private static final int LENGTH = 4;

	private static final class Node {
		final int kind;
		/** FETCH and LENGTH: how many bytes must be there. TABLE: the half. */
		int number;
		/** TABLE: the bits looked at. */
		long mask;
		/** TABLE: by the bits' value. LENGTH: by the number of bytes. */
		Node[] next;
		/** TEST: what is tested before going on. */
		Encoding row;
		Node then;

		Node(int kind) {
			this.kind = kind;
		}
	}

	private static final Node NOTHING = new Node(NONE);

	private final boolean bigEndian;
	private final Lengths lengths;
	private final Node root;

	DecodeTree(List<Encoding> rows, Lengths lengths, boolean bigEndian) {
		this.bigEndian = bigEndian;
		this.lengths = lengths;
		root = lengths.told() ? byLength(rows) : build(rows, 0, new long[2]);
	}

	private Node byLength(List<Encoding> rows) {
		Node length = new Node(LENGTH);
		length.number = lengths.parcel();
		length.next = new Node[Window.MAX + 1];
		for (int i = 0; i <= Window.MAX; i++) {
			int bytes = i;
			length.next[i] = new Node(FETCH);
			length.next[i].number = bytes;
			length.next[i].then = build(rows.stream().filter(e -> e.length == bytes).toList(), bytes, new long[2]);
		}
		return length;
	}

	/**
	 * @param known bytes fetched
	 * @param used bits looked at on the way here
	 */
	private Node build(List<Encoding> rows, int known, long[] used) {
		if (rows.isEmpty()) {
			return NOTHING;
		}
		long[] free = { Window.known(0, known, bigEndian) & ~used[0], Window.known(1, known, bigEndian) & ~used[1] };
		for (int word = 0; word < 2; word++) {
			long common = free[word];
			for (Encoding e : rows) {
				common &= e.mask(word);
			}
			if (common != 0) {
				return table(rows, known, used, word, highest(common));
			}
		}
		return split(rows, known, used, free);
	}

	/** No bit is fixed in all rows: look at the one that is in the most. */
	private Node split(List<Encoding> rows, int known, long[] used, long[] free) {
		int best = 0;
		int word = 0;
		long bit = 0;
		for (int i = 0; i < 128; i++) {
			int half = i >> 6;
			long candidate = 1L << (i & 63);
			if ((free[half] & candidate) != 0) {
				int count = (int) rows.stream().filter(e -> (e.mask(half) & candidate) != 0).count();
				if (count > best) {
					best = count;
					word = half;
					bit = candidate;
				}
			}
		}
		return best == 0 ? test(rows, known, used) : table(rows, known, used, word, bit);
	}

	/** All bits known are looked at: rows that are complete now differ by their conditions; the others need more bytes. */
	private Node test(List<Encoding> rows, int known, long[] used) {
		List<Encoding> complete = rows.stream().filter(e -> e.length <= known).toList();
		if (complete.isEmpty()) {
			Node fetch = new Node(FETCH);
			fetch.number = known + lengths.parcel();
			fetch.then = build(rows, fetch.number, used);
			return fetch;
		}
		Node test = new Node(TEST);
		test.row = complete.getFirst();
		test.then = build(rows.stream().filter(e -> e != test.row).toList(), known, used);
		return test;
	}

	private Node table(List<Encoding> rows, int known, long[] used, int word, long bits) {
		Node table = new Node(TABLE);
		table.number = word;
		table.mask = bits;
		table.next = new Node[1 << Long.bitCount(bits)];
		long[] now = used.clone();
		now[word] |= bits;
		for (int i = 0; i < table.next.length; i++) {
			long value = Long.expand(i, bits);
			List<Encoding> matching = rows.stream().filter(e -> ((e.match(word) ^ value) & e.mask(word) & bits) == 0).toList();
			table.next[i] = build(matching, known, now);
		}
		return table;
	}

	private static long highest(long mask) {
		while (Long.bitCount(mask) > TABLE_BITS) {
			mask &= mask - 1;
		}
		return mask;
	}

	/** Fetches byte by byte, in order. */
	Decoded decode(Code code) {
		long first = 0;
		long second = 0;
		int known = 0;
		Node n = root;
		while (true) {
			switch (n.kind) {
			case FETCH, LENGTH:
				while (known < n.number) {
					long b = (long) code.at(known) << Window.shift(known, bigEndian);
					if (known < 8) {
						first |= b;
					} else {
						second |= b;
					}
					known++;
				}
				n = n.kind == FETCH ? n.then : n.next[lengths.of(first)];
				break;
			case TABLE:
				n = n.next[(int) Long.compress(n.number == 0 ? first : second, n.mask)];
				break;
			case TEST:
				if (n.row.conditionsHold(first, second)) {
					return new Decoded(n.row.row, known, Window.number(first, known, bigEndian), n.row.values(first, second));
				}
				n = n.then;
				break;
			default:
				return new Decoded(null, known, Window.number(first, known, bigEndian), new long[0]);
			}
		}
	}
}
