package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;

import org.junit.jupiter.api.Test;

/** What the pure rows compute, at the edges of their operands, against arithmetic that cannot overflow. */
class ComputationTest {

	private static final long[] EDGES = { 0, 1, 2, 3, 5, 31, 32, 33, 63, 64, 65, -1, -2, -3, -31, -64, 0x7fff_ffffL, 0x8000_0000L, 0x8000_0001L,
			0xffff_ffffL, 0x1_0000_0000L, -0x8000_0000L, -0x8000_0001L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1,
			0x5555_5555_5555_5555L, 0xaaaa_aaaa_aaaa_aaaaL, 0x0123_4567_89ab_cdefL, 0xfedc_ba98_7654_3210L };

	private static final BigInteger MINUS_ONE = BigInteger.ONE.negate();

	private static BigInteger signed(long value) {
		return BigInteger.valueOf(value);
	}

	private static BigInteger unsigned(long value) {
		return new BigInteger(Long.toUnsignedString(value));
	}

	private static void check(String name, LongBinaryOperator ours, BinaryOperator<Long> manual) {
		for (long a : EDGES) {
			for (long b : EDGES) {
				assertEquals(manual.apply(a, b), ours.applyAsLong(a, b), () -> "%s 0x%x, 0x%x".formatted(name, a, b));
			}
		}
	}

	/** Quotient and remainder as the table "Semantics for division by zero and division overflow" gives them. */
	private static BigInteger quotient(BigInteger a, BigInteger b) {
		return b.signum() == 0 ? MINUS_ONE : a.divide(b);
	}

	private static BigInteger remainder(BigInteger a, BigInteger b) {
		return b.signum() == 0 ? a : a.remainder(b);
	}

	private static BigInteger word(long value) {
		return signed((int) value);
	}

	private static BigInteger unsignedWord(long value) {
		return signed(value & 0xffff_ffffL);
	}

	@Test
	void productsHaveTheirUpperHalves() {
		check("mul", Multiply::mul, (a, b) -> signed(a).multiply(signed(b)).longValue());
		check("mulh", Multiply::mulh, (a, b) -> signed(a).multiply(signed(b)).shiftRight(64).longValue());
		check("mulhu", Multiply::mulhu, (a, b) -> unsigned(a).multiply(unsigned(b)).shiftRight(64).longValue());
		check("mulhsu", Multiply::mulhsu, (a, b) -> signed(a).multiply(unsigned(b)).shiftRight(64).longValue());
		check("mulw", Multiply::mulw, (a, b) -> (long) signed(a).multiply(signed(b)).intValue());
	}

	@Test
	void divisionByZeroAndOverflowHaveResults() {
		check("div", Multiply::div, (a, b) -> quotient(signed(a), signed(b)).longValue());
		check("divu", Multiply::divu, (a, b) -> quotient(unsigned(a), unsigned(b)).longValue());
		check("rem", Multiply::rem, (a, b) -> remainder(signed(a), signed(b)).longValue());
		check("remu", Multiply::remu, (a, b) -> remainder(unsigned(a), unsigned(b)).longValue());
		check("divw", Multiply::divw, (a, b) -> (long) quotient(word(a), word(b)).intValue());
		check("divuw", Multiply::divuw, (a, b) -> (long) quotient(unsignedWord(a), unsignedWord(b)).intValue());
		check("remw", Multiply::remw, (a, b) -> (long) remainder(word(a), word(b)).intValue());
		check("remuw", Multiply::remuw, (a, b) -> (long) remainder(unsignedWord(a), unsignedWord(b)).intValue());
	}

	@Test
	void sumsWrapAround() {
		check("add", Rv32i::add, (a, b) -> signed(a).add(signed(b)).longValue());
		check("sub", Rv32i::sub, (a, b) -> signed(a).subtract(signed(b)).longValue());
		check("addw", Rv64i::addw, (a, b) -> (long) signed(a).add(signed(b)).intValue());
		check("subw", Rv64i::subw, (a, b) -> (long) signed(a).subtract(signed(b)).intValue());
		check("c.addw", Compressed::c_addw, (a, b) -> (long) signed(a).add(signed(b)).intValue());
		check("c.subw", Compressed::c_subw, (a, b) -> (long) signed(a).subtract(signed(b)).intValue());
	}

	@Test
	void shiftsTakeTheLowBitsOfTheirDistance() {
		check("sll", Rv32i::sll, (a, b) -> signed(a).shiftLeft((int) (b & 63)).longValue());
		check("srl", Rv32i::srl, (a, b) -> unsigned(a).shiftRight((int) (b & 63)).longValue());
		check("sra", Rv32i::sra, (a, b) -> signed(a).shiftRight((int) (b & 63)).longValue());
		check("sllw", Rv64i::sllw, (a, b) -> (long) word(a).shiftLeft((int) (b & 31)).intValue());
		check("srlw", Rv64i::srlw, (a, b) -> (long) unsignedWord(a).shiftRight((int) (b & 31)).intValue());
		check("sraw", Rv64i::sraw, (a, b) -> (long) word(a).shiftRight((int) (b & 31)).intValue());
	}

	@Test
	void comparisonsKnowSigns() {
		check("slt", Rv32i::slt, (a, b) -> signed(a).compareTo(signed(b)) < 0 ? 1L : 0L);
		check("sltu", Rv32i::sltu, (a, b) -> unsigned(a).compareTo(unsigned(b)) < 0 ? 1L : 0L);
		check("beq", (a, b) -> Rv32i.beq(a, b) ? 1 : 0, (a, b) -> signed(a).equals(signed(b)) ? 1L : 0L);
		check("bne", (a, b) -> Rv32i.bne(a, b) ? 1 : 0, (a, b) -> signed(a).equals(signed(b)) ? 0L : 1L);
		check("blt", (a, b) -> Rv32i.blt(a, b) ? 1 : 0, (a, b) -> signed(a).compareTo(signed(b)) < 0 ? 1L : 0L);
		check("bge", (a, b) -> Rv32i.bge(a, b) ? 1 : 0, (a, b) -> signed(a).compareTo(signed(b)) >= 0 ? 1L : 0L);
		check("bltu", (a, b) -> Rv32i.bltu(a, b) ? 1 : 0, (a, b) -> unsigned(a).compareTo(unsigned(b)) < 0 ? 1L : 0L);
		check("bgeu", (a, b) -> Rv32i.bgeu(a, b) ? 1 : 0, (a, b) -> unsigned(a).compareTo(unsigned(b)) >= 0 ? 1L : 0L);
	}
}
