package org.ringside.isa.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.isa.Odd;
import org.ringside.isa.Toy;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.Program;

class ElfTest {

	private static final String SOURCE = """
			.equ answer, 42
			.globl _start
			.type _start, @function
			_start: nop
			two: nop; nop
			.size _start, . - _start
			.data
			.globl word
			word: .dword 7
			.bss
			.space 5000
			""";

	private static Program program() throws Exception {
		return new Assembler(Toy.isa()).origin(0x8000_0000L).assemble("start.s", SOURCE);
	}

	@Test
	void whatTheAssemblerWritesIsReadBack() throws Exception {
		Program program = program();
		Elf elf = Elf.read("start.elf", program.elf());
		assertEquals(64, elf.bits());
		assertFalse(elf.big());
		assertEquals(Elf.RISCV, elf.machine());
		assertEquals(Elf.EXECUTABLE, elf.type());
		assertEquals(0x8000_0000L, elf.entry());
		assertEquals(3, elf.segments().size());
		Elf.Segment text = elf.segments().get(0);
		assertArrayEquals(program.section(".text").orElseThrow().bytes(), text.bytes());
		assertTrue(text.readable() && text.executable() && !text.writable());
		Elf.Segment data = elf.segments().get(1);
		assertEquals(program.symbol("word"), data.physical());
		assertTrue(data.writable() && !data.executable());
		assertEquals(0, elf.segments().get(2).bytes().length);
		assertEquals(5000, elf.segments().get(2).size());
		assertEquals(new Elf.Symbol("_start", 0x8000_0000L, 12, true, true), elf.symbol("_start").orElseThrow());
		assertEquals(42, elf.symbol("answer").orElseThrow().address());
		assertEquals(0x8000_0004L, elf.symbol("two").orElseThrow().address());
	}

	@Test
	void linesOfTheSourceAreReadBack() throws Exception {
		ElfLines lines = Elf.read("start.elf", program().elf()).lines();
		assertEquals("", lines.problem());
		assertEquals(new ElfLine(0x8000_0004L, 0x8000_0008L, "start.s", 5), lines.lineOf(0x8000_0006L).orElseThrow());
		assertEquals(5, lines.lineOf(0x8000_000bL).orElseThrow().line());
		assertTrue(lines.lineOf(0x8000_000cL).isEmpty());
		assertTrue(lines.lineOf(0x7fff_ffffL).isEmpty());
	}

	@Test
	void codeFromSeveralFilesAndPlacesHasItsLines() throws Exception {
		Program program = new Assembler(Toy.isa()).origin(0x1000).includes(_ -> Optional.of("nop\n\n\nnop".getBytes()))
				.assemble("a.s", "nop\n.include \"b.s\"\nnop\n.section .far, \"ax\"\n.balign 4096\nnop");
		Elf elf = Elf.read("a.elf", program.elf());
		assertEquals(List.of("1000 a.s 1", "1004 b.s 1", "1008 b.s 4", "100c a.s 3", "2000 a.s 6"),
				elf.lines().all().stream().map(l -> Long.toHexString(l.address()) + " " + l.file() + " " + l.line()).toList());
		assertTrue(elf.lineOf(0x1010).isEmpty());
	}

	@Test
	void filesOf32BitsAndBigEndianAreReadBack() throws Exception {
		Elf elf = Elf.read("odd.elf", odd());
		assertTrue(elf.big());
		assertEquals(32, elf.bits());
		assertEquals(0x101, elf.symbol("here").orElseThrow().address());
		assertArrayEquals(new byte[] { 0, 0, 0, 5 }, elf.section(".data").orElseThrow());
		assertEquals(3, elf.lineOf(0x102).orElseThrow().line());
	}

	private static byte[] odd() throws Exception {
		return new Assembler(Odd.isa()).origin(0x100).assemble("odd.s", ".globl here\nnop\nhere: add r1, (r2)\n.data\nd: .word 5").elf();
	}

	/** GNU's tools see what we wrote. */
	@Test
	void binutilsReadWhatIsWritten(@TempDir Path dir) throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/riscv64-linux-gnu-readelf")), "needs binutils for RISC-V");
		Path file = Files.write(dir.resolve("a.elf"), program().elf());
		String headers = run(dir, "readelf", "-W", "-h", "-l", "-S", "-s", file.toString());
		assertTrue(headers.contains("RISC-V") && headers.contains("0x80000000"), headers);
		assertFalse(headers.contains("arning") || headers.contains("rror"), headers);
		assertTrue(headers.lines().anyMatch(l -> l.matches(".*000000008000000c? *12 FUNC +GLOBAL DEFAULT +1 _start") || l.contains("12 FUNC    GLOBAL DEFAULT    1 _start")), headers);
		String lines = run(dir, "objdump", "--dwarf=decodedline", file.toString());
		assertTrue(lines.lines().anyMatch(l -> l.matches("start\\.s +5 +0x80000004.*")), lines);
		assertEquals("start.s:4", run(dir, "addr2line", "-e", file.toString(), "0x80000000").strip().replaceFirst(".*/", ""));
		assertEquals("start.s:5", run(dir, "addr2line", "-e", file.toString(), "0x8000000a").strip().replaceFirst(".*/", ""));
	}

	/** What GNU's assembler and linker wrote, with DWARF 5. */
	@Test
	void filesOfBinutilsAreRead(@TempDir Path dir) throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/riscv64-linux-gnu-as")), "needs binutils for RISC-V");
		Files.writeString(dir.resolve("b.s"), ".globl _start\n_start:\n\tli a0, 5\n\tret\n\n.section .text.far, \"ax\"\nfar: ret\n.data\nd: .word 3\n");
		run(dir, "as", "-g", "--gdwarf-5", "b.s", "-o", "b.o");
		run(dir, "ld", "-Ttext=0x10000", "b.o", "-o", "b.elf");
		Elf elf = Elf.read("b.elf", Files.readAllBytes(dir.resolve("b.elf")));
		assertEquals("", elf.lines().problem());
		assertEquals(0x10000, elf.symbol("_start").orElseThrow().address());
		ElfLine li = elf.lineOf(0x10000).orElseThrow();
		assertEquals(3, li.line());
		assertTrue(li.file().endsWith("b.s"), li.file());
		assertEquals(7, elf.lineOf(elf.symbol("far").orElseThrow().address()).orElseThrow().line());
	}

	private static String run(Path dir, String tool, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("/usr/bin/riscv64-linux-gnu-" + tool));
		command.addAll(Arrays.asList(arguments));
		Process p = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
		String output = new String(p.getInputStream().readAllBytes());
		assertTrue(p.waitFor(60, TimeUnit.SECONDS));
		assertEquals(0, p.exitValue(), output);
		return output;
	}

	// ---- hostile files

	@Test
	void aTruncatedFileIsToldInOneLine() throws Exception {
		byte[] file = program().elf();
		for (int length = 0; length < file.length; length++) {
			byte[] part = Arrays.copyOf(file, length);
			ElfException e = assertThrows(ElfException.class, () -> Elf.read("cut.elf", part));
			assertTrue(e.getMessage().startsWith("cut.elf is ") && e.getMessage().lines().count() == 1, e.getMessage());
		}
	}

	/** Ten thousand sections, each the whole file, would be gigabytes. */
	@Test
	void bytesThatManySectionsClaimAreRefused() throws Exception {
		ByteBuffer file = ByteBuffer.allocate(64 + 10_000 * 64 + 1_000_000).order(ByteOrder.LITTLE_ENDIAN);
		file.put(new byte[] { 0x7f, 'E', 'L', 'F', 2, 1, 1 });
		file.putShort(16, (short) 2).putShort(18, (short) 243).putLong(40, 64).putShort(58, (short) 64).putShort(60, (short) 10_000);
		for (int i = 0; i < 10_000; i++) {
			file.putInt(64 + 64 * i + 4, 1).putLong(64 + 64 * i + 24, 64 + 640_000).putLong(64 + 64 * i + 32, 1_000_000);
		}
		assertEquals("big.elf is a broken ELF file: section header 6 has bytes that others have too",
				assertThrows(ElfException.class, () -> Elf.read("big.elf", file.array())).getMessage());
	}

	@ParameterizedTest
	@CsvSource({ "0, 40, an opcode of 9 bytes in a table of lines", "4, 9, line tables of DWARF version 9; 2 to 5 can be read",
			"0, 255, the table of lines of 255 bytes goes beyond the end", "6, 255, the header of the table of lines of 255 bytes goes beyond the end" })
	void aBrokenTableOfLinesIsToldAndLoadingGoesOn(int at, int value, String message) throws Exception {
		byte[] file = program().elf();
		byte[] table = Elf.read("a", file).section(".debug_line").orElseThrow();
		int begin = Collections.indexOfSubList(IntStream.range(0, file.length).mapToObj(i -> file[i]).toList(),
				IntStream.range(0, table.length).mapToObj(i -> table[i]).toList());
		file[begin + at] = (byte) value;
		Elf elf = Elf.read("a", file);
		assertEquals(3, elf.segments().size());
		assertTrue(elf.lines().problem().startsWith("source lines cannot be read: offset 0x") && elf.lines().problem().contains(message),
				elf.lines().problem());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whateverTheBytesReadingEndsWithContentOrOneLine(boolean odd) throws Exception {
		byte[] file = odd ? odd() : program().elf();
		Random random = new Random(5);
		for (int i = 0; i < 15_000; i++) {
			byte[] hostile = file.clone();
			int changes = 1 + random.nextInt(4);
			for (int c = 0; c < changes; c++) {
				int at = random.nextInt(3) == 0 ? random.nextInt(120) : random.nextInt(hostile.length);
				hostile[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextBoolean() ? 0xff : 0);
			}
			try {
				ElfLines lines = Elf.read("hostile", hostile).lines();
				lines.lineOf(random.nextLong());
				assertTrue(lines.problem().lines().count() <= 1);
			} catch (ElfException e) {
				assertEquals(1, e.getMessage().lines().count(), e.getMessage());
			}
		}
	}
}
