package org.ringside.isa.riscv;

import org.ringside.isa.Format;

/** An entry of a page table (section "Sv39: Page-Based 39-bit Virtual-Memory System"). */
@Format(name = "Sv39 PTE", width = 64, fields = "V[0] R[1] W[2] X[3] U[4] G[5] A[6] D[7] RSW[9:8] PPN[53:10] PBMT[62:61] N[63]")
final class Sv39Pte {

	static final long V = 1;
	static final long R = 2;
	static final long W = 4;
	static final long X = 8;
	static final long U = 16;
	static final long A = 64;
	static final long D = 128;
	/** Bits that extensions which are not here would use. */
	static final long RESERVED = -1L << 54;

	private static final int PPN_SHIFT = 10;
	private static final int PAGE_SHIFT = 12;

	private Sv39Pte() {
	}

	/** True if the entry ends the walk: it maps a page. */
	static boolean leaf(long pte) {
		return (pte & (R | W | X)) != 0;
	}

	/** True if the entry is valid and uses nothing reserved. */
	static boolean wellFormed(long pte) {
		boolean writeOnly = (pte & (R | W)) == W;
		boolean tableWithRights = !leaf(pte) && (pte & (U | A | D)) != 0;
		return (pte & V) != 0 && (pte & RESERVED) == 0 && !writeOnly && !tableWithRights;
	}

	/** Machine address of the page or table that a well-formed entry points to. */
	static long address(long pte) {
		return pte >>> PPN_SHIFT << PAGE_SHIFT;
	}
}
