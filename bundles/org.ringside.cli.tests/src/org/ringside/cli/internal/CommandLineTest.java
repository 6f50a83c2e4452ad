package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.cli.internal.Shell.Answer;
import org.ringside.isa.elf.Elf;
import org.ringside.lab.Problem;

class CommandLineTest {

	private static final Shell SHELL = new Shell(Path.of("none"));

	/** Prints ok and powers off with status 3. */
	private static final String PROGRAM = """
			_start:
				li a1, 0x10000000
				li a2, 'o'
				sb a2, 0(a1)
				li a2, 'k'
				sb a2, 0(a1)
				li t0, 0x100000
				li t1, 0x33333
				sw t1, 0(t0)
			1:	j 1b
			""";

	@TempDir
	private Path folder;
	private String program;

	@BeforeEach
	void writeProgram() throws IOException {
		program = Files.writeString(folder.resolve("program.s"), PROGRAM).toString();
	}

	private static Answer ask(String... arguments) {
		return SHELL.ask(arguments);
	}

	private String file(String name, String text) throws IOException {
		return Files.writeString(folder.resolve(name), text).toString();
	}

	private static void refused(List<String> arguments, String... says) {
		SHELL.refused(arguments, says);
	}

	@Test
	void theGuestsStatusIsTheProcesssStatus() {
		assertEquals(new Answer(3, "ok", ""), ask("run", program));
	}

	@Test
	void aStatusBeyondAByteIsNotMistakenForSuccess() throws IOException {
		assertEquals(255, ask("run", file("big.s", PROGRAM.replace("0x33333", "0x1003333"))).status());
	}

	@Test
	void untilAndStopAfterEndWithStatusZero() {
		assertEquals(new Answer(0, "o", ""), ask("run", program, "--until", "o"));
		assertEquals(new Answer(0, "", ""), ask("run", program, "--stop-after", "2"));
	}

	@Test
	void untilThatIsNeverMetIsStatusFive() throws IOException {
		String off = file("off.s", PROGRAM.replace("0x33333", "0x5555"));
		assertEquals(new Answer(5, "ok", "ringside run: the guest never printed \"login\", which --until waits for\n"),
				ask("run", off, "--until", "login"));
	}

	@Test
	void anOutputThatIsAnInputOrAnotherOutputIsRefused() throws IOException {
		String script = file("script", "expect \"ok\"\n");
		refused(List.of("asm", program, "-o", program), "-o " + program, "would be lost");
		refused(List.of("run", program, "--report", program), "--report " + program, "would be lost");
		refused(List.of("run", program, "--input", script, "--record", script), "--record " + script, "would be lost");
		refused(List.of("run", program, "--report", script, "--trace", folder + "/./script"), "would be lost");
		assertEquals("expect \"ok\"\n", Files.readString(Path.of(script)));
	}

	@Test
	void disasmRefusesWhatIsEmptyOrForAnotherMachine() throws IOException {
		refused(List.of("disasm", file("empty", "")), "is empty");
		String elf = folder.resolve("program.elf").toString();
		ask("asm", program, "-o", elf);
		byte[] bytes = Files.readAllBytes(Path.of(elf));
		bytes[18] = 62; // e_machine: x86-64
		Files.write(Path.of(elf), bytes);
		refused(List.of("disasm", elf), "ELF machine 62", "riscv64 is 243");
	}

	@Test
	void controlCharactersOfABadInputDoNotReachTheTerminal() throws IOException {
		Answer answer = ask("run", program, "--input", file("esc", "\033[31mfoo\n"));
		assertEquals(2, answer.status());
		assertFalse(answer.err().contains("\033"), answer.err());
	}

	@Test
	void aSaveFollowsALink() throws IOException {
		Path real = folder.resolve("real.save");
		Path link = Files.createSymbolicLink(folder.resolve("link.save"), real);
		Files.writeString(real, "old");
		assertEquals(0, ask("run", program, "--stop-after", "2", "--save", link.toString()).status());
		assertTrue(Files.isSymbolicLink(link));
		assertEquals(0, ask("run", "--restore", real.toString(), "--stop-after", "3").status());
	}

	@Test
	void aGuestThatWaitsForeverIsStatusThree() throws IOException {
		Answer answer = ask("run", file("dead.s", "_start: wfi\n j _start\n"));
		assertEquals(3, answer.status());
		assertEquals("ringside run: the guest waits forever: every hart waits, no deadline is set and no input will come\n", answer.err());
	}

	@Test
	void aGuestThatResetsIsStatusThree() throws IOException {
		Answer answer = ask("run", file("reset.s", PROGRAM.replace("0x33333", "0x7777")));
		assertEquals(3, answer.status());
		assertEquals("ringside run: the guest reset the machine, which ends a run: --reboots N starts it anew N times\n", answer.err());
	}

	@Test
	void timeoutIsStatusFour() throws IOException {
		Answer answer = ask("run", file("spin.s", "_start: j _start\n"), "--timeout", "0.2");
		assertEquals(new Answer(4, "", "ringside run: ended by --timeout after 0.2 s\n"), answer);
	}

	@Test
	void aScriptWhoseExpectIsNeverMetIsStatusFive() throws IOException {
		String script = file("script", "expect \"ok\"\nexpect \"login\"\n");
		String off = file("off.s", PROGRAM.replace("0x33333", "0x5555"));
		assertEquals(new Answer(5, "ok", "ringside run: " + script + ":2: the guest never printed \"login\"\n"), ask("run", off, "--input", script));
	}

	@Test
	void twoRunsWriteReportsThatDifferInTheWallOnly() throws IOException {
		Path one = folder.resolve("one.json");
		Path two = folder.resolve("two.json");
		ask("run", program, "--report", one.toString());
		ask("run", program, "--report", two.toString(), "--engine", "reference");
		List<String> first = Files.readAllLines(one);
		List<String> second = Files.readAllLines(two);
		first.removeIf(line -> line.contains("wallSeconds"));
		second.removeIf(line -> line.contains("wallSeconds"));
		assertEquals(first, second);
		assertTrue(first.contains("  \"status\": 3,"), String.join("\n", first));
	}

	@Test
	void aSavedRunGoesOnWithoutOtherOptions() throws IOException {
		String saved = folder.resolve("saved").toString();
		assertEquals(new Answer(0, "o", ""), ask("run", program, "--memory", "2M", "--stop-after", "4", "--save", saved));
		Files.delete(Path.of(program));
		assertEquals(new Answer(3, "k", ""), ask("run", "--restore", saved));
		refused(List.of("run", "--restore", saved, "--harts", "2"), saved, "another --harts", "leave that out");
		refused(List.of("run", "--restore", saved, "--memory", "4M"), "another --memory");
		refused(List.of("run", "--restore", saved, "--seed", "9"), "another --seed");
	}

	@Test
	void aDamagedSavedRunIsRefused() throws IOException {
		Path saved = folder.resolve("saved");
		ask("run", program, "--stop-after", "8", "--save", saved.toString());
		byte[] bytes = Files.readAllBytes(saved);
		bytes[bytes.length - 10] ^= 1;
		Files.write(saved, bytes);
		refused(List.of("run", "--restore", saved.toString()), saved.toString(), "checksum");
		Files.write(saved, Arrays.copyOf(bytes, bytes.length / 2));
		refused(List.of("run", "--restore", saved.toString()), saved.toString(), "truncated");
		refused(List.of("run", "--restore", program), "no snapshot");
		refused(List.of("run", "--restore", folder.resolve("none").toString()), "no such file");
	}

	@Test
	void aRecordIsReplayed() throws IOException {
		String record = folder.resolve("record").toString();
		assertEquals(3, ask("run", program, "--record", record).status());
		assertEquals(new Answer(3, "ok", ""), ask("run", program, "--replay", record));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
			"--harts 0           | --harts 0: choose a number from 1",
			"--harts 9           | 9 harts: board virt may have 1 to 8",
			"--harts two         | --harts two",
			"--memory 0          | --memory 0",
			"--memory 5000       | memory of 5000 bytes",
			"--memory 1T         | --memory 1T",
			"--memory 999999999G | memory of 1073741822926258176 bytes: choose",
			"--engine steam      | there is no engine \"steam\": choose one of interpreter, reference",
			"--board victor      | there is no board \"victor\": choose one of virt",
			"--seed x            | --seed x",
			"--stop-after -1     | --stop-after -1",
			"--stop-after many   | --stop-after many",
			"--gdb 70000         | --gdb 70000: choose a number from 0 to 65535",
			"--gdb-nowait        | --gdb-nowait goes with --gdb: add --gdb PORT",
			"--symbols /none/x   | --symbols /none/x: it cannot be written: there is no folder",
			"--timeout soon      | --timeout soon: give seconds",
			"--timeout -1        | --timeout -1: give seconds",
			"--set speed         | speed",
			"--set speed=1       | there is no option \"speed\"",
			"--input none        | --input none: there is no such file",
			"--replay none       | --replay none: there is no such file",
			"--kernel none       | --kernel none: there is no such file",
			"--initrd none       | --initrd none: there is no such file",
			"--firmware none2    | --firmware none2: there is no such file",
			"--report /no/f      | --report /no/f: it cannot be written: there is no folder /no",
			"--save /no/f        | --save /no/f: it cannot be written: there is no folder /no",
			"--record /no/f      | record /no/f cannot be written",
			"--trace /no/f       | trace /no/f cannot be written",
			"--restore none      | none cannot be read: there is no such file",
			"--nonsense          | there is no option --nonsense",
			"--harts             | --harts has no value: write --harts N",
			"extra               | \"extra\" is one too many: leave it out" })
	void badOptionsOfARunAreRefusedInOneLine(String options, String says) {
		refused(Stream.concat(Stream.of("run", program), Stream.of(options.split(" "))).toList(), "ringside run: ", says);
	}

	@Test
	void aKernelWithoutFirmwareRunsInMachineMode() throws IOException {
		String kernel = folder.resolve("kernel.elf").toString();
		String text = PROGRAM.replace("_start:", "_start:\n\tcsrr a0, mhartid");
		assertEquals(0, ask("asm", file("kernel.s", text), "-o", kernel).status());
		assertEquals(new Answer(3, "ok", ""), ask("run", "--kernel", kernel, "--firmware", "none"));
	}

	@Test
	void badFilesAreRefusedWithFileAndPlace() throws IOException {
		refused(List.of("run", "nobody"), "there is no guest and no file \"nobody\"", "bare");
		refused(List.of("run", folder.toString()), "this is a folder");
		refused(List.of("run", program, "--until", ""), "--until \"\"");
		refused(List.of("run", program, "--input", file("script", "\nexpekt \"x\"\n")), "script:2: \"expekt\" is no action");
		refused(List.of("run", program, "--replay", file("record", "hello")), "record:1: no record of input");
		refused(List.of("run", program, "--input", program, "--replay", program), "leave one out");
		refused(List.of("run", program, "--board", file("my.board", "board x\n")), "my.board:1");
		refused(List.of("run", file("empty.bin", "")), "empty.bin is empty");
		refused(List.of("run", file("bad.elf", "\u007fELF and nothing")), "bad.elf");
		refused(List.of("run", file("bad.s", "_start: addd a0, a0, 1\n")), "bad.s:1:9: ");
	}

	@Test
	void commandsThatAreNoneAreRefused() {
		refused(List.of(), "a command is missing: run, list, guest");
		refused(List.of("rum"), "there is no command \"rum\": choose one of run, list,");
		refused(List.of("list", "cars"), "there is no kind \"cars\": choose one of isas, boards, devices, guests, engines, hypervisors");
		refused(List.of("list", "guests", "too"), "\"too\" is one too many");
		refused(List.of("asm", program), "ringside asm: -o is missing");
		refused(List.of("run", "--harts", "1", "--harts", "2"), "--harts is given twice: leave one out");
		refused(List.of("run", "--engin", "x"), "there is no option --engin: is it --engine", "?");
		refused(List.of("disasm"), "FILE");
		refused(List.of("disasm", "none"), "disasm: none: there is no such file");
		refused(List.of("asm", "none.s", "-o", "x"), "asm: none.s: there is no such file");
		refused(List.of("disasm", program, "--isa", "vax"), "there is no ISA \"vax\": choose one of riscv64");
	}

	@Test
	void aPortThatIsTakenIsOneLine() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			refused(List.of("run", program, "--gdb", Integer.toString(taken.getLocalPort())), "port " + taken.getLocalPort() + " for gdb cannot be had");
		}
	}

	@Test
	void theGuestsSymbolsAreWrittenIfItHasSome() throws IOException {
		Path symbols = folder.resolve("symbols.elf");
		assertEquals(0, ask("run", "primer", "--stop-after", "1", "--symbols", symbols.toString()).status());
		Elf elf = Elf.read("symbols.elf", Files.readAllBytes(symbols));
		assertTrue(elf.symbols().stream().anyMatch(symbol -> symbol.name().equals("syscall")));
	}

	@Test
	void processesAreListedWhereTheGuestIsKnown() throws IOException {
		Answer answer = ask("run", "primer", "--harts", "2", "--until", "primes(1)", "--processes");
		assertEquals(0, answer.status(), answer.err());
		assertTrue(answer.err().matches("(?s)hart 0: .*hart 1: .*STATE .*running .* primes\\n.*"), answer.err());
		Answer unknown = ask("run", file("off.s", PROGRAM), "--processes");
		assertEquals("ringside run: --processes: it is not known how this guest keeps its processes\n", unknown.err());
	}

	@Test
	void helpIsOnStandardOutputAndSaysEveryStatus() {
		Answer help = ask("run", "--help");
		assertEquals(0, help.status());
		assertEquals("", help.err());
		for (String option : List.of("--board", "--harts", "--memory", "--engine", "--kernel", "--initrd", "--append", "--firmware", "--input",
				"--record", "--replay", "--until", "--stop-after", "--timeout", "--seed", "--reboots", "--report", "--trace", "--processes", "--save", "--restore", "--gdb",
				"Exit status:")) {
			assertTrue(help.out().contains(option), option);
		}
	}

	@Test
	void listShowsEveryKindOrOne() {
		Answer all = ask("list");
		assertEquals(0, all.status());
		for (String line : List.of("isas:", "boards:", "devices:", "guests:", "engines:", "  virt  ", "  bare ", "  interpreter  ")) {
			assertTrue(all.out().contains(line), all.out());
		}
		assertEquals(List.of("interpreter", "reference"), ask("list", "engines").out().lines().map(line -> line.split(" ")[0]).toList());
	}

	@Test
	void listShowsTheOptionsOfEachWithHelpAndDefault() {
		List<String> guests = ask("list", "guests", "-v").out().lines().toList();
		assertTrue(guests.stream().anyMatch(line -> line.matches("    source=FILE  folder with a changed copy.*")), String.join("\n", guests));
		List<String> devices = ask("list", "devices", "-v").out().lines().toList();
		assertTrue(devices.stream().anyMatch(line -> line.matches("    sources=number +\\S.* \\(\\d+\\)")), String.join("\n", devices));
		assertFalse(ask("list", "guests").out().contains("source=FILE"));
	}

	@Test
	void aFullDiskOnStandardOutputIsNoticed() throws IOException {
		String off = file("off.s", PROGRAM.replace("0x33333", "0x5555"));
		OutputStream full = new OutputStream() {
			@Override
			public void write(int value) throws IOException {
				throw new IOException("No space left on device");
			}
		};
		Answer noticed = new Answer(2, "", "ringside: standard output cannot be written: No space left on device\n");
		for (List<String> arguments : List.of(List.of("list"), List.of("list", "--problems"), List.of("--help"), List.of("run", "--help"),
				List.of("disasm", program), List.of("run", off), List.of("guest", "list"))) {
			assertEquals(noticed, SHELL.ask(Host.Plugins.none(), full, arguments.toArray(String[]::new)), arguments.toString());
		}
	}

	@Test
	void problemsAreToldInOneLineEach() {
		Host.Plugins plugins = new Host.Plugins() {
			@Override
			public List<Problem> seen() {
				return tried();
			}

			@Override
			public List<Problem> tried() {
				return List.of(new Problem("a.b 1.0.0", "is broken", "mend it"), new Problem("c.d 1.0.0", "is broken too", "mend that"));
			}
		};
		assertEquals("a.b 1.0.0: is broken: mend it\nc.d 1.0.0: is broken too: mend that\n", SHELL.ask(plugins, "list", "--problems").out());
		assertEquals("ringside: 2 plug-in problems: see ringside list --problems\n", SHELL.ask(plugins, "list", "engines").err());
		assertEquals("ringside: 2 plug-in problems: see ringside list --problems\n", SHELL.ask(plugins, "run", program).err());
		assertEquals("no problems\n", ask("list", "--problems").out());
	}

	@Test
	void whatIsAssembledIsDisassembledAndRuns() throws IOException {
		String elf = folder.resolve("program.elf").toString();
		assertEquals(new Answer(0, "", ""), ask("asm", program, "-o", elf));
		assertEquals(new Answer(3, "ok", ""), ask("run", elf));
		String text = ask("disasm", elf).out();
		assertTrue(text.startsWith("_start:\n80000000  "), text);
		assertTrue(text.contains("  sb a2, 0(a1)\n"), text);
	}

	@Test
	void everyMistakeInASourceIsALineAndNothingIsWritten() throws IOException {
		Path elf = folder.resolve("bad.elf");
		Answer answer = ask("asm", file("bad.s", "_start: addd a0, a0, 1\n li a9, 1\n"), "-o", elf.toString());
		assertEquals(2, answer.status());
		assertEquals(2, answer.err().lines().filter(line -> line.matches("ringside asm: .*bad\\.s:[12]:\\d+: .*")).count(), answer.err());
		assertFalse(Files.exists(elf));
	}

	@Test
	void whereAProgramIsLinkedSaysInWhichModeItRuns() throws IOException {
		// ends with status 1 if it may read a register of M, and 2 if that is a trap
		String source = file("mode.s", """
				_start:
					la t0, trap
					csrw stvec, t0
					csrr a0, mstatus
					li a0, 0x13333
					j end
					.balign 4
				trap:
					li a0, 0x23333
				end:
					li a1, 0x100000
					sw a0, 0(a1)
				""");
		String elf = folder.resolve("supervisor.elf").toString();
		ask("asm", source, "-o", elf, "--at", "0x80200000");
		assertEquals(new Answer(2, "", "ringside run: " + elf
				+ " begins at 0x80200000, so it runs in S mode under the built-in SBI; --firmware none is for M mode\n"), ask("run", elf));
		assertEquals(new Answer(1, "", ""), ask("run", elf, "--firmware", "none"));
		assertEquals(new Answer(2, "", ""), ask("run", elf, "--firmware", "builtin"));
		assertEquals(new Answer(1, "", ""), ask("run", source));
	}

	@Test
	void plainBytesRunAtTheStartOfMemoryUnlessTheyAreAKernel() throws IOException {
		Path flat = folder.resolve("flat.bin");
		int[] words = { 0x00000517, 0x01555513, 0x00157513, 0x01051513, 0x000035b7, 0x3335859b, 0x00b56533, 0x001005b7, 0x00a5a023, 0x0000006f };
		ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
		Arrays.stream(words).forEach(bytes::putInt);
		Files.write(flat, bytes.array());
		// the status is 1 if it runs at an odd multiple of 2 MiB
		assertEquals(new Answer(0, "", "ringside run: " + flat + " is plain bytes, so it runs in M mode at 0x80000000; --kernel " + flat
				+ " runs it in S mode, 2 MiB above\n"), ask("run", flat.toString()));
		assertEquals(new Answer(1, "", ""), ask("run", "--kernel", flat.toString()));
	}
}
