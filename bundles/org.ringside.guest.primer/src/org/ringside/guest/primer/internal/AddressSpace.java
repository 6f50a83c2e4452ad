package org.ringside.guest.primer.internal;

import java.util.OptionalLong;

import org.ringside.guest.GuestView;

/** A process's memory as it sees it: walks its page tables (Sv39) without leaving a trace. */
record AddressSpace(GuestView guest, long root) {

	private static final int LEVELS = 3;
	private static final int INDEX_BITS = 9;
	private static final int PAGE_SHIFT = 12;
	private static final long VALID = 1;
	private static final long LEAF = 0xe;
	private static final long FRAMES = (1L << 44) - 1;

	/** The guest-physical address of a virtual one; empty if nothing is mapped there. */
	OptionalLong physical(long va) {
		long table = root;
		for (int level = LEVELS - 1; level >= 0; level--) {
			int shift = PAGE_SHIFT + level * INDEX_BITS;
			long entry = guest.read(table + (va >>> shift & (1 << INDEX_BITS) - 1) * Long.BYTES, Long.BYTES);
			if ((entry & VALID) == 0) {
				return OptionalLong.empty();
			}
			long address = (entry >>> 10 & FRAMES) << PAGE_SHIFT;
			if ((entry & LEAF) != 0) {
				long within = (1L << shift) - 1;
				return OptionalLong.of(address & ~within | va & within);
			}
			table = address;
		}
		return OptionalLong.empty();
	}

	/** At most so many bytes at a virtual address, fewer where the mapping ends. */
	byte[] bytes(long va, int most) {
		byte[] bytes = new byte[most];
		for (int i = 0; i < most; i++) {
			OptionalLong at = physical(va + i);
			if (at.isEmpty()) {
				return java.util.Arrays.copyOf(bytes, i);
			}
			bytes[i] = (byte) guest.read(at.getAsLong(), 1);
		}
		return bytes;
	}
}
