package org.ringside.guest.linux.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.ringside.guest.Symbols.Symbol;

/**
 * The kernel's own table of its symbols, which it keeps to name addresses in messages (its {@code scripts/kallsyms.c} writes
 * it, {@code kernel/kallsyms.c} reads it). No file says where it is, so that it is found by what it looks like. In the order
 * of Linux 6.4 and later, each part aligned to eight bytes:
 *
 * <pre>
 * num_symbols    number of symbols, a word
 * names          for each symbol its length, one byte or two, and so many bytes, each the number of a token
 * markers        where every 256th of the names begins, words
 * token_table    256 texts, each ended by a zero
 * token_index    where each token begins, halfwords
 * offsets        for each symbol its distance from the base, words
 * relative_base  the base, a doubleword
 * </pre>
 *
 * <p>The first character of a name is the symbol's type, as {@code nm} prints it.
 */
final class Kallsyms {

	private static final int TOKENS = 256;
	private static final int BETWEEN_MARKERS = 256;
	private static final int ALIGNMENT = 8;
	/** Lengths from 128 on take two bytes. */
	private static final int LONG = 0x80;
	/** More than the longest name, in bytes of the table. */
	private static final int LONGEST = 512;
	/** Digits are tokens for themselves, one after the other: a pattern that hardly anything else has. */
	private static final byte[] DIGITS = "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0".getBytes(StandardCharsets.ISO_8859_1);

	private final byte[] bytes;
	private final ByteBuffer words;
	private final byte[] text = new byte[LONGEST];

	private Kallsyms(byte[] bytes) {
		this.bytes = bytes;
		words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	/** The symbols that a kernel's bytes tell of, by address; empty if there is no such table in them. */
	static List<Symbol> read(byte[] kernel) {
		Kallsyms found = new Kallsyms(kernel);
		for (int at = found.next(0); at >= 0; at = found.next(at + 1)) {
			Optional<List<Symbol>> symbols = found.around(at);
			if (symbols.isPresent()) {
				return symbols.get();
			}
		}
		return List.of();
	}

	/** The next place with the digits, or -1. */
	private int next(int from) {
		for (int at = from; at <= bytes.length - DIGITS.length; at++) {
			if (bytes[at] == '0' && java.util.Arrays.mismatch(bytes, at, at + DIGITS.length, DIGITS, 0, DIGITS.length) < 0) {
				return at;
			}
		}
		return -1;
	}

	/** The symbols, if the digits at a place are those of a table of tokens. */
	private Optional<List<Symbol>> around(int digits) {
		int table = tokenTable(digits);
		if (table < 0) {
			return Optional.empty();
		}
		int[] tokens = new int[TOKENS];
		int at = table;
		for (int token = 0; token < TOKENS; token++) {
			tokens[token] = at;
			at = afterZero(at);
			if (at < 0) {
				return Optional.empty();
			}
		}
		int index = align(at);
		for (int token = 0; token < TOKENS; token++) {
			if (index + 2 * TOKENS > bytes.length || (words.getShort(index + 2 * token) & 0xffff) != tokens[token] - table) {
				return Optional.empty();
			}
		}
		return symbols(table, tokens, align(index + 2 * TOKENS));
	}

	/** Where the table begins of which the digits are tokens 48 to 57, or -1. */
	private int tokenTable(int digits) {
		int at = digits;
		for (int token = '0'; token > 0; token--) {
			at--;
			do {
				at--;
			} while (at > 0 && bytes[at] != 0);
			at++;
			if (at <= 1) {
				return -1;
			}
		}
		// what is before the first token may be padding, or the last byte of a marker
		return at % ALIGNMENT == 0 ? at : -1;
	}

	private int afterZero(int at) {
		for (int end = at; end < bytes.length && end < at + LONGEST; end++) {
			if (bytes[end] == 0) {
				return end + 1;
			}
		}
		return -1;
	}

	private static int align(int at) {
		return at + ALIGNMENT - 1 & -ALIGNMENT;
	}

	/** @param tokens where each begins */
	private Optional<List<Symbol>> symbols(int tokenTable, int[] tokens, int offsets) {
		int markers = firstMarker(tokenTable);
		if (markers < 0) {
			return Optional.empty();
		}
		int count = (tokenTable - markers) / Integer.BYTES;
		// an odd number of markers is padded, by a word that is zero
		if (count > 1 && words.getInt(tokenTable - Integer.BYTES) == 0) {
			count--;
		}
		int last = words.getInt(markers + (count - 1) * Integer.BYTES);
		int lowest = Math.max(ALIGNMENT, markers - last - BETWEEN_MARKERS * LONGEST);
		for (int names = markers - last & -ALIGNMENT; names >= lowest; names -= ALIGNMENT) {
			int number = words.getInt(names - ALIGNMENT);
			if (number > (count - 1) * BETWEEN_MARKERS && number <= count * BETWEEN_MARKERS && fits(names, number, markers)) {
				return decoded(names, number, tokens, offsets);
			}
		}
		return Optional.empty();
	}

	/** Markers grow from zero on, up to the table of tokens. */
	private int firstMarker(int tokenTable) {
		int at = tokenTable - Integer.BYTES;
		if (words.getInt(at) == 0) {
			at -= Integer.BYTES;
		}
		while (at >= Integer.BYTES && words.getInt(at) > 0 && words.getInt(at - Integer.BYTES) < words.getInt(at)) {
			at -= Integer.BYTES;
		}
		return at >= 0 && words.getInt(at) == 0 ? at : -1;
	}

	/** True if so many names are between a place and the markers, with the markers where they say. */
	private boolean fits(int names, int number, int markers) {
		int at = names;
		for (int symbol = 0; symbol < number; symbol++) {
			if (symbol % BETWEEN_MARKERS == 0 && words.getInt(markers + symbol / BETWEEN_MARKERS * Integer.BYTES) != at - names) {
				return false;
			}
			at = nameEnd(at);
			if (at > markers) {
				return false;
			}
		}
		return markers - at < ALIGNMENT;
	}

	private int nameStart(int at) {
		return (bytes[at] & LONG) == 0 ? at + 1 : at + 2;
	}

	private int nameEnd(int at) {
		int length = bytes[at] & LONG - 1;
		return nameStart(at) + ((bytes[at] & LONG) == 0 ? length : length | (bytes[at + 1] & 0xff) << 7);
	}

	private Optional<List<Symbol>> decoded(int names, int number, int[] tokens, int offsets) {
		int base = align(offsets + number * Integer.BYTES);
		if (base < 0 || base + Long.BYTES > bytes.length) {
			return Optional.empty();
		}
		long relative = words.getLong(base);
		long[] addresses = new long[number];
		for (int symbol = 0; symbol < number; symbol++) {
			addresses[symbol] = relative + (words.getInt(offsets + symbol * Integer.BYTES) & 0xffff_ffffL);
		}
		List<Symbol> symbols = new ArrayList<>(number);
		int at = names;
		int next = 0;
		for (int symbol = 0; symbol < number; symbol++) {
			// several names of one place end together, where the next place begins
			while (next < number && addresses[next] <= addresses[symbol]) {
				next++;
			}
			symbols.add(new Symbol(name(at, tokens), addresses[symbol], next < number ? addresses[next] - addresses[symbol] : 0));
			at = nameEnd(at);
		}
		return Optional.of(symbols);
	}

	/** Without the type. */
	private String name(int at, int[] tokens) {
		int length = 0;
		int end = nameEnd(at);
		for (int token = nameStart(at); token < end; token++) {
			for (int character = tokens[bytes[token] & 0xff]; bytes[character] != 0 && length < LONGEST; character++) {
				text[length++] = bytes[character];
			}
		}
		return length == 0 ? "" : new String(text, 1, length - 1, StandardCharsets.ISO_8859_1);
	}
}
