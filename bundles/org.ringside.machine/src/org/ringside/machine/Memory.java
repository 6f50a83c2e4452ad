package org.ringside.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.ringside.machine.runtime.Host;

/**
 * Machine memory: frames of 4 KiB, each mapped to host memory on its own and allocated at its first use; a frame never
 * used reads as zeros.
 *
 * <p>Each frame carries a <em>watch mask</em>. Engines may cache the right to store only while the mask is empty
 * ({@link #grantStore}); any other store comes here, and the watchers of the bits that are set are told before and
 * after it. Invalidation of decoded code, tracing of tables, copy-on-write, dirty logging and watchpoints are all
 * watches.
 *
 * <p>A run of frames can be handed to a virtual machine as its memory ({@link #window}): the same frames, numbered from 0,
 * with watches, attributes and snapshots of its own. Whoever watches a frame hears of every store to it, through whichever
 * of the two it is made.
 */
public final class Memory {

	/** Bytes in a frame. */
	public static final int FRAME = 4096;

	/** Frames whose code an executor decoded. */
	public static final int CODE = 1;
	/** Frames that a table walker read. */
	public static final int TABLE = 2;
	/** Frames that a snapshot shares. */
	public static final int SHARED = 4;
	/** Frames whose first change is logged. */
	public static final int DIRTY = 8;
	/** Frames with an address that somebody waits for a store to: watchpoints, {@code tohost}. */
	public static final int POINT = 16;
	/** Frames that a VMM keeps write-protected, because tables of its own are made from what they hold. */
	public static final int TRACED = 32;

	/** Watch bits of a memory; those of a window lie above those of the memory it is in. */
	private static final int WATCH_BITS = 8;
	private static final int WATCH_MASK = (1 << WATCH_BITS) - 1;
	private static final int WINDOWS = Integer.SIZE / WATCH_BITS - 1;

	/** Is told of stores to watched frames. Must not store to memory itself. */
	public interface Watcher {
		/** The bytes are about to change; {@code bits} are those of the watcher's that are set on the frame. */
		void before(int frame, int offset, int width, int bits);

		/** The bytes have changed. */
		default void after(int frame, int offset, int width, int bits) {
			// most need only one of the two
		}
	}

	/** Is told when cached rights or host addresses of a frame hold no longer. */
	public interface Holder {
		/** Forget the right to store to the frame. */
		void revokeStore(int frame);

		/** Forget where the frame is. */
		void revoke(int frame);
	}

	/** @param mask as in {@link #watch}, of all windows; @param memory that numbers the frames for the watcher */
	private record Watch(int mask, Watcher watcher, Memory memory) {
	}

	private record Held(Holder holder, Memory memory) {
	}

	/** Of all frames, also those outside of the window; as are the next two. */
	private final HostFrame[] frames;
	private final int[] watch;
	private final boolean[] granted;
	/** Number of the window's first frame, and of its frames; how far left of the bits for everybody its watch bits are. */
	private final int first;
	private final int count;
	private final int shift;
	/** Made when the first attribute is set; most architectures have none. */
	private byte[] attributes = {};
	private final List<Watch> watchers;
	private final List<Held> holders;
	private final HostFrame.Supply supply;
	/** Frames that {@link #TABLE} was set on since it was last cleared on all: there are few, and it is cleared often. */
	private int[] tables = new int[64];
	private int tableCount;

	/** @param size bytes, a positive multiple of {@link #FRAME}, at most 2^43 - {@link #FRAME} */
	public Memory(long size) {
		if (size <= 0 || size % FRAME != 0 || size / FRAME > Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException("memory of " + size + " bytes: it must be a positive multiple of " + FRAME);
		}
		first = 0;
		shift = 0;
		count = (int) (size / FRAME);
		frames = new HostFrame[count];
		watch = new int[count];
		granted = new boolean[count];
		watchers = new ArrayList<>();
		holders = new ArrayList<>();
		supply = new HostFrame.Supply();
	}

	private Memory(Memory around, int first, int count) {
		this.first = around.first + first;
		this.count = count;
		shift = around.shift + WATCH_BITS;
		frames = around.frames;
		watch = around.watch;
		granted = around.granted;
		watchers = around.watchers;
		holders = around.holders;
		supply = around.supply;
	}

	/**
	 * A run of this memory's frames as the memory of a virtual machine.
	 *
	 * @param first frame of this memory that is number 0 of the window
	 */
	public Memory window(int first, int count) {
		if (first < 0 || count <= 0 || first > this.count - count || shift == WINDOWS * WATCH_BITS) {
			throw new IllegalArgumentException("a window of %d frames from frame %d of %d, %d deep".formatted(count, first, this.count,
					shift / WATCH_BITS + 1));
		}
		return new Memory(this, first, count);
	}

	/** Number of frames. */
	public int frames() {
		return count;
	}

	/** Bytes. */
	public long size() {
		return (long) count * FRAME;
	}

	/** True if the frame was ever used; one that was not reads as zeros. */
	public boolean used(int frame) {
		return frames[first + frame] != null;
	}

	// ---- attributes

	/** What the architecture keeps for a frame beside its contents, such as a storage key: 0 to 255, 0 after power-on. */
	public int attribute(int frame) {
		return attributes.length == 0 ? 0 : attributes[frame] & 0xff;
	}

	/** Changes a frame's attribute; cached rights to store to the frame are revoked, since they may depend on it. */
	public void attribute(int frame, int value) {
		if (attributes.length == 0) {
			attributes = new byte[count];
		}
		attributes[frame] = (byte) value;
		revokeStore(first + frame);
	}

	/** True if no frame has an attribute. */
	boolean plain() {
		return attributes.length == 0;
	}

	// ---- watches

	/** Adds a watcher for the bits of {@code mask}. */
	public void watcher(int mask, Watcher watcher) {
		watchers.add(new Watch(own(mask), watcher, this));
	}

	/** Removes a watcher; the bits on frames stay until unwatched. */
	public void removeWatcher(Watcher watcher) {
		watchers.removeIf(w -> w.watcher == watcher);
	}

	/** Registers whoever caches rights or addresses. */
	public void holder(Holder holder) {
		holders.add(new Held(holder, this));
	}

	public void removeHolder(Holder holder) {
		holders.removeIf(held -> held.holder == holder);
	}

	/** Watch bits of this memory where those of all windows are kept. Snapshots of all of them share alike. */
	private int own(int bits) {
		return bits & SHARED | (bits & ~SHARED) << shift;
	}

	/**
	 * Sets watch bits on a frame; cached rights to store to it are revoked. Who caches rights beside an engine is told of
	 * {@link #POINT} in any case.
	 */
	public void watch(int frame, int bits) {
		int at = first + frame;
		int more = own(bits) & ~watch[at];
		if (more == 0) {
			return;
		}
		watch[at] |= more;
		if ((bits & TABLE) != 0) {
			if (tableCount == tables.length) {
				tables = Arrays.copyOf(tables, 2 * tableCount);
			}
			tables[tableCount++] = frame;
		}
		if (granted[at] || (bits & POINT) != 0) {
			revokeStore(at);
		}
	}

	/** Clears watch bits on a frame. */
	public void unwatch(int frame, int bits) {
		watch[first + frame] &= ~own(bits);
	}

	/** Clears {@link #TABLE} on all frames. */
	public void unwatchTables() {
		for (int i = 0; i < tableCount; i++) {
			unwatch(tables[i], TABLE);
		}
		tableCount = 0;
	}

	/** The watch mask of a frame. */
	public int watched(int frame) {
		int bits = watch[first + frame];
		return bits & SHARED | bits >>> shift & WATCH_MASK & ~SHARED;
	}

	/** Host address of a frame, for loads; allocates it. Good until {@link Holder#revoke}. */
	public long host(int frame) {
		return hostOf(first + frame);
	}

	private long hostOf(int at) {
		HostFrame f = frames[at];
		if (f == null) {
			f = frames[at] = supply.frame();
		}
		return f.address();
	}

	/** True if stores to the frame may bypass this class from now on, until {@link Holder#revokeStore}. */
	public boolean grantStore(int frame) {
		int at = first + frame;
		if (watch[at] != 0) {
			return false;
		}
		granted[at] = true;
		return true;
	}

	// ---- access

	/**
	 * Reads inside one frame.
	 *
	 * @return the value, zero-extended, least significant byte at the lowest address
	 */
	public long read(int frame, int offset, int width) {
		HostFrame f = frames[first + frame];
		return f == null ? 0 : Host.read(f.address() + offset, width);
	}

	/** Writes inside one frame, least significant byte at the lowest address, and tells the watchers. */
	public void write(int frame, int offset, int width, long value) {
		int at = first + frame;
		int bits = watch[at];
		if (bits == 0) {
			Host.write(hostOf(at) + offset, width, value);
			return;
		}
		write(at, offset, width, value, bits);
	}

	private void write(int at, int offset, int width, long value, int bits) {
		tellBefore(at, offset, width, bits);
		Host.write(writable(at) + offset, width, value);
		tellAfter(at, offset, width, bits);
	}

	/**
	 * Writes inside one frame as {@link #write} does, for a table walker that notes accessed and dirty: nothing made from
	 * the table becomes wrong by it, so watchers of {@link #TABLE} and {@link #TRACED} are not told.
	 */
	public void update(int frame, int offset, int width, long value) {
		int at = first + frame;
		write(at, offset, width, value, watch[at] & ~own(TABLE | TRACED));
	}

	/** Reads bytes from {@code offset} bytes after the first frame's begin; may span frames. */
	public byte[] read(long offset, int length) {
		byte[] bytes = new byte[length];
		read(offset, bytes, 0, length);
		return bytes;
	}

	/** As {@link #read(long, int)}, to an array from index {@code at} on. */
	public void read(long offset, byte[] to, int at, int length) {
		for (int done = 0; done < length;) {
			int frame = first + (int) ((offset + done) / FRAME);
			int in = (int) ((offset + done) % FRAME);
			int part = Math.min(length - done, FRAME - in);
			if (frames[frame] == null) {
				Arrays.fill(to, at + done, at + done + part, (byte) 0);
			} else {
				Host.read(frames[frame].address() + in, to, at + done, part);
			}
			done += part;
		}
	}

	/** Writes bytes at {@code offset} bytes after the first frame's begin; may span frames; watchers are told. */
	public void write(long offset, byte[] bytes) {
		write(offset, bytes, 0, bytes.length);
	}

	/** As {@link #write(long, byte[])}, of {@code length} bytes of an array from index {@code at} on. */
	public void write(long offset, byte[] from, int at, int length) {
		for (int done = 0; done < length;) {
			int frame = first + (int) ((offset + done) / FRAME);
			int in = (int) ((offset + done) % FRAME);
			int part = Math.min(length - done, FRAME - in);
			int bits = watch[frame];
			tellBefore(frame, in, part, bits);
			Host.write(writable(frame) + in, from, at + done, part);
			tellAfter(frame, in, part, bits);
			done += part;
		}
	}

	// ---- snapshots

	/** The contents of all frames at one moment, sharing those that have not changed since. Immutable. */
	public static final class Snapshot {
		private final HostFrame[] frames;

		private Snapshot(HostFrame[] frames) {
			this.frames = frames;
		}

		public int frames() {
			return frames.length;
		}

		/** False for a frame of zeros that was never used. */
		public boolean used(int frame) {
			return frames[frame] != null;
		}

		/** True if both snapshots hold the same copy of the frame, so that its contents are known to be equal. */
		public boolean same(int frame, Snapshot other) {
			return frames[frame] == other.frames[frame];
		}

		/** The frame's bytes. */
		public byte[] read(int frame) {
			byte[] bytes = new byte[FRAME];
			if (frames[frame] != null) {
				Host.read(frames[frame].address(), bytes, 0, FRAME);
			}
			return bytes;
		}
	}

	/** The contents now. Costs no copy: frames are shared until they change. */
	public Snapshot snapshot() {
		for (int frame = 0; frame < count; frame++) {
			if (used(frame)) {
				watch(frame, SHARED);
			}
		}
		return new Snapshot(Arrays.copyOfRange(frames, first, first + count));
	}

	/** Becomes what the snapshot holds. Cached code and translations of frames that differ are told as if stored to. */
	public void restore(Snapshot snapshot) {
		if (snapshot.frames.length != count) {
			throw new IllegalArgumentException("the snapshot has " + snapshot.frames.length + " frames of memory, the machine "
					+ count + ": use the same --memory");
		}
		for (int frame = 0; frame < count; frame++) {
			int at = first + frame;
			if (frames[at] != snapshot.frames[frame]) {
				int bits = watch[at];
				tellBefore(at, 0, FRAME, bits);
				frames[at] = snapshot.frames[frame];
				revoke(at);
				tellAfter(at, 0, FRAME, bits);
			}
			if (frames[at] != null) {
				watch(frame, SHARED);
			} else {
				unwatch(frame, SHARED);
			}
		}
	}

	// ---- frames numbered in all of memory

	private long writable(int at) {
		if ((watch[at] & SHARED) != 0) {
			HostFrame copy = supply.frame();
			Host.copy(frames[at].address(), copy.address(), FRAME);
			frames[at] = copy;
			watch[at] &= ~SHARED;
			revoke(at);
		}
		return hostOf(at);
	}

	private void revoke(int at) {
		granted[at] = false;
		for (Held held : holders) {
			if (held.memory.holds(at)) {
				held.holder.revoke(at - held.memory.first);
			}
		}
	}

	private void revokeStore(int at) {
		granted[at] = false;
		for (Held held : holders) {
			if (held.memory.holds(at)) {
				held.holder.revokeStore(at - held.memory.first);
			}
		}
	}

	private boolean holds(int at) {
		return at >= first && at - first < count;
	}

	private void tellBefore(int at, int offset, int width, int bits) {
		for (Watch w : watchers) {
			if ((w.mask & bits) != 0 && w.memory.holds(at)) {
				w.watcher.before(at - w.memory.first, offset, width, w.memory.bits(w.mask & bits));
			}
		}
	}

	private void tellAfter(int at, int offset, int width, int bits) {
		for (Watch w : watchers) {
			if ((w.mask & bits) != 0 && w.memory.holds(at)) {
				w.watcher.after(at - w.memory.first, offset, width, w.memory.bits(w.mask & bits));
			}
		}
	}

	private int bits(int mask) {
		return mask & SHARED | mask >>> shift & ~SHARED;
	}
}
