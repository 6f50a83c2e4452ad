package org.ringside.isa.assembler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.Odd;
import org.ringside.isa.Toy;

class AssemblerTest {

	private static final int ALL_CONTEXTS = 1;

	private final Isa toy = Toy.isa();

	private Program assemble(String... lines) throws AssemblyException {
		return new Assembler(toy).origin(0x1000).assemble("test.s", String.join("\n", lines));
	}

	/** The program's code, disassembled from its begin, without blanks at the ends. */
	private List<String> listing(Program program) {
		byte[] code = program.section(".text").orElseThrow().bytes();
		List<String> listing = new ArrayList<>();
		for (int at = 0; at < code.length;) {
			int from = at;
			Decoded d = toy.decode(i -> code[from + i] & 0xff, ALL_CONTEXTS);
			listing.add(toy.disassemble(d, program.origin() + at));
			at += d.length();
		}
		return listing;
	}

	private static long word(Program program, String section, int index) {
		byte[] b = program.section(section).orElseThrow().bytes();
		long value = 0;
		for (int i = 7; i >= 0; i--) {
			value = value << 8 | b[8 * index + i] & 0xff;
		}
		return value;
	}

	private long value(String expression) throws AssemblyException {
		return word(assemble(".data", "before: .dword " + expression, "1: .equ two, 2", "1:", "after:"), ".data", 0);
	}

	@Test
	void instructionsAreWrittenAsTheirRowsSay() throws AssemblyException {
		Program p = assemble("addi x5, sp, -1 # comment", "xor x5,x6 , x7; ld x5, 8(sp)", "ld x5, (sp)", "sd x5, 4+4 ( x6 )", "lui x5, 0xfffff",
				"swap.d.aqrl x5, x6, (x7)", "swap.d x5, x6, (x7)", "fadd.s x5, x6, x7, rtz", "csrrw x5, status, x6", "csrrw x5, 0x301, x6",
				"c.and x8, x9 // comment", "c.lwsp x5, 4(sp)", "fence", "ADDI x1, x0, 'a'");
		assertEquals(List.of("addi x5, sp, -1", "xor x5, x6, x7", "ld x5, 8(sp)", "ld x5, 0(sp)", "sd x5, 8(x6)", "lui x5, 0xfffff",
				"swap.d.aqrl x5, x6, (x7)", "swap.d x5, x6, (x7)", "fadd.s x5, x6, x7, rtz", "csrrw x5, status, x6", "csrrw x5, flags, x6",
				"c.and x8, x9", "c.lwsp x5, 4(sp)", "fence", "addi link, zero, 97"), listing(p));
	}

	@Test
	void anOperandThatMayBeLeftOutHasItsUsualValue() throws AssemblyException {
		Program p = assemble("fadd.s x5, x6, x7", "fadd.s x5, x6, x7, dyn", "fadd.s x5, x6, x7 , rne", "fadd.s x5, x6, x7, 1");
		byte[] code = p.flat();
		assertEquals(List.of(7, 7, 0, 1), IntStream.range(0, 4).mapToObj(i -> code[4 * i + 1] >> 4 & 7).toList());
		AssemblyException e = assertThrows(AssemblyException.class, () -> assemble("fadd.s x5, x6, x7,"));
		assertEquals(1, e.errors().size());
	}

	@Test
	void labelsLeadWhereTheyAre() throws AssemblyException {
		Program p = assemble("_start: beq zero, zero, end", "1: beq zero, zero, 1f", "beq zero, zero, 1b", "1: jal zero, 1b", "end: j _start", "jal end");
		assertEquals(List.of("beq zero, zero, 0x1010", "beq zero, zero, 0x100c", "beq zero, zero, 0x1004", "jal zero, 0x100c", "jal zero, 0x1000",
				"jal link, 0x1010"), listing(p));
		assertEquals(0x1010, p.symbol("end"));
		assertEquals(0x1000, p.entry());
	}

	@Test
	void pseudoInstructionsExpandByPatternAndByComputation() throws AssemblyException {
		Program p = assemble("nop", "mv x5, x6", "li x5, 5", "li x5, 0x12345fff", "jr x6", "swap x5, x6", "neg x5, 2+3", "pause");
		assertEquals(List.of("addi zero, zero, 0", "addi x5, x6, 0", "addi x5, zero, 5", "lui x5, 0x12346", "addi x5, x5, -1", "jalr zero, 0(x6)",
				"xor x5, x5, x6", "xor x6, x5, x6", "xor x5, x5, x6", "addi x5, zero, -5", "fence"), listing(p));
	}

	@Test
	void addressesRelativeToPcComeInTwoHalves() throws AssemblyException {
		Program p = assemble("nop", "call far", "lla x5, data", "ld x6, data", ".space 0x1900 - 28", "far: nop", ".data", "data: .dword 1");
		assertEquals(0x1000 + 0x1900, p.symbol("far"));
		assertEquals(List.of("addi zero, zero, 0", "auipc link, 0x2", "jalr link, -1796(link)", "auipc x5, 0x2", "addi x5, x5, -1800", "auipc x6, 0x2",
				"ld x6, -1808(x6)"), listing(p).subList(0, 7));
		assertEquals(0x2904, p.symbol("data"));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "1+2*3, 7", "1+2|4, 7", "-2, -2", "~0, -1", "!0, 1", "!5, 0", "2*3%4, 2", "1<<4+1, 17", "7 & 3 ^ 1, 2", "5 == 5, -1",
			"5 <> 5, 0", "5 != 4, -1", "3 < 4 && 0, 0", "1 || 0, 1", "-16 >> 60, 15", "0x10, 16", "0b101, 5", "017, 15", "'a', 97", "'\\n', 10", "'', 39",
			"(1+2)*3, 9", "0xffffffffffffffff, -1", "18446744073709551615, -1", "after - before, 8", "two * 4, 8", "1f - ., 8", "%lo(0xfff), -1", "6 ! 3, -2",
			"-9 / 2, -4", "7 >= 7, -1", "1 << 64, 0" })
	void expressionsHaveGnusPrecedence(String expression, long expected) throws AssemblyException {
		assertEquals(expected, value(expression.equals("''") ? "'\\''" : expression));
	}

	@Test
	void dataIsLaidDownInOrder() throws AssemblyException {
		Program p = assemble(".data", ".byte 1, -1, 255, 'x'", ".half 0x1234", ".2byte 1", ".word 0x12345678", ".ascii \"a\\n\", \"b\"", ".asciz \"\\101\\x42\"",
				".string \"\"", ".fill 2, 2, 0xabcd", ".space 3, 7", ".zero 1", ".dword 1");
		assertArrayEquals(new byte[] { 1, -1, -1, 'x', 0x34, 0x12, 1, 0, 0x78, 0x56, 0x34, 0x12, 'a', '\n', 'b', 'A', 'B', 0, 0, (byte) 0xcd, (byte) 0xab,
				(byte) 0xcd, (byte) 0xab, 7, 7, 7, 0, 1, 0, 0, 0, 0, 0, 0, 0 }, p.section(".data").orElseThrow().bytes());
	}

	@Test
	void dataOfABigEndianIsaBeginsWithItsHighestByte() throws AssemblyException {
		Program p = new Assembler(Odd.isa()).assemble("odd.s", "add r1, (r2)\nmov r3, r1\nbz r0, . - 1\nnop\n.half 0x1234");
		assertArrayEquals(new byte[] { 0x19, 0x20, 0x21, 0x30, 0x30, -1, -1, 0, 0x12, 0x34 }, p.flat());
	}

	@Test
	void sectionsFollowOneAnotherByTheirKind() throws AssemblyException {
		Program p = assemble(".bss", "buffer: .space 100", ".data", ".balign 16", "data: .byte 1", ".text", "nop", ".section .rodata", "ro: .byte 2",
				".section .note, \"\"", ".byte 9", ".section .mine, \"aw\", @progbits", ".balign 4096", "mine: .byte 3");
		assertEquals(List.of(".text", ".rodata", ".data", ".mine", ".bss", ".note"), p.sections().stream().map(Section::name).toList());
		assertEquals(0x1004, p.symbol("ro"));
		assertEquals(0x1010, p.symbol("data"));
		assertEquals(0x2000, p.symbol("mine"));
		assertEquals(0x2001, p.symbol("buffer"));
		assertEquals(0x1001, p.flat().length);
		assertEquals(1, p.flat()[0x10]);
	}

	@Test
	void aLabelInAnEmptySectionIsAligned() throws AssemblyException {
		Program p = assemble("nop", ".section .rodata", ".balign 4096", "text_end:", ".data", "d: .byte 1");
		assertEquals(0x2000, p.symbol("text_end"));
		assertEquals(0x2000, p.symbol("d"));
	}

	@Test
	void codeIsAlignedWithInstructionsThatDoNothing() throws AssemblyException {
		Program p = assemble("c.and x8, x9", ".p2align 4", "nop", ".org 0x20", "end: nop", ".align 2, , 1", "nop");
		assertEquals(List.of("c.and x8, x9", "c.nop 0", "addi zero, zero, 0", "addi zero, zero, 0", "addi zero, zero, 0"), listing(p).subList(0, 5).stream()
				.map(s -> s.startsWith(".byte") ? "c.nop 0" : s).toList());
		assertEquals(0x1020, p.symbol("end"));
	}

	@Test
	void macrosTakeArgumentsAndDefaults() throws AssemblyException {
		Program p = assemble(".macro add3 a, b=x7, c:req", "addi \\a, \\b, \\c", "j .Lout\\@", ".Lout\\@:", ".endm", "add3 x5, x6, 1", "add3 x5, , 2",
				"add3 c=3, a=x8", ".macro each first, rest:vararg", ".ifnb \\first", "addi x5, x5, \\first", "each \\rest", ".endif", ".endm", "each 1, 2, 3",
				".macro store r off", "sd \\r, \\off\\()0(sp)", ".endm", "store x5 1");
		assertEquals(List.of("addi x5, x6, 1", "jal zero, 0x1008", "addi x5, x7, 2", "jal zero, 0x1010", "addi x8, x7, 3", "jal zero, 0x1018",
				"addi x5, x5, 1", "addi x5, x5, 2", "addi x5, x5, 3", "sd x5, 10(sp)"), listing(p));
		assertTrue(p.symbols().stream().noneMatch(s -> s.name().startsWith(".L")));
	}

	@Test
	void repetitionsAndConditionsNest() throws AssemblyException {
		Program p = assemble(".set n, 0", ".rept 3", ".if n == 1", "addi x5, x5, 100", ".elseif n == 2", "addi x5, x5, 200", ".else", ".irp r, x6, x7",
				"addi \\r, \\r, n", ".endr", ".endif", ".set n, n + 1", ".endr", ".ifdef n", ".ifndef missing", ".irpc d, 12", "addi x8, x8, \\d", ".endr",
				".endif", ".else", "nonsense here", ".endif");
		assertEquals(List.of("addi x6, x6, 0", "addi x7, x7, 0", "addi x5, x5, 100", "addi x5, x5, 200", "addi x8, x8, 1", "addi x8, x8, 2"), listing(p));
	}

	@Test
	void filesAreIncludedThroughTheFinder() throws AssemblyException {
		Map<String, String> files = Map.of("a.s", "addi x5, x5, one\n.include \"b.s\"", "b.s", ".equ one, 1");
		Program p = new Assembler(toy).includes(n -> Optional.ofNullable(files.get(n)).map(s -> s.getBytes(StandardCharsets.UTF_8)))
				.assemble("main.s", ".include \"a.s\"");
		assertEquals(List.of("addi x5, x5, 1"), listing(p));
		assertEquals("a.s", p.lines().getFirst().file());
	}

	@Test
	void sizesMayDependOnWhatComesLater() throws AssemblyException {
		Program p = assemble("li x5, end - start", "start: .space 5000", "end:");
		assertEquals(List.of("lui x5, 0x1", "addi x5, x5, 904"), listing(p).subList(0, 2));
		assertEquals(5000, p.symbol("end") - p.symbol("start"));
	}

	@Test
	void symbolsAndLinesAreTold() throws AssemblyException {
		Program p = assemble(".globl main", ".type main, @function", "main: nop", "j main", ".size main, . - main", ".equ answer, 42", ".macro two", "nop",
				"nop", ".endm", "two");
		assertEquals(new Symbol("main", 0x1000, ".text", true, "function", 8), p.symbols().get(0));
		assertEquals(new Symbol("answer", 42, "", false, "", 0), p.symbols().get(1));
		assertEquals(3, p.lineOf(0x1000).orElseThrow().line());
		assertEquals(4, p.lineOf(0x1006).orElseThrow().line());
		assertEquals(11, p.lineOf(0x100c).orElseThrow().line());
		assertTrue(p.lineOf(0x1010).isEmpty());
	}

	@Test
	void symbolsAndSectionsCanBePlacedFromOutside() throws AssemblyException {
		Program p = new Assembler(toy).origin(0x1000).place(".data", 0x8000).define("n", 3).assemble("t.s", ".data\n.byte n\nd:");
		assertEquals(0x8001, p.symbol("d"));
		assertEquals(3, p.section(".data").orElseThrow().bytes()[0]);
		AssemblyException e = assertThrows(AssemblyException.class,
				() -> new Assembler(toy).origin(0x1000).place(".data", 0x1002).assemble("t.s", "nop\n.data\n.byte 1"));
		assertEquals("t.s:1:1: the sections .text and .data overlap at 0x1002", e.getMessage());
	}
}
