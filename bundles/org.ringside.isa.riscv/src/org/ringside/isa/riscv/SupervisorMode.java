package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Control;
import org.ringside.isa.Instruction;

/** Section "Supervisor Instructions". */
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
			hart.translationChanged();
		} else {
			hart.translationChanged(rs1);
		}
	}

	private static void check(RiscvHart hart, long bit, long bits) {
		if (hart.privilege == RiscvHart.U || hart.privilege == RiscvHart.S && (hart.mstatus & bit) != 0) {
			throw hart.illegal(bits, 4);
		}
	}
}
