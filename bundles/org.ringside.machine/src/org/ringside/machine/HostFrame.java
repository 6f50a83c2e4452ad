package org.ringside.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Host memory behind one frame. Frames are cut from slabs; a slab lives as long as one of its frames is referred to,
 * from a memory or a snapshot.
 */
record HostFrame(MemorySegment slab, long address) {

	/** Cuts frames from slabs, zeroed. */
	static final class Supply {
		private static final int SLAB = 64;

		private MemorySegment slab;
		private int cut = SLAB;

		HostFrame frame() {
			if (cut == SLAB) {
				slab = slab();
				cut = 0;
			}
			return new HostFrame(slab, slab.address() + (long) cut++ * Memory.FRAME);
		}

		/** @throws HostMemoryException if the host, or the limit that the JVM was given, has no more */
		private static MemorySegment slab() {
			try {
				return Arena.ofAuto().allocate((long) SLAB * Memory.FRAME, Memory.FRAME);
			} catch (OutOfMemoryError e) {
				throw new HostMemoryException("the host has no memory left for the machine's: use a smaller --memory, or raise"
						+ " -XX:MaxDirectMemorySize", e);
			}
		}
	}
}
