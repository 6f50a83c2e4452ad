package org.ringside.engine.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
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

	/**
	 * Stores into a frame, without an instruction decoded from it in between, after which it is taken for data: its code
	 * is dropped and the frame no longer watched.
	 */
	private static final int ENOUGH = 64;

	/** Pages of slots that are kept at most; a guest that executes more has all of them decoded anew. */
	private static final int MOST = 16_384;

	/** The decoded code of one frame, by context. */
	private static final class Code {
		final Map<Integer, long[]> pages = new HashMap<>();
		int stores;
	}

	/** Is told that slots it may hold are code no longer. */
	interface User {
		void codeDropped();
	}

	private final Memory memory;
	private final int shift;
	private final int longest;
	private final Map<Integer, Code> frames = new HashMap<>();
	private final List<User> users = new ArrayList<>();
	private int pages;
	/** Slots that executors want to see before each execution, whatever the page. */
	private BitSet probed = new BitSet();

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

	/** Adds somebody who holds slots. */
	void user(User user) {
		users.add(user);
	}

	/** Makes the slots at the offsets of these virtual addresses slow in every page, and no others. */
	void probe(long[] breakpoints) {
		BitSet now = new BitSet();
		for (long address : breakpoints) {
			now.set(((int) address & Memory.FRAME - 1) >> shift);
		}
		BitSet changed = (BitSet) now.clone();
		changed.xor(probed);
		probed = now;
		for (Code code : frames.values()) {
			for (long[] slots : code.pages.values()) {
				changed.stream().forEach(slot -> slots[slot] = Loop.EMPTY);
			}
		}
	}

	/** True if the slot has to be slow. */
	boolean probed(int slot) {
		return probed.get(slot);
	}

	/** The slots of a frame in a context; all empty if it is new. */
	long[] page(int frame, int context) {
		Code code = frames.get(frame);
		long[] known = code == null ? null : code.pages.get(context);
		if (known != null) {
			return known;
		}
		if (pages == MOST) {
			dropAll();
		}
		long[] slots = new long[(Memory.FRAME >> shift) + BEHIND];
		Arrays.fill(slots, Memory.FRAME >> shift, slots.length, Loop.PAGE_END);
		frames.computeIfAbsent(frame, _ -> new Code()).pages.put(context, slots);
		pages++;
		memory.watch(frame, Memory.CODE);
		return slots;
	}

	private void dropAll() {
		frames.keySet().forEach(frame -> memory.unwatch(frame, Memory.CODE));
		frames.clear();
		pages = 0;
		users.forEach(User::codeDropped);
	}

	/** An instruction of the frame was decoded: it is code still. */
	void decoded(int frame) {
		frames.get(frame).stores = 0;
	}

	@Override
	public void before(int frame, int offset, int width, int bits) {
		Code code = frames.get(frame);
		if (code == null) {
			return;
		}
		if (++code.stores > ENOUGH) {
			frames.remove(frame);
			pages -= code.pages.size();
			memory.unwatch(frame, Memory.CODE);
			users.forEach(User::codeDropped);
			return;
		}
		int from = Math.max(0, offset - longest + 1) >> shift;
		int to = offset + width - 1 >> shift;
		for (long[] slots : code.pages.values()) {
			Arrays.fill(slots, from, to + 1, Loop.EMPTY);
		}
	}
}
