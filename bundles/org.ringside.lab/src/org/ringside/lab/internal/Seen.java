package org.ringside.lab.internal;

/** Looks for one text in a stream of bytes, one by one (Knuth, Morris and Pratt, 1977), so that nothing need be kept. */
final class Seen {

	private final byte[] text;
	/** Length of the longest beginning of the text that is also the end of its first {@code i} bytes. */
	private final int[] fallback;
	private int matched;

	/** @param matched how much of the text is seen already */
	Seen(byte[] text, int matched) {
		this.text = text;
		this.matched = matched;
		fallback = new int[text.length + 1];
		int length = 0;
		for (int i = 1; i < text.length; i++) {
			while (length > 0 && text[i] != text[length]) {
				length = fallback[length];
			}
			if (text[i] == text[length]) {
				length++;
			}
			fallback[i + 1] = length;
		}
	}

	/** Adds a byte; true if the text ends with it. */
	boolean add(int value) {
		while (matched > 0 && (matched == text.length || text[matched] != (byte) value)) {
			matched = fallback[matched];
		}
		if (text[matched] == (byte) value) {
			matched++;
		}
		return matched == text.length;
	}

	/** Bytes of the text that are seen. */
	int matched() {
		return matched;
	}
}
