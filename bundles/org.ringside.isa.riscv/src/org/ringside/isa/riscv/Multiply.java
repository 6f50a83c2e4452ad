package org.ringside.isa.riscv;

import org.ringside.isa.Chapter;
import org.ringside.isa.Instruction;

/** Division by zero and overflow have results, not traps: section "Division Operations". */
@Chapter(value = "M", title = "\"M\" Standard Extension for Integer Multiplication and Division")
final class Multiply {

	private Multiply() {
	}

	@Instruction(bits = "0000001 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
	static long mul(long rs1, long rs2) {
		return rs1 * rs2;
	}

	@Instruction(bits = "0000001 rs2 rs1 001 rd 0110011", asm = "rd, rs1, rs2")
	static long mulh(long rs1, long rs2) {
		return Math.multiplyHigh(rs1, rs2);
	}

	/** As an unsigned number, a negative {@code rs1} is 2^64 too large, and so the product's upper half rs2 too large. */
	@Instruction(bits = "0000001 rs2 rs1 010 rd 0110011", asm = "rd, rs1, rs2")
	static long mulhsu(long rs1, long rs2) {
		return Math.unsignedMultiplyHigh(rs1, rs2) - (rs1 >> 63 & rs2);
	}

	@Instruction(bits = "0000001 rs2 rs1 011 rd 0110011", asm = "rd, rs1, rs2")
	static long mulhu(long rs1, long rs2) {
		return Math.unsignedMultiplyHigh(rs1, rs2);
	}

	@Instruction(bits = "0000001 rs2 rs1 100 rd 0110011", asm = "rd, rs1, rs2")
	static long div(long rs1, long rs2) {
		return rs2 == 0 ? -1 : rs1 / rs2;
	}

	@Instruction(bits = "0000001 rs2 rs1 101 rd 0110011", asm = "rd, rs1, rs2")
	static long divu(long rs1, long rs2) {
		return rs2 == 0 ? -1 : Long.divideUnsigned(rs1, rs2);
	}

	@Instruction(bits = "0000001 rs2 rs1 110 rd 0110011", asm = "rd, rs1, rs2")
	static long rem(long rs1, long rs2) {
		return rs2 == 0 ? rs1 : rs1 % rs2;
	}

	@Instruction(bits = "0000001 rs2 rs1 111 rd 0110011", asm = "rd, rs1, rs2")
	static long remu(long rs1, long rs2) {
		return rs2 == 0 ? rs1 : Long.remainderUnsigned(rs1, rs2);
	}

	@Instruction(bits = "0000001 rs2 rs1 000 rd 0111011", asm = "rd, rs1, rs2")
	static long mulw(long rs1, long rs2) {
		return (int) (rs1 * rs2);
	}

	@Instruction(bits = "0000001 rs2 rs1 100 rd 0111011", asm = "rd, rs1, rs2")
	static long divw(long rs1, long rs2) {
		return (int) rs2 == 0 ? -1 : (int) rs1 / (int) rs2;
	}

	@Instruction(bits = "0000001 rs2 rs1 101 rd 0111011", asm = "rd, rs1, rs2")
	static long divuw(long rs1, long rs2) {
		return (int) rs2 == 0 ? -1 : Integer.divideUnsigned((int) rs1, (int) rs2);
	}

	@Instruction(bits = "0000001 rs2 rs1 110 rd 0111011", asm = "rd, rs1, rs2")
	static long remw(long rs1, long rs2) {
		return (int) rs2 == 0 ? (int) rs1 : (int) rs1 % (int) rs2;
	}

	@Instruction(bits = "0000001 rs2 rs1 111 rd 0111011", asm = "rd, rs1, rs2")
	static long remuw(long rs1, long rs2) {
		return (int) rs2 == 0 ? (int) rs1 : Integer.remainderUnsigned((int) rs1, (int) rs2);
	}
}
