package org.ringside.guest.primer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestException;
import org.ringside.guest.primer.internal.KernelSource;
import org.ringside.isa.assembler.Program;

class AssemblyTest {

	private static final List<String> FILES = List.of("primer.s", "layout.s", "macros.s", "boot.s", "fdt.s", "sbi.s", "console.s", "memory.s",
			"trap.s", "process.s", "schedule.s", "syscall.s", "user.s");

	@TempDir
	Path folder;

	/** Without the C extension for GNU's assembler, which makes short forms of long ones where it can; ours does not. */
	@Test
	void theImageHasTheBytesThatGnuToolsMake() throws IOException, InterruptedException {
		assumeTrue(found("riscv64-linux-gnu-as") && found("riscv64-linux-gnu-ld"), "GNU binutils for RISC-V are not installed");
		copySources();
		run("riscv64-linux-gnu-as", "-march=rv64ima_zicsr_zifencei", "-I", ".", "-o", "primer.o", "primer.s");
		run("riscv64-linux-gnu-ld", "--no-relax", "-n", "-Ttext=0x80200000", "-o", "primer.elf", "primer.o");
		run("riscv64-linux-gnu-objcopy", "-O", "binary", "primer.elf", "primer.bin");
		Program ours = KernelSource.own().assemble();
		assertEquals(gnuSymbols(), labels(ours));
		assertArrayEquals(Files.readAllBytes(folder.resolve("primer.bin")), ours.flat());
	}

	private Map<String, Long> gnuSymbols() throws IOException, InterruptedException {
		Map<String, Long> symbols = new TreeMap<>();
		Matcher line = Pattern.compile("(?m)^([0-9a-f]{16}) [tTrRdDbB] (\\S+)$").matcher(run("riscv64-linux-gnu-nm", "primer.elf"));
		while (line.find()) {
			// what the linker defines begins with underscores
			if (!line.group(2).startsWith("__") && !line.group(2).matches("_(end|edata)")) {
				symbols.put(line.group(2), Long.parseUnsignedLong(line.group(1), 16));
			}
		}
		return symbols;
	}

	private static Map<String, Long> labels(Program program) {
		Map<String, Long> symbols = new TreeMap<>();
		program.symbols().stream().filter(symbol -> !symbol.section().isEmpty()).forEach(symbol -> symbols.put(symbol.name(), symbol.value()));
		return symbols;
	}

	@Test
	void aChangedRowOfATableChangesTheExitStatus() throws IOException {
		copySources();
		change("user.s", "program_row \"primes\", program_primes, 0", "program_row \"primes\", program_primes, 7");
		try (Booted run = new Booted(guest(folder), 1, Booted.INTERPRETER)) {
			assertEquals(1, run.finish(200_000_000), run::printed);
			assertTrue(run.printed().endsWith("primer: powering off with status 1\n"), run::printed);
		}
	}

	@Test
	void theFileToBeginWithMayBeNamedInsteadOfTheFolder() throws IOException {
		copySources();
		assertEquals(new Primer().create(new Primer.Options(Path.of("")), null).image().entry(), guest(folder.resolve("primer.s")).image().entry());
	}

	@Test
	void aMistakeIsToldInOneLineWithItsPlace() throws IOException {
		copySources();
		change("user.s", "\tremu\tt1, s2, t0", "\tremu\tt1, s2, t9");
		String message = assertThrows(GuestException.class, () -> guest(folder)).getMessage();
		assertTrue(message.matches("(.*/)?user\\.s:\\d+:\\d+: .*t9.*"), message);
		assertEquals(1, message.lines().count(), message);
	}

	@Test
	void aFolderWithoutSourcesIsToldInOneLine() {
		String message = assertThrows(GuestException.class, () -> guest(folder)).getMessage();
		assertTrue(message.contains("there is no file " + folder.resolve("primer.s")), message);
		assertEquals(1, message.lines().count(), message);
	}

	@Test
	void aSymbolThatProcessesAreFoundByMustKeepItsName() throws IOException {
		copySources();
		for (String file : FILES) {
			Files.writeString(folder.resolve(file), Files.readString(folder.resolve(file)).replace("proc_table", "table_of_processes"));
		}
		assertTrue(assertThrows(GuestException.class, () -> guest(folder)).getMessage().contains("no symbol proc_table"));
	}

	private static Guest guest(Path source) {
		return new Primer().create(new Primer.Options(source), null);
	}

	private void copySources() throws IOException {
		for (String file : FILES) {
			try (InputStream in = Primer.class.getResourceAsStream("kernel/" + file)) {
				Files.copy(in, folder.resolve(file));
			}
		}
	}

	private void change(String file, String from, String to) throws IOException {
		String text = Files.readString(folder.resolve(file));
		assertTrue(text.contains(from), from);
		Files.writeString(folder.resolve(file), text.replace(from, to));
	}

	private static boolean found(String tool) {
		return List.of(System.getenv("PATH").split(":")).stream().anyMatch(in -> Files.isExecutable(Path.of(in, tool)));
	}

	private String run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes());
		assertEquals(0, process.waitFor(), said);
		return said;
	}
}
