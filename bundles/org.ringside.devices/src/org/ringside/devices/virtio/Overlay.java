package org.ringside.devices.virtio;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

import org.ringside.machine.DeviceContext.Storage;

/**
 * A medium and what was written over it, in chunks of 4 KiB. A chunk that a state shares is copied before it changes, so
 * that a state costs a list of references, however large the chunks together are.
 */
final class Overlay {

	static final int CHUNK = 4096;
	/** Stands for a chunk of zeros, which are written by the thousand when a file system is made. */
	private static final byte[] ZEROS = {};
	/** What a chunk of zeros costs the host, about. */
	private static final int ZEROS_COST = 64;

	/**
	 * A chunk that was written.
	 *
	 * @param index its number on the medium
	 * @param bytes of the chunk; none if all are zeros. Not to be changed
	 */
	record Chunk(long index, byte[] bytes) {

		Chunk {
			if (bytes.length != 0 && bytes.length != CHUNK) {
				throw new IllegalArgumentException("a chunk of a disk has " + bytes.length + " bytes, not " + CHUNK);
			}
		}
	}

	/** @param owned false once a state has the bytes too */
	private record Kept(byte[] bytes, boolean owned) {
	}

	private final Storage medium;
	private final long most;
	private final TreeMap<Long, Kept> chunks = new TreeMap<>();
	private long cost;

	/** @param most bytes of the host's memory that may be used */
	Overlay(Storage medium, long most) {
		this.medium = medium;
		this.most = most;
	}

	void read(long at, byte[] to, int offset, int length) {
		for (int done = 0, part; done < length; done += part) {
			long index = (at + done) / CHUNK;
			int in = (int) ((at + done) % CHUNK);
			part = Math.min(length - done, CHUNK - in);
			Kept kept = chunks.get(index);
			if (kept == null) {
				part = untouched(index, in, length - done);
				medium.read(at + done, to, offset + done, part);
			} else if (kept.bytes == ZEROS) {
				Arrays.fill(to, offset + done, offset + done + part, (byte) 0);
			} else {
				System.arraycopy(kept.bytes, in, to, offset + done, part);
			}
		}
	}

	/** Bytes from inside a chunk to the next one that was written, so that the medium is read in large pieces. */
	private int untouched(long index, int in, int length) {
		Long next = chunks.higherKey(index);
		return next == null ? length : (int) Math.min(length, (next - index) * CHUNK - in);
	}

	/** Writes; false, with a part of it written perhaps, if that takes more memory than there may be. */
	boolean write(long at, byte[] from, int offset, int length) {
		for (int done = 0, part; done < length; done += part) {
			int in = (int) ((at + done) % CHUNK);
			part = Math.min(length - done, CHUNK - in);
			byte[] chunk = writable((at + done) / CHUNK, part == CHUNK);
			if (chunk == ZEROS) {
				return false;
			}
			System.arraycopy(from, offset + done, chunk, in, part);
		}
		return true;
	}

	/** Writes zeros; as {@link #write}. */
	boolean clear(long at, long length) {
		long part;
		for (long done = 0; done < length; done += part) {
			long index = (at + done) / CHUNK;
			int in = (int) ((at + done) % CHUNK);
			part = Math.min(length - done, CHUNK - in);
			if (part == CHUNK) {
				if (cost + ZEROS_COST > most) {
					return false;
				}
				put(index, new Kept(ZEROS, true));
			} else {
				byte[] chunk = writable(index, false);
				if (chunk == ZEROS) {
					return false;
				}
				Arrays.fill(chunk, in, in + (int) part, (byte) 0);
			}
		}
		return true;
	}

	/** The bytes of a chunk, to be changed; {@link #ZEROS} if there is no room for it. */
	private byte[] writable(long index, boolean all) {
		Kept kept = chunks.get(index);
		if (kept != null && kept.owned && kept.bytes != ZEROS) {
			return kept.bytes;
		}
		if ((kept == null || kept.bytes == ZEROS) && cost + CHUNK > most) {
			return ZEROS;
		}
		byte[] bytes = new byte[CHUNK];
		if (!all && kept == null) {
			medium.read(index * CHUNK, bytes, 0, (int) Math.min(CHUNK, medium.size() - index * CHUNK));
		} else if (!all && kept.bytes != ZEROS) {
			System.arraycopy(kept.bytes, 0, bytes, 0, CHUNK);
		}
		put(index, new Kept(bytes, true));
		return bytes;
	}

	private void put(long index, Kept kept) {
		Kept before = chunks.put(index, kept);
		cost += cost(kept) - (before == null ? 0 : cost(before));
	}

	private static int cost(Kept kept) {
		return kept.bytes == ZEROS ? ZEROS_COST : CHUNK;
	}

	/** What was written, by place. */
	List<Chunk> state() {
		chunks.replaceAll((_, kept) -> kept.owned ? new Kept(kept.bytes, false) : kept);
		return chunks.entrySet().stream().map(each -> new Chunk(each.getKey(), each.getValue().bytes)).toList();
	}

	/** Throws {@link IllegalArgumentException} for a chunk that is not on the medium; nothing is changed then. */
	void restore(List<Chunk> state) {
		long end = (medium.size() + CHUNK - 1) / CHUNK;
		for (Chunk chunk : state) {
			if (chunk.index() < 0 || chunk.index() >= end) {
				throw new IllegalArgumentException("chunk " + chunk.index() + " is not on a disk of " + medium.size() + " bytes: use the same disk");
			}
		}
		chunks.clear();
		cost = 0;
		state.forEach(chunk -> put(chunk.index(), new Kept(chunk.bytes().length == 0 ? ZEROS : chunk.bytes(), false)));
	}
}
