package org.ringside.machine.runtime;

import java.util.Arrays;

import org.ringside.machine.Memory;

/**
 * Where the decoded code of a virtual page is, in one context: a direct-mapped table that the loop looks into when it
 * leaves a page. A miss is answered by the executor.
 */
public final class Fetch {

	private static final int ENTRIES = 256;
	private static final long NONE = 1;

	/** Values too wide for a slot, by the index that the slot holds. */
	public long[] pool = {};

	private final long[] pages = new long[ENTRIES];
	private final long[][] code = new long[ENTRIES][];
	/** Indices of the entries in use: tables change much more often than many pages are visited in between. */
	private final int[] used = new int[ENTRIES];
	private int count;

	public Fetch() {
		Arrays.fill(pages, NONE);
	}

	/** Decoded code of the page around {@code pc}, or null if it must be looked up. */
	public static long[] code(Fetch fetch, long pc) {
		int i = (int) (pc >>> 12) & ENTRIES - 1;
		return fetch.pages[i] == (pc & -Memory.FRAME) ? fetch.code[i] : null;
	}

	/** Enters the code of the page around {@code pc}. */
	public void put(long pc, long[] decoded) {
		int i = (int) (pc >>> 12) & ENTRIES - 1;
		if (code[i] == null) {
			used[count++] = i;
		}
		pages[i] = pc & -Memory.FRAME;
		code[i] = decoded;
	}

	/** Forgets all pages. */
	public void flush() {
		for (int k = 0; k < count; k++) {
			pages[used[k]] = NONE;
			code[used[k]] = null;
		}
		count = 0;
	}
}
