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

	public Fetch() {
		flush();
	}

	/** Decoded code of the page around {@code pc}, or null if it must be looked up. */
	public static long[] code(Fetch fetch, long pc) {
		int i = (int) (pc >>> 12) & ENTRIES - 1;
		return fetch.pages[i] == (pc & -Memory.FRAME) ? fetch.code[i] : null;
	}

	/** Enters the code of the page around {@code pc}. */
	public void put(long pc, long[] decoded) {
		int i = (int) (pc >>> 12) & ENTRIES - 1;
		pages[i] = pc & -Memory.FRAME;
		code[i] = decoded;
	}

	/** Forgets all pages. */
	public void flush() {
		Arrays.fill(pages, NONE);
		Arrays.fill(code, null);
	}
}
