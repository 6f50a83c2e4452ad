package org.ringside.guest.riscv;

import java.util.Arrays;
import java.util.OptionalLong;

import org.ringside.guest.GuestView;

/**
 * Virtual memory as the owner of a set of translation tables sees it, running or not: walks them without leaving a trace
 * (privileged specification, "Supervisor", section "Virtual Address Translation Process").
 *
 * @param root guest-physical address of the first table
 * @param levels 3 for Sv39, 4 for Sv48, 5 for Sv57
 */
public record AddressSpace(GuestView guest, long root, int levels) {

	/** Levels of Sv39. */
	public static final int SV39 = 3;

	private static final int INDEX_BITS = 9;
	private static final int PAGE_SHIFT = 12;
	private static final int PAGE = 1 << PAGE_SHIFT;
	private static final long VALID = 1;
	private static final long LEAF = 0xe;
	private static final long FRAMES = (1L << 44) - 1;

	/** What {@code satp} selects; a mode without tables maps nothing. */
	public static AddressSpace of(GuestView guest, long satp) {
		return new AddressSpace(guest, (satp & FRAMES) << PAGE_SHIFT, levels(satp));
	}

	/** Number of levels for a mode as {@code satp} holds it; 0 for none. */
	public static int levels(long satp) {
		int mode = (int) (satp >>> 60);
		return mode >= 8 && mode <= 10 ? mode - 5 : 0;
	}

	/** The guest-physical address of a virtual one; empty if nothing is mapped there. */
	public OptionalLong physical(long va) {
		long table = root;
		for (int level = levels - 1; level >= 0; level--) {
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

	/** Reads at a virtual address within a page; 0 if nothing is mapped there. */
	public long read(long va, int width) {
		OptionalLong at = physical(va);
		return at.isEmpty() ? 0 : guest.read(at.getAsLong(), width);
	}

	/** At most so many bytes at a virtual address, fewer where the mapping ends. */
	public byte[] bytes(long va, int most) {
		byte[] bytes = new byte[most];
		int have = 0;
		while (have < most) {
			OptionalLong at = physical(va + have);
			if (at.isEmpty()) {
				return Arrays.copyOf(bytes, have);
			}
			int part = Math.min(most - have, PAGE - (int) (at.getAsLong() & PAGE - 1));
			System.arraycopy(guest.bytes(at.getAsLong(), part), 0, bytes, have, part);
			have += part;
		}
		return bytes;
	}
}
