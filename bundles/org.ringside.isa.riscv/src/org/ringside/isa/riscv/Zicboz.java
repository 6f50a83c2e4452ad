package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;
import org.ringside.machine.AccessKind;
import org.ringside.machine.runtime.Access;

/** Zeroing of a cache block, the {@value #BLOCK} bytes around an address ("RISC-V Base Cache Management Operation ISA Extensions", 1.0). */
@Chapter(value = "Zicboz", title = "Cache-Block Zero Instructions", when = "!withoutZicboz")
final class Zicboz {

	/** Bytes of a cache block, which device trees tell kernels. */
	static final int BLOCK = 64;

	private Zicboz() {
	}

	@Instruction(bits = "000000000100 rs1 010 00000 0001111", asm = "(rs1)",
			access = "m:always s:unless(!menvcfg.CBZE) u:unless(!menvcfg.CBZE|!senvcfg.CBZE)")
	static void cbo_zero(RiscvHart hart, Access memory, long rs1, long bits) {
		Zicbom.check(hart, MachineCsrs.CBZE, bits);
		// a fault of translation or protection names the address as it was given
		memory.check(rs1, 1, AccessKind.STORE);
		long block = rs1 & -BLOCK;
		memory.announce(block, BLOCK, AccessKind.STORE);
		for (int i = 0; i < BLOCK; i += Long.BYTES) {
			memory.store64(block + i, 0);
		}
	}
}
