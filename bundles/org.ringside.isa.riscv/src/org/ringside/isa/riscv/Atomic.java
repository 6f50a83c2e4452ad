package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;
import org.ringside.machine.AccessKind;
import org.ringside.machine.runtime.Access;

/**
 * Atomics. Harts take turns between instructions, so that each is atomic, and every ordering holds whatever the
 * {@code aq} and {@code rl} bits ask for; the row writes the two as one field, since assembly does.
 */
@Chapter(value = "A", title = "\"A\" Standard Extension for Atomic Instructions")
final class Atomic {

	private Atomic() {
	}

	/** A misaligned address is not emulated: it raises the load's own exception. */
	private static long loadReserved(RiscvHart hart, Access memory, long va, int width) {
		if ((va & width - 1) != 0) {
			throw hart.raise(Cause.LOAD_MISALIGNED, va);
		}
		long value = width == 4 ? memory.load32(va) : memory.load64(va);
		hart.reserve(va, memory.check(va, width, AccessKind.LOAD), width);
		return value;
	}

	/**
	 * Fails, without an access and so without a fault, where there is no reservation for the same virtual address; a
	 * reservation whose page has moved since is found out after the access was checked. The address must be aligned
	 * even so (section "Load-Reserved/Store-Conditional Instructions").
	 */
	private static long storeConditional(RiscvHart hart, Access memory, long va, long value, int width) {
		if ((va & width - 1) != 0) {
			throw hart.raise(Cause.STORE_MISALIGNED, va);
		}
		// the check leaves the reservation: whoever stops there executes the instruction again
		boolean reserved = hart.holdsReservation(va, width) && memory.check(va, width, AccessKind.ATOMIC) == hart.reservedAddress;
		hart.breakReservation();
		if (!reserved) {
			return 1;
		}
		if (width == 4) {
			memory.store32(va, value);
		} else {
			memory.store64(va, value);
		}
		return 0;
	}

	// ---- words

	@Instruction(bits = "00010 aqrl 00000 rs1 010 rd 0101111", asm = "{aqrl} rd, (rs1)", access = Csrs.EVERY)
	static long lr_w(RiscvHart hart, Access memory, long rs1) {
		return loadReserved(hart, memory, rs1, 4);
	}

	@Instruction(bits = "00011 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)", access = Csrs.EVERY)
	static long sc_w(RiscvHart hart, Access memory, long rs1, long rs2) {
		return storeConditional(hart, memory, rs1, rs2, 4);
	}

	@Instruction(bits = "00001 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoswap_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, rs2);
		return old;
	}

	@Instruction(bits = "00000 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoadd_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, old + rs2);
		return old;
	}

	@Instruction(bits = "00100 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoxor_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, old ^ rs2);
		return old;
	}

	@Instruction(bits = "01100 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoand_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, old & rs2);
		return old;
	}

	@Instruction(bits = "01000 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoor_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, old | rs2);
		return old;
	}

	@Instruction(bits = "10000 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amomin_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, Math.min(old, (int) rs2));
		return old;
	}

	@Instruction(bits = "10100 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amomax_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, Math.max(old, (int) rs2));
		return old;
	}

	@Instruction(bits = "11000 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amominu_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, Integer.compareUnsigned((int) old, (int) rs2) < 0 ? old : rs2);
		return old;
	}

	@Instruction(bits = "11100 aqrl rs2 rs1 010 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amomaxu_w(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 4);
		memory.store32(rs1, Integer.compareUnsigned((int) old, (int) rs2) > 0 ? old : rs2);
		return old;
	}

	// ---- doublewords

	@Instruction(bits = "00010 aqrl 00000 rs1 011 rd 0101111", asm = "{aqrl} rd, (rs1)", access = Csrs.EVERY)
	static long lr_d(RiscvHart hart, Access memory, long rs1) {
		return loadReserved(hart, memory, rs1, 8);
	}

	@Instruction(bits = "00011 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)", access = Csrs.EVERY)
	static long sc_d(RiscvHart hart, Access memory, long rs1, long rs2) {
		return storeConditional(hart, memory, rs1, rs2, 8);
	}

	@Instruction(bits = "00001 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoswap_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, rs2);
		return old;
	}

	@Instruction(bits = "00000 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoadd_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, old + rs2);
		return old;
	}

	@Instruction(bits = "00100 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoxor_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, old ^ rs2);
		return old;
	}

	@Instruction(bits = "01100 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoand_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, old & rs2);
		return old;
	}

	@Instruction(bits = "01000 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amoor_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, old | rs2);
		return old;
	}

	@Instruction(bits = "10000 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amomin_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, Math.min(old, rs2));
		return old;
	}

	@Instruction(bits = "10100 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amomax_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, Math.max(old, rs2));
		return old;
	}

	@Instruction(bits = "11000 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amominu_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, Long.compareUnsigned(old, rs2) < 0 ? old : rs2);
		return old;
	}

	@Instruction(bits = "11100 aqrl rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)")
	static long amomaxu_d(Access memory, long rs1, long rs2) {
		long old = memory.loadForUpdate(rs1, 8);
		memory.store64(rs1, Long.compareUnsigned(old, rs2) > 0 ? old : rs2);
		return old;
	}
}
