package org.ringside.machine.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

import org.ringside.machine.Memory;

/**
 * A binary tree of hashes over the frames of a memory: leaves are the SHA-256 of frames, a node is the SHA-256 of its two
 * children, and frames beyond the last count as zeros. One root names the contents; two trees are compared by going down
 * only where hashes differ. A subtree of zeros has no nodes, whether its frames were used or not.
 *
 * <p>{@link #next} makes the tree of a later moment by hashing only the frames that are not shared with the earlier one,
 * and the nodes above those that changed. Trees are immutable to whoever gets them.
 */
public final class Merkle {

	private Memory.Snapshot memory;
	/** By height above the leaves; null for a subtree of zeros. */
	private final byte[][][] levels;

	private Merkle(Memory.Snapshot memory, byte[][][] levels) {
		this.memory = memory;
		this.levels = levels;
	}

	/** The tree of a memory. */
	public static Merkle of(Memory.Snapshot memory) {
		byte[][][] levels = new byte[height(memory.frames()) + 1][][];
		for (int h = 0, width = memory.frames(); h < levels.length; h++, width = (width + 1) / 2) {
			levels[h] = new byte[width][];
		}
		rehash(levels, memory, frames(memory.frames(), memory::used));
		return new Merkle(memory, levels);
	}

	/** The tree of the same memory at another moment. Hashes only frames that are not shared. */
	public Merkle next(Memory.Snapshot later) {
		if (later.frames() != memory.frames()) {
			return of(later);
		}
		byte[][][] copy = new byte[levels.length][][];
		for (int h = 0; h < levels.length; h++) {
			copy[h] = levels[h].clone();
		}
		return new Merkle(memory, copy).become(later);
	}

	/** As {@link #next}, in place, for whoever shares this tree with nobody. */
	Merkle become(Memory.Snapshot later) {
		if (later.frames() != memory.frames()) {
			return of(later);
		}
		Memory.Snapshot before = memory;
		rehash(levels, later, frames(later.frames(), frame -> !later.same(frame, before)));
		memory = later;
		return this;
	}

	/** The frames of so many that are wanted. */
	private static int[] frames(int count, IntPredicate wanted) {
		int[] frames = new int[16];
		int found = 0;
		for (int frame = 0; frame < count; frame++) {
			if (wanted.test(frame)) {
				if (found == frames.length) {
					frames = Arrays.copyOf(frames, 2 * found);
				}
				frames[found++] = frame;
			}
		}
		return Arrays.copyOf(frames, found);
	}

	/** Hashes these frames and whatever is above those that changed. */
	private static void rehash(byte[][][] levels, Memory.Snapshot memory, int[] frames) {
		Sha256 sha = new Sha256();
		int[] changed = new int[frames.length];
		int count = 0;
		for (int frame : frames) {
			byte[] hash = memory.used(frame) ? sha.page(memory.read(frame)) : null;
			if (!Arrays.equals(hash, levels[0][frame])) {
				levels[0][frame] = hash;
				changed[count++] = frame;
			}
		}
		for (int h = 1; h < levels.length; h++) {
			int parents = 0;
			for (int i = 0; i < count; i++) {
				int parent = changed[i] / 2;
				if (parents == 0 || changed[parents - 1] != parent) {
					levels[h][parent] = sha.node(child(levels[h - 1], 2 * parent), child(levels[h - 1], 2 * parent + 1), h);
					changed[parents++] = parent;
				}
			}
			count = parents;
		}
	}

	private static byte[] child(byte[][] level, int index) {
		return index < level.length ? level[index] : null;
	}

	/** Number of frames. */
	public int frames() {
		return memory.frames();
	}

	/** SHA-256 that names the contents of all frames. Memories of different sizes may share it where the rest is zeros. */
	public byte[] root() {
		byte[] root = levels[levels.length - 1][0];
		return root == null ? new Sha256().zeros(levels.length - 1) : root.clone();
	}

	/**
	 * The frames whose contents differ, ascending.
	 *
	 * @throws IllegalArgumentException if the memories differ in size
	 */
	public static List<Integer> diff(Merkle a, Merkle b) {
		if (a.frames() != b.frames()) {
			throw new IllegalArgumentException("memories of %d and %d frames cannot be compared frame by frame"
					.formatted(a.frames(), b.frames()));
		}
		List<Integer> frames = new ArrayList<>();
		collect(a, b, a.levels.length - 1, 0, frames);
		return frames;
	}

	private static void collect(Merkle a, Merkle b, int height, int index, List<Integer> frames) {
		if (index >= a.levels[height].length || Arrays.equals(a.levels[height][index], b.levels[height][index])) {
			return;
		}
		if (height == 0) {
			frames.add(index);
			return;
		}
		collect(a, b, height - 1, 2 * index, frames);
		collect(a, b, height - 1, 2 * index + 1, frames);
	}

	private static int height(int frames) {
		return 32 - Integer.numberOfLeadingZeros(frames - 1);
	}
}
