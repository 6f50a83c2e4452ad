package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Control;
import org.ringside.isa.Format;
import org.ringside.isa.Instruction;

/** Sections "Supervisor Instructions" and, by the format of its table entries, "Sv39", "Sv48" and "Sv57"; the walk is in {@link Translation}. */
@Chapter(value = "S-mode", title = "Supervisor-Level ISA")
final class SupervisorMode {

	private SupervisorMode() {
	}

	@Instruction(bits = "0001000 00010 00000 000 00000 1110011", control = Control.JUMP, access = "m:always s:unless(TSR) u:traps")
	static long sret(RiscvHart hart, long bits) {
		check(hart, MachineCsrs.TSR, bits);
		return hart.returnFromSupervisor();
	}

	/** No translation depends on the address space number, so that {@code rs2} narrows nothing. */
	@Instruction(bits = "0001001 rs2 rs1 000 00000 1110011", asm = "rs1, rs2", access = "m:always s:unless(TVM) u:traps")
	static void sfence_vma(RiscvHart hart, long rs1, long bits) {
		check(hart, MachineCsrs.TVM, bits);
		if ((bits >>> 15 & 0x1f) == 0) {
			hart.translationFenced();
		} else {
			hart.translationFenced(rs1);
		}
	}

	private static void check(RiscvHart hart, long bit, long bits) {
		if (hart.privilege == RiscvHart.U || hart.privilege == RiscvHart.S && (hart.mstatus & bit) != 0) {
			throw hart.illegal(bits, 4);
		}
	}

	/** An entry of a page table, of any depth (section "Sv39: Page-Based 39-bit Virtual-Memory System"). */
	@Format(name = "Sv39 PTE", width = 64, fields = "V[0] R[1] W[2] X[3] U[4] G[5] A[6] D[7] RSW[9:8] PPN[53:10] PBMT[62:61] N[63]")
	static final class Sv39Pte {

		static final long V = 1;
		static final long R = 2;
		static final long W = 4;
		static final long X = 8;
		static final long U = 16;
		static final long A = 64;
		static final long D = 128;
		/** Bits that extensions use, of which there is Svpbmt only. */
		static final long RESERVED = -1L << 54;
		/** Memory type, where Svpbmt is enabled; all types are alike here, but the last is reserved. */
		static final long PBMT = 3L << 61;

		private static final int PPN_SHIFT = 10;
		private static final int PAGE_SHIFT = 12;

		private Sv39Pte() {
		}

		/** True if the entry ends the walk: it maps a page. */
		static boolean leaf(long pte) {
			return (pte & (R | W | X)) != 0;
		}

		/** True if the entry is valid and uses nothing reserved; memory types are that if they are not enabled. */
		static boolean wellFormed(long pte, boolean types) {
			boolean writeOnly = (pte & (R | W)) == W;
			boolean tableWithRights = !leaf(pte) && (pte & (U | A | D)) != 0;
			long reserved = types && leaf(pte) && (pte & PBMT) != PBMT ? RESERVED & ~PBMT : RESERVED;
			return (pte & V) != 0 && (pte & reserved) == 0 && !writeOnly && !tableWithRights;
		}

		/** Machine address of the page or table that a well-formed entry points to. */
		static long address(long pte) {
			return (pte & ~RESERVED) >>> PPN_SHIFT << PAGE_SHIFT;
		}
	}
}
