package org.ringside.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.ringside.machine.Trap;

class DecodeTest {

	private static final int SHORT = 1;
	private static final int WIDE = 2;

	private final Isa toy = Toy.isa();
	private final Isa odd = Odd.isa();

	private static Code bytes(byte... code) {
		return i -> code[i] & 0xff;
	}

	private static Code word(int bits) {
		return i -> bits >>> 8 * i & 0xff;
	}

	/** Bytes of which only the first few can be fetched. */
	private static Code upTo(int limit, Code code) {
		return i -> {
			if (i >= limit) {
				throw Trap.TRAP;
			}
			return code.at(i);
		};
	}

	@Test
	void fieldsInPiecesAreJoinedAndExtended() {
		Decoded beq = toy.decode(word(0xfe208ee3), 0);
		assertEquals("beq", beq.row().name());
		assertEquals("beq link, sp, 0xffc", toy.disassemble(beq, 0x1000));
		assertEquals(4, beq.length());
	}

	@Test
	void aPrimedFieldCountsFromEight() {
		Decoded and = toy.decode(word(0x8c65 | 0xffff0000), SHORT);
		assertEquals("c.and x8, x9", toy.disassemble(and, 0));
		assertEquals(2, and.length());
		assertArrayEquals(new long[] { 8, 9 }, and.values());
	}

	@Test
	void conditionsDecideBetweenRows() {
		assertEquals("c.nop 3", toy.disassemble(toy.decode(word(0x000d), SHORT), 0));
		assertEquals("c.addi link, 3", toy.disassemble(toy.decode(word(0x008d), SHORT), 0));
	}

	@Test
	void theContextDecidesBetweenRows() {
		int code = 0x4092;
		assertEquals("c.lwsp link, 4(sp)", toy.disassemble(toy.decode(word(code), SHORT), 0));
		assertEquals("c.ldsp link, 256(sp)", toy.disassemble(toy.decode(word(code), SHORT | WIDE), 0));
		assertFalse(toy.decode(word(code), 0).defined());
	}

	@Test
	void theContextLiftsAConditionThatSaysSo() {
		int dynamic = 0x007372d3;
		assertFalse(toy.decode(word(dynamic), 0).defined());
		assertFalse(toy.decodeLinear(word(dynamic), SHORT).defined());
		assertEquals("fadd.s x5, x6, x7", toy.disassemble(toy.decode(word(dynamic), WIDE), 0));
		assertEquals("fadd.s x5, x6, x7", toy.disassemble(toy.decodeLinear(word(dynamic), SHORT | WIDE), 0));
		assertFalse(toy.decode(word(0x007352d3), WIDE).defined());
		assertEquals("fadd.s x5, x6, x7, rtz", toy.disassemble(toy.decode(word(0x007312d3), 0), 0));
		assertEquals(WIDE, toy.row("fadd.s").fullContext());
	}

	@Test
	void noByteIsFetchedThatIsNotNeeded() {
		assertEquals(2, toy.decode(upTo(2, word(0x000d)), SHORT).length());
		Decoded undefined = toy.decode(upTo(2, word(0x0000)), SHORT);
		assertFalse(undefined.defined());
		assertThrows(Trap.class, () -> toy.decode(upTo(2, word(0x00000013)), SHORT));
		assertEquals("nop", odd.decode(upTo(1, bytes((byte) 0)), 0).row().name());
		Decoded one = odd.decode(upTo(1, bytes((byte) 0xff)), 0);
		assertEquals(1, one.length());
		assertEquals(0xff, one.bits());
	}

	@Test
	void undefinedBitsAreShownAsData() {
		assertEquals(".byte 0xff", odd.disassemble(odd.decode(bytes((byte) 0xff), 0), 0));
		Decoded undefined = toy.decode(word(0xfff0007f), 0);
		assertEquals(0xfff0007fL, undefined.bits());
		assertEquals(4, undefined.length());
	}

	@Test
	void ignoredBitsAreIgnored() {
		assertSame(toy.row("fence"), toy.decode(word(0xf00f8f8f), 0).row());
	}

	@Test
	void anOperandMayBeInMemory() {
		Row register = odd.decode(bytes((byte) 0x12, (byte) 0x30), 0).row();
		Row memory = odd.decode(bytes((byte) 0x1a, (byte) 0x30), 0).row();
		assertEquals("add r2, r3", odd.disassemble(odd.decode(bytes((byte) 0x12, (byte) 0x30), 0), 0));
		assertEquals("add r2, (r3)", odd.disassemble(odd.decode(bytes((byte) 0x1a, (byte) 0x30), 0), 0));
		assertSame(register.method(), memory.method());
		assertTrue(register.pure() && memory.memory());
		assertTrue(memory.inputs().get(1) instanceof Row.Input.InMemory in && in.bytes() == 4
				&& in.address().inputs().getFirst() instanceof Row.Input.Element);
		assertEquals("mov (r3), r2", odd.disassemble(odd.decode(bytes((byte) 0x2a, (byte) 0x30), 0), 0));
		assertTrue(odd.decode(bytes((byte) 0x2a, (byte) 0x30), 0).row().results().getFirst().to() instanceof Row.Place.InMemory);
	}

	@Test
	void instructionsMayBeLongerThanEightBytes() {
		Row li = odd.row("li64");
		assertEquals(12, li.length());
		byte[] code = odd.encode(li, 5, 6, 0x123456789abcdef0L);
		assertArrayEquals(new byte[] { 0x41, 5, 6, 0x12, 0x34, 0x56, 0x78, (byte) 0x9a, (byte) 0xbc, (byte) 0xde, (byte) 0xf0, (byte) 0xaa }, code);
		assertArrayEquals(new long[] { 5, 6, 0x123456789abcdef0L }, odd.decode(bytes(code), 0).values());
	}

	@Test
	void aDelayedBranchLeadsWhereItsCompanionSays() {
		assertEquals("bz r1, 0x0", odd.disassemble(odd.decode(bytes((byte) 0x31, (byte) 0xff, (byte) 0xff), 0), 1));
	}

	@Test
	void suffixesRegisterNamesAndBitRangesAreWritten() {
		assertEquals("swap.d.aqrl x5, x6, (x7)", toy.disassemble(toy.decode(word(0x0e63b2af), 0), 0));
		assertEquals("swap.d x5, x6, (x7)", toy.disassemble(toy.decode(word(0x0863b2af), 0), 0));
		assertEquals("csrrw x5, status, x6", toy.disassemble(toy.decode(word(0x300312f3), 0), 0));
		assertEquals("csrrw x5, 1023, x6", toy.disassemble(toy.decode(word(0x3ff312f3), 0), 0));
		assertEquals("lui x5, 0xfffff", toy.disassemble(toy.decode(word(0xfffff2b7), 0), 0));
		assertEquals("fadd.s x5, x6, x7, rtz", toy.disassemble(toy.decode(word(0x007312d3), 0), 0));
		assertEquals("fadd.s x5, x6, x7, 3", toy.disassemble(toy.decode(word(0x007332d3), 0), 0));
	}

	@Test
	void treeAndLinearDecoderAgree() {
		Random random = new Random(1);
		for (int i = 0; i < 100_000; i++) {
			byte[] code = new byte[16];
			random.nextBytes(code);
			Isa isa = i % 2 == 0 ? toy : odd;
			if (i % 4 == 0) {
				byte[] known = known(isa, random);
				System.arraycopy(known, 0, code, 0, known.length);
			}
			int context = random.nextInt(4);
			Decoded tree = isa.decode(bytes(code), context);
			Decoded linear = isa.decodeLinear(bytes(code), context);
			assertSame(linear.row(), tree.row());
			assertEquals(linear.length(), tree.length());
			assertEquals(linear.bits(), tree.bits());
			assertArrayEquals(linear.values(), tree.values());
		}
	}

	/** Some instruction with boundary values. */
	private static byte[] known(Isa isa, Random random) {
		Row row = isa.rows().get(random.nextInt(isa.rows().size()));
		long[] values = new long[row.fields().size()];
		for (int f = 0; f < values.length; f++) {
			long[] possible = isa.boundaries(row, f);
			values[f] = possible[random.nextInt(possible.length)];
		}
		return isa.loaded().applies(row, values) ? isa.encode(row, values) : new byte[0];
	}

	@Test
	void valuesThatDoNotFitAreRefusedInOneLine() {
		IsaException range = assertThrows(IsaException.class, () -> toy.encode(toy.row("addi"), 2048, 1, 1));
		assertEquals("imm = 2048 is not in the range -2048 to 2047", range.getMessage());
		IsaException step = assertThrows(IsaException.class, () -> toy.encode(toy.row("beq"), 3, 1, 1));
		assertEquals("imm = 3 is not a multiple of 2", step.getMessage());
		IsaException where = assertThrows(IsaException.class, () -> toy.encode(toy.row("c.addi"), 3, 0));
		assertEquals("c.addi is not for rd/rs1 = 0", where.getMessage());
		IsaException count = assertThrows(IsaException.class, () -> toy.encode(toy.row("addi"), 3));
		assertEquals("addi has 3 fields, and 1 values were given", count.getMessage());
	}
}
