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

	private record Watch(int mask, Watcher watcher) {
	}

	private final HostFrame[] frames;
	private final byte[] watch;
	private final boolean[] granted;
	/** Made when the first attribute is set; most architectures have none. */
	private byte[] attributes = {};
	private final List<Watch> watchers = new ArrayList<>();
	private final List<Holder> holders = new ArrayList<>();
	private HostFrame.Supply supply = new HostFrame.Supply();

	/** @param size bytes, a positive multiple of {@link #FRAME}, at most 2^43 - {@link #FRAME} */
	public Memory(long size) {
		if (size <= 0 || size % FRAME != 0 || size / FRAME > Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException("memory of " + size + " bytes: it must be a positive multiple of " + FRAME);
		}
		int count = (int) (size / FRAME);
		frames = new HostFrame[count];
		watch = new byte[count];
		granted = new boolean[count];
	}

	/** Number of frames. */
	public int frames() {
		return frames.length;
	}

	/** Bytes. */
	public long size() {
		return (long) frames.length * FRAME;
	}

	/** True if the frame was ever used; one that was not reads as zeros. */
	public boolean used(int frame) {
		return frames[frame] != null;
	}

	// ---- attributes

	/** What the architecture keeps for a frame beside its contents, such as a storage key: 0 to 255, 0 after power-on. */
	public int attribute(int frame) {
		return attributes.length == 0 ? 0 : attributes[frame] & 0xff;
	}

	/** Changes a frame's attribute; cached rights to store to the frame are revoked, since they may depend on it. */
	public void attribute(int frame, int value) {
		if (attributes.length == 0) {
			attributes = new byte[frames.length];
		}
		attributes[frame] = (byte) value;
		granted[frame] = false;
		for (Holder holder : holders) {
			holder.revokeStore(frame);
		}
	}

	/** True if no frame has an attribute. */
	boolean plain() {
		return attributes.length == 0;
	}

	// ---- watches

	/** Adds a watcher for the bits of {@code mask}. */
	public void watcher(int mask, Watcher watcher) {
		watchers.add(new Watch(mask, watcher));
	}

	/** Removes a watcher; the bits on frames stay until unwatched. */
	public void removeWatcher(Watcher watcher) {
		watchers.removeIf(w -> w.watcher == watcher);
	}

	/** Registers whoever caches rights or addresses. */
	public void holder(Holder holder) {
		holders.add(holder);
	}

	public void removeHolder(Holder holder) {
		holders.remove(holder);
	}

	/** Sets watch bits on a frame; cached rights to store to it are revoked. */
	public void watch(int frame, int bits) {
		watch[frame] |= (byte) bits;
		if (granted[frame]) {
			granted[frame] = false;
			for (Holder holder : holders) {
				holder.revokeStore(frame);
			}
		}
	}

	/** Clears watch bits on a frame. */
	public void unwatch(int frame, int bits) {
		watch[frame] &= (byte) ~bits;
	}

	/** Clears watch bits on all frames. */
	public void unwatchAll(int bits) {
		for (int frame = 0; frame < watch.length; frame++) {
			watch[frame] &= (byte) ~bits;
		}
	}

	/** The watch mask of a frame. */
	public int watched(int frame) {
		return watch[frame];
	}

	/** Host address of a frame, for loads; allocates it. Good until {@link Holder#revoke}. */
	public long host(int frame) {
		HostFrame f = frames[frame];
		if (f == null) {
			f = frames[frame] = supply.frame();
		}
		return f.address();
	}

	/** True if stores to the frame may bypass this class from now on, until {@link Holder#revokeStore}. */
	public boolean grantStore(int frame) {
		if (watch[frame] != 0) {
			return false;
		}
		granted[frame] = true;
		return true;
	}

	// ---- access

	/**
	 * Reads inside one frame.
	 *
	 * @return the value, zero-extended, least significant byte at the lowest address
	 */
	public long read(int frame, int offset, int width) {
		HostFrame f = frames[frame];
		return f == null ? 0 : Host.read(f.address() + offset, width);
	}

	/** Writes inside one frame, least significant byte at the lowest address, and tells the watchers. */
	public void write(int frame, int offset, int width, long value) {
		int bits = watch[frame];
		if (bits == 0) {
			Host.write(host(frame) + offset, width, value);
			return;
		}
		tellBefore(frame, offset, width, bits);
		Host.write(writable(frame) + offset, width, value);
		tellAfter(frame, offset, width, bits);
	}

	/**
	 * Writes inside one frame as {@link #write} does, for a table walker that notes accessed and dirty: no translation
	 * made from the table becomes wrong by it, so watchers of {@link #TABLE} are not told.
	 */
	public void update(int frame, int offset, int width, long value) {
		int bits = watch[frame] & ~TABLE;
		tellBefore(frame, offset, width, bits);
		Host.write(writable(frame) + offset, width, value);
		tellAfter(frame, offset, width, bits);
	}

	/** Reads bytes from {@code offset} bytes after the first frame's begin; may span frames. */
	public byte[] read(long offset, int length) {
		byte[] bytes = new byte[length];
		for (int at = 0; at < length;) {
			int frame = (int) ((offset + at) / FRAME);
			int in = (int) ((offset + at) % FRAME);
			int part = Math.min(length - at, FRAME - in);
			if (frames[frame] != null) {
				Host.read(frames[frame].address() + in, bytes, at, part);
			}
			at += part;
		}
		return bytes;
	}

	/** Writes bytes at {@code offset} bytes after the first frame's begin; may span frames; watchers are told. */
	public void write(long offset, byte[] bytes) {
		for (int at = 0; at < bytes.length;) {
			int frame = (int) ((offset + at) / FRAME);
			int in = (int) ((offset + at) % FRAME);
			int part = Math.min(bytes.length - at, FRAME - in);
			int bits = watch[frame];
			tellBefore(frame, in, part, bits);
			Host.write(writable(frame) + in, bytes, at, part);
			tellAfter(frame, in, part, bits);
			at += part;
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
		for (int frame = 0; frame < frames.length; frame++) {
			if (frames[frame] != null) {
				watch(frame, SHARED);
			}
		}
		return new Snapshot(Arrays.copyOf(frames, frames.length));
	}

	/** Becomes what the snapshot holds. Cached code and translations of frames that differ are told as if stored to. */
	public void restore(Snapshot snapshot) {
		if (snapshot.frames.length != frames.length) {
			throw new IllegalArgumentException("the snapshot has " + snapshot.frames.length + " frames of memory, the machine "
					+ frames.length + ": use the same --memory");
		}
		for (int frame = 0; frame < frames.length; frame++) {
			if (frames[frame] != snapshot.frames[frame]) {
				int bits = watch[frame];
				tellBefore(frame, 0, FRAME, bits);
				frames[frame] = snapshot.frames[frame];
				revoke(frame);
				tellAfter(frame, 0, FRAME, bits);
			}
			if (frames[frame] != null) {
				watch(frame, SHARED);
			} else {
				unwatch(frame, SHARED);
			}
		}
	}

	private long writable(int frame) {
		if ((watch[frame] & SHARED) != 0) {
			HostFrame copy = supply.frame();
			Host.copy(frames[frame].address(), copy.address(), FRAME);
			frames[frame] = copy;
			unwatch(frame, SHARED);
			revoke(frame);
		}
		return host(frame);
	}

	private void revoke(int frame) {
		granted[frame] = false;
		for (Holder holder : holders) {
			holder.revoke(frame);
		}
	}

	private void tellBefore(int frame, int offset, int width, int bits) {
		for (Watch w : watchers) {
			if ((w.mask & bits) != 0) {
				w.watcher.before(frame, offset, width, w.mask & bits);
			}
		}
	}

	private void tellAfter(int frame, int offset, int width, int bits) {
		for (Watch w : watchers) {
			if ((w.mask & bits) != 0) {
				w.watcher.after(frame, offset, width, w.mask & bits);
			}
		}
	}
}
