package org.ringside.isa.assembler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.isa.Isa;
import org.ringside.isa.Toy;

/** Each mistake is one clear line with its place. In the sources, {@code |} is a line end. */
class MistakesTest {

	private final Isa toy = Toy.isa();

	private String message(String source) {
		return assertThrows(AssemblyException.class, () -> new Assembler(toy).assemble("t.s", source)).getMessage();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '~', quoteCharacter = '`', value = { //
			"add x5, x6 ~ t.s:1:1: no instruction, directive or macro 'add'", //
			"nop | addi x5, x6 ~ t.s:2:12: expected ',', and the statement ends", //
			"addi x5, x6, 4096 ~ t.s:1:14: imm = 4096 is not in the range -2048 to 2047", //
			"addi x5, 6, 1 ~ t.s:1:10: expected a register x, found '6, 1'", //
			"addi x5, x6, x7 ~ t.s:1:14: expected a constant, found the register x7", //
			"addi x5, x6, 1, 2 ~ t.s:1:15: unexpected ', 2'", //
			"addi x5, x6, 1 2 ~ t.s:1:16: unexpected '2'", //
			"c.and x5, x9 ~ t.s:1:1: rd'/rs1' = 5 is not in the range 8 to 15", //
			"c.addi zero, 1 ~ t.s:1:14: c.addi is not for rd/rs1 = 0", //
			"lui x5, 0x100000 ~ t.s:1:9: 1048576 does not fit in 20 bits", //
			"beq x5, x6, 3 ~ t.s:1:13: no value of imm leads to 0x3", //
			"beq x5, x6, 0x10000 ~ t.s:1:13: imm = 65536 is not in the range -4096 to 4094", //
			"nop | j nowhere ~ t.s:2:1: the symbol 'nowhere' is not defined", //
			"addi x5, x5, nowhere ~ t.s:1:14: the symbol 'nowhere' is not defined", //
			"a: | b: | a: ~ t.s:3:1: the symbol 'a' is defined twice; first at t.s:1", //
			"j 1f ~ t.s:1:1: there is no label '1:' below", //
			"beq x5, x5, 1b ~ t.s:1:13: there is no label '1:' above", //
			".equ a, b | .equ b, a | .byte a ~ t.s:1:1: the symbol 'a' has no value: it depends on itself", //
			".byte 256 ~ t.s:1:7: 256 does not fit in 1 byte", //
			".byte 1/0 ~ t.s:1:8: division by zero", //
			".byte (1 ~ t.s:1:9: expected ')', and the statement ends", //
			".byte 0xg ~ t.s:1:7: '0xg' is no number of at most 64 bits", //
			".byte 99999999999999999999 ~ t.s:1:7: '99999999999999999999' is no number of at most 64 bits", //
			".byte 1, ~ t.s:1:9: expected an expression, and the statement ends", //
			".ascii \"abc ~ t.s:1:12: the string does not end; close it with \"", //
			".ascii \"\\q\" ~ t.s:1:9: '\\q' is no escape sequence; there are \\n \\t \\r \\b \\f \\e \\\\ \\\" \\' \\x41 \\101", //
			".ascii abc ~ t.s:1:8: expected '\"', found 'abc'", //
			".nonsense 1 ~ t.s:1:1: no directive '.nonsense'", //
			".balign 3 ~ t.s:1:1: 3 is no power of two", //
			".align 99 ~ t.s:1:1: cannot align to 2 to the power of 99", //
			".space -1 ~ t.s:1:1: cannot reserve -1 bytes", //
			".space 0x7fffffffffff ~ t.s:1:1: the section .text would have 140737488355327 bytes", //
			".bss | .byte 1 ~ t.s:2:1: the section .bss has no content; only zeros can be there", //
			".org 4 | nop | .org 4 ~ t.s:3:1: cannot go back to offset 4 of .text, which has 8 bytes already", //
			".if 1 ~ t.s:1:1: this .if has no .endif", //
			".endif ~ t.s:1:1: .endif without .if", //
			".if below | .endif | below: ~ t.s:1:5: the value depends on a symbol that is not defined above", //
			".macro m | nop ~ t.s:1:1: .macro has no .endm", //
			".rept 3 | nop ~ t.s:1:1: .rept has no .endr", //
			".rept 2000000000 | .endr ~ t.s:1:7: cannot repeat 2000000000 times", //
			".fill 200000000, 8 ~ t.s:1:1: cannot fill 200000000 times 8 bytes; sizes are 0 to 8", //
			".endm ~ t.s:1:1: .endm without .macro", //
			".macro m a:req | .endm | m ~ t.s:3:2: the macro m needs its argument 'a'", //
			".macro m a | .endm | m 1, 2 ~ t.s:3:3: the macro m takes 1 arguments, found 2", //
			".macro m a | addi x5, \\a | .endm | nop | m 1 ~ t.s:2:10: expected a register x, found '1' (in macro m, used at t.s:5)", //
			".macro m | m | .endm | m ~ t.s:2:1: macros or repetitions expand without end (in macro m, used at t.s:2)", //
			"loop ~ t.s:1:1: the pseudo-instruction 'loop' expands without end", //
			".include \"missing.s\" ~ t.s:1:1: there is no file 'missing.s' to include", //
			".error \"not for this board\" ~ t.s:1:1: not for this board", //
			".section .x, \"q\" ~ t.s:1:10: the flags \"q\" of .x are not of a (in memory), w (writable), x (code)", //
			".popsection ~ t.s:1:1: .popsection without .pushsection", //
			"addi x5, x5, %nope(1) ~ t.s:1:14: no operator '%nope'", //
			"nop | a: addi x5, x5, %pcrel_lo(a) ~ t.s:2:17: there is no %pcrel_hi in an instruction at 0x4", //
			"li x5, 0x123456789 ~ t.s:1:1: li takes 32 bits here, not 4886718345", //
			"ld x5, nowhere ~ t.s:1:8: the symbol 'nowhere' is not defined", //
			"xor x5, x6, 5000 ~ t.s:1:1: imm = 5000 is not in the range -2048 to 2047", //
			"xor x5, 6, x7 ~ t.s:1:9: expected a register x, found '6, x7'", //
			"csrrw x5, nowhere, x6 ~ t.s:1:11: the symbol 'nowhere' is not defined", //
			"mv x5 ~ t.s:1:1: 'mv' is written mv rd, rs", //
			"a: | .set a, 1 ~ t.s:2:6: the symbol 'a' is a label; it cannot be set; it is at t.s:1", //
			", ~ t.s:1:1: expected a label, an instruction or a directive, found ','" })
	void aMistakeIsToldWithItsPlace(String source, String message) {
		String told = message(source.replace(" | ", "\n"));
		assertEquals(message, told.lines().findFirst().orElseThrow());
	}

	@Test
	void allMistakesAreToldUpToTheLimit() {
		assertEquals(3, message("x\ny\nz").lines().count());
		AssemblyException e = assertThrows(AssemblyException.class, () -> new Assembler(toy).errorLimit(10).assemble("t.s", "x\n".repeat(1000)));
		assertEquals(10, e.errors().size());
		assertEquals(new AssemblyError("t.s", 10, 1, "no instruction, directive or macro 'x'"), e.errors().getLast());
	}

	@Test
	void whateverIsWrittenEitherAssemblesOrIsToldInLines() {
		String[] words = { "addi", "x5", ",", "(", ")", "1f", "1:", "a:", "a", ".macro", "m", ".endm", ".rept", "2", ".endr", ".if", ".else", ".endif", "\"", "'", "\\",
				"%lo", "[", ".byte", ".set", "=", "-", "\n", "\n", ";", "/*", "*/", ".data", ".section", ".org", ".irp", ".exitm", "0x", "99999999999", "li", "call",
				".align", ".fill", ".ascii", "\\a", "\\@", ".", ".comm", ".size", "::", "+", ".string" };
		Random random = new Random(7);
		for (int i = 0; i < 5_000; i++) {
			StringBuilder source = new StringBuilder();
			for (int w = 0; w < 25; w++) {
				source.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? "" : " ");
			}
			try {
				new Assembler(toy).errorLimit(20).assemble("t.s", source.toString());
			} catch (AssemblyException e) {
				assertTrue(e.errors().size() > 0 && e.errors().stream().allMatch(x -> x.message().lines().count() == 1), source.toString());
			}
		}
	}
}
