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
				slab = Arena.ofAuto().allocate((long) SLAB * Memory.FRAME, Memory.FRAME);
				cut = 0;
			}
			return new HostFrame(slab, slab.address() + (long) cut++ * Memory.FRAME);
		}
	}
}
