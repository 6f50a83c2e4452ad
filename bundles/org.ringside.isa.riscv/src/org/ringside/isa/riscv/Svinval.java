package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/**
 * Invalidation of translations in parts that may be reordered, between two fences. Here each invalidation is done at
 * once, so that the fences have nothing to order.
 */
@Chapter(value = "Svinval", title = "\"Svinval\" Standard Extension for Fine-Grained Address-Translation Cache Invalidation",
		when = "!withoutSvinval")
final class Svinval {

	private Svinval() {
	}

	@Instruction(bits = "0001011 rs2 rs1 000 00000 1110011", asm = "rs1, rs2", access = "m:always s:unless(TVM) u:traps")
	static void sinval_vma(RiscvHart hart, long rs1, long bits) {
		SupervisorMode.sfence_vma(hart, rs1, bits);
	}

	@Instruction(bits = "0001100 00000 00000 000 00000 1110011", access = Csrs.SUPERVISOR)
	static void sfence_w_inval(RiscvHart hart, long bits) {
		check(hart, bits);
	}

	@Instruction(bits = "0001100 00001 00000 000 00000 1110011", access = Csrs.SUPERVISOR)
	static void sfence_inval_ir(RiscvHart hart, long bits) {
		check(hart, bits);
	}

	private static void check(RiscvHart hart, long bits) {
		if (hart.privilege == RiscvHart.U) {
			throw hart.illegal(bits, 4);
		}
	}
}
