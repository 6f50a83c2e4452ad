package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/** Instruction fetch sees every store at once, so that there is nothing to fence; the fields are reserved and ignored. */
@Chapter(value = "Zifencei", title = "\"Zifencei\" Instruction-Fetch Fence")
final class Zifencei {

	private Zifencei() {
	}

	@Instruction(bits = "xxxxxxxxxxxx xxxxx 001 xxxxx 0001111")
	static void fence_i() {
		// fetches are coherent
	}
}
