package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Trap;
import org.ringside.machine.runtime.Access;

/**
 * Cache-block management ("RISC-V Base Cache Management Operation ISA Extensions", 1.0). Caches are coherent, so that
 * nothing is left to do but to check: that the mode may use the instruction, and that the block may be loaded from or
 * stored to.
 */
@Chapter(value = "Zicbom", title = "Cache-Block Management Instructions", when = "!withoutZicbom")
final class Zicbom {

	/** Access of those that CBCFE enables. */
	private static final String CLEAN = "m:always s:unless(!menvcfg.CBCFE) u:unless(!menvcfg.CBCFE|!senvcfg.CBCFE)";

	private Zicbom() {
	}

	/** CBIE says whether it invalidates or flushes, which is the same here. */
	@Instruction(bits = "000000000000 rs1 010 00000 0001111", asm = "(rs1)",
			access = "m:always s:unless(!menvcfg.CBIE) u:unless(!menvcfg.CBIE|!senvcfg.CBIE)")
	static void cbo_inval(RiscvHart hart, Access memory, long rs1, long bits) {
		manage(hart, memory, rs1, MachineCsrs.CBIE, bits);
	}

	@Instruction(bits = "000000000001 rs1 010 00000 0001111", asm = "(rs1)", access = CLEAN)
	static void cbo_clean(RiscvHart hart, Access memory, long rs1, long bits) {
		manage(hart, memory, rs1, MachineCsrs.CBCFE, bits);
	}

	@Instruction(bits = "000000000010 rs1 010 00000 0001111", asm = "(rs1)", access = CLEAN)
	static void cbo_flush(RiscvHart hart, Access memory, long rs1, long bits) {
		manage(hart, memory, rs1, MachineCsrs.CBCFE, bits);
	}

	private static void manage(RiscvHart hart, Access memory, long va, long enable, long bits) {
		check(hart, enable, bits);
		try {
			memory.check(va, 1, AccessKind.LOAD);
		} catch (Trap t) {
			// the right to store is enough, and what is raised for lack of both is a store's
			memory.check(va, 1, AccessKind.STORE);
		}
	}

	/** Raises the trap if the hart's mode may not use what that field of {@code menvcfg} and {@code senvcfg} enables. */
	static void check(RiscvHart hart, long enable, long bits) {
		boolean machine = hart.privilege == RiscvHart.M || (hart.menvcfg & enable) != 0;
		boolean supervisor = hart.privilege >= RiscvHart.S || (hart.senvcfg & enable) != 0;
		if (!machine || !supervisor) {
			throw hart.illegal(bits, 4);
		}
	}
}
