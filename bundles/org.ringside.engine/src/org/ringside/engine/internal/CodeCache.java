package org.ringside.engine.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.ringside.machine.Memory;
import org.ringside.machine.runtime.Loop;

/**
 * Decoded code, by frame and context, shared by the harts of a machine. A frame with decoded code is watched; a store
 * into it empties the slots of the instructions that contain the bytes, so that the next fetch decodes them anew.
 */
final class CodeCache implements Memory.Watcher, AutoCloseable {

	/** Slots behind a page's last: as many as the longest instruction may step over. */
	private static final int BEHIND = 16;

	private record Key(int frame, int context) {
	}

	private final Memory memory;
	private final int shift;
	private final int longest;
	private final Map<Key, long[]> pages = new HashMap<>();
	private final Map<Integer, long[][]> ofFrame = new HashMap<>();

	/**
	 * @param shift instructions begin at multiples of 1 &lt;&lt; shift bytes
	 * @param longest bytes of the longest instruction
	 */
	CodeCache(Memory memory, int shift, int longest) {
		this.memory = memory;
		this.shift = shift;
		this.longest = longest;
		memory.watcher(Memory.CODE, this);
	}

	@Override
	public void close() {
		memory.removeWatcher(this);
	}

	/** The slots of a frame in a context; all empty if it is new. */
	long[] page(int frame, int context) {
		return pages.computeIfAbsent(new Key(frame, context), _ -> {
			long[] slots = new long[(Memory.FRAME >> shift) + BEHIND];
			Arrays.fill(slots, Memory.FRAME >> shift, slots.length, Loop.PAGE_END);
			ofFrame.merge(frame, new long[][] { slots }, CodeCache::joined);
			memory.watch(frame, Memory.CODE);
			return slots;
		});
	}

	private static long[][] joined(long[][] some, long[][] one) {
		long[][] all = Arrays.copyOf(some, some.length + 1);
		all[some.length] = one[0];
		return all;
	}

	@Override
	public void before(int frame, int offset, int width, int bits) {
		long[][] decoded = ofFrame.get(frame);
		if (decoded == null) {
			return;
		}
		int from = Math.max(0, offset - longest + 1) >> shift;
		int to = offset + width - 1 >> shift;
		for (long[] slots : decoded) {
			for (int i = from; i <= to; i++) {
				slots[i] = Loop.EMPTY;
			}
		}
	}
}
