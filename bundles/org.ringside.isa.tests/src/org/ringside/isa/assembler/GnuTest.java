package org.ringside.isa.assembler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.isa.Toy;

/** The same sources through GNU's assembler give the same bytes, as far as they have no instructions. */
class GnuTest {

	private static final String TOOLS = "/usr/bin/riscv64-linux-gnu-";

	@TempDir
	Path dir;

	private void agree(String source) throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of(TOOLS + "as")), "needs binutils for RISC-V");
		byte[] ours = new Assembler(Toy.isa()).assemble("g.s", source).flat();
		Files.writeString(dir.resolve("g.s"), source);
		run("as", "-mno-relax", "g.s", "-o", "g.o");
		run("ld", "-Ttext=0", "-e", "0", "g.o", "-o", "g.elf");
		run("objcopy", "-O", "binary", "-j", ".text", "g.elf", "g.bin");
		byte[] theirs = Files.readAllBytes(dir.resolve("g.bin")); // padded at its end to the section's alignment
		assertArrayEquals(Arrays.copyOf(theirs, Math.min(theirs.length, ours.length)), ours, source);
	}

	private void run(String tool, String... arguments) throws Exception {
		String[] command = new String[arguments.length + 1];
		command[0] = TOOLS + tool;
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		Process p = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
		String output = new String(p.getInputStream().readAllBytes());
		assertTrue(p.waitFor(60, TimeUnit.SECONDS));
		assertEquals(0, p.exitValue(), output);
	}

	private static String expression(Random random, int depth) {
		if (depth == 0 || random.nextInt(5) == 0) {
			String[] leaves = { "1", "2", "7", "0x1234", "0b1011", "017", "'A'", "-3", "~5", "four", "0xffffffff", "(last - first)" };
			return leaves[random.nextInt(leaves.length)];
		}
		String[] operators = { "+", "-", "*", "|", "&", "^", "+", "-", "==", "<", ">", "<=", ">=", "!=", "<>", "&&", "||" };
		return switch (random.nextInt(6)) {
		case 0 -> "(" + expression(random, depth - 1) + ")";
		case 1 -> "-(" + expression(random, depth - 1) + ")";
		case 2 -> expression(random, depth - 1) + " << " + random.nextInt(8);
		case 3 -> expression(random, depth - 1) + " / " + (1 + random.nextInt(9));
		default -> expression(random, depth - 1) + " " + operators[random.nextInt(operators.length)] + " " + expression(random, depth - 1);
		};
	}

	@Test
	void expressionsHaveTheSameValues() throws Exception {
		Random random = new Random(11);
		StringBuilder source = new StringBuilder(".equ four, 4\nfirst: .byte 1, 2, 3\nlast:\n");
		for (int i = 0; i < 400; i++) {
			source.append(".dword ").append(expression(random, 4)).append('\n');
		}
		agree(source.toString());
	}

	@Test
	void dataMacrosAndConditionsMakeTheSameBytes() throws Exception {
		agree("""
				.set n, 3
				.macro pair a, b=9	# with a default
					.byte \\a, \\b
				.endm
				.macro sum from, to
					.word \\from
					.if \\to - \\from
						sum "(\\from+1)", \\to
					.endif
				.endm
				.macro tagged name:req, rest:vararg
				tag_\\name\\()_\\@: .half \\rest
				.endm
				pair 1
				pair 1, 2
				pair b=4, a=5
				pair 6 7
				sum 0, 4
				tagged x, 1, 2, 3
				tagged y, 4
				.rept n
					.byte n
					.set n, n + 1
				.endr
				.irp v, 10, 20, 30
					.dword \\v * 2
				.endr
				.irpc c, 159
					.byte \\c
				.endr
				.ifdef n
					.ascii "n is \\"there\\"\\n\\x41\\102"
				.else
					.error "n"
				.endif
				.ifndef m
					.asciz "a", "b"
				.endif
				.if n == 6 && 1
					.string "six"
				.elseif n == 7
					.string "seven"
				.endif
				.balign 8, 0xee
				.fill 3, 2, 0x1234
				.fill 2, 8, -1
				.space 5, 0x55
				.zero 3
				1: .word 1b - ., 1f - 1b
				1: .word 2f - 1b /* over
				lines */ ; .byte 1
				2: .org 512
				.float 1.5, -2
				.double 3.25
				.p2align 4
				.quad end, end - 1b
				.equ later, before_end + 1
				.word later
				before_end:
				.short 0xffff, -32768
				end:
				""");
	}
}
