package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.cli.internal.Shell.Answer;

/** Every file that a user can name, and what it should not be: one clear line each, and status 2. */
class HostileFilesTest {

	/** For a supervisor: powers off at once. */
	private static final String KERNEL = "_start: li t0, 0x100000\n li t1, 0x5555\n sw t1, 0(t0)\n1: j 1b\n";

	/** All that a file can be for; {@code @} is the file, and {@code k.elf} a good kernel. */
	private static final List<String> USES = List.of("run @", "run --kernel @", "run linux --kernel @", "run --kernel k.elf --firmware @",
			"run --kernel k.elf --initrd @", "run linux --kernel k.elf --initrd @", "run --board @", "run --disk @", "run --input @", "run --replay @",
			"run --restore @", "run --set source=@", "guest add @", "disasm @", "asm -o out.elf @");

	@TempDir
	private Path folder;
	private Shell shell;

	@BeforeEach
	void makeFiles() throws IOException {
		shell = new Shell(folder.resolve("guests"));
		Path source = Files.writeString(folder.resolve("k.s"), KERNEL);
		Path kernel = folder.resolve("k.elf");
		assertEquals(0, shell.ask("asm", source.toString(), "--at", "0x80200000", "-o", kernel.toString()).status());
		byte[] elf = Files.readAllBytes(kernel);
		Files.createDirectory(folder.resolve("folder"));
		Files.write(folder.resolve("empty"), new byte[0]);
		Files.writeString(folder.resolve("text"), "This is a text.\nIt has two lines.\n");
		Files.write(folder.resolve("short.elf"), Arrays.copyOf(elf, 100));
		byte[] wrong = elf.clone();
		wrong[18] = 62; // e_machine: x86-64
		Files.write(folder.resolve("x86.elf"), wrong);
		byte[] zipped = zipped(elf);
		Files.write(folder.resolve("k.gz"), zipped);
		Files.write(folder.resolve("short.gz"), Arrays.copyOf(zipped, zipped.length / 2));
		Files.write(folder.resolve("bomb.gz"), zipped(new byte[20 << 20]));
		byte[] random = new byte[5000];
		new Random(1).nextBytes(random);
		Files.write(folder.resolve("random"), random);
		Files.write(folder.resolve("xz"), new byte[] { (byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 0 });
		sized("large", 16L << 20);
		sized("huge", 3L << 30);
		Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
	}

	/** A sparse file of zeros. */
	private void sized(String name, long size) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
			file.setLength(size);
		}
	}

	private static byte[] zipped(byte[] bytes) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
			zip.write(bytes);
		}
		return out.toByteArray();
	}

	/** On a machine with 8 MiB, of which a run uses no more than it must to be seen. */
	private Answer ask(String use, String file) {
		List<String> words = Stream.of(use.split(" ")).map(word -> word.equals("k.elf") || word.equals("out.elf") ? folder.resolve(word).toString()
				: word.replace("@", folder.resolve(file).toString())).toList();
		List<String> limits = use.startsWith("run") && !use.contains("--restore") ? List.of("--memory", "8M", "--stop-after", "1000") : List.of();
		return shell.ask(Stream.concat(words.stream(), limits.stream()).toArray(String[]::new));
	}

	/** A line, which says more than the class of an exception; mistakes in a source are a line each. */
	private static void assertClear(String use, Answer answer) {
		assertTrue(answer.status() == 2, use + ": " + answer);
		assertTrue(answer.err().lines().count() == 1 || use.startsWith("asm"), use + ": " + answer.err());
		assertFalse(answer.err().contains("Exception") || answer.err().contains("defect") || answer.err().contains("null"), use + ": " + answer.err());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
			"folder   | run --board @                      | this is a folder",
			"folder   | run --disk @                       | this is no file; name a raw disk image",
			"folder   | guest add @                        | this is a folder; name a guest pack",
			"empty    | run @                              | is empty: there is no program to run",
			"empty    | run --kernel @                     | is empty: there is no kernel to run",
			"empty    | run linux --kernel @               | is empty: there is no kernel to run",
			"empty    | run --kernel k.elf --firmware @    | is empty: there is no firmware to run",
			"empty    | run --kernel k.elf --initrd @      | is empty: name another, or leave it out",
			"empty    | run --board @                      | the board has no line",
			"empty    | run --disk @                       | it is empty; make it as large as the disk",
			"text     | run @                              | is a text and no program: assemble or compile it first",
			"text     | run --kernel @                     | is a text and no kernel",
			"text     | run --kernel k.elf --firmware @    | is a text and no firmware",
			"text     | run linux --kernel k.elf --initrd @| is a text: Linux wants a cpio archive",
			"text     | run --board @                      | text:1:1: there is no line \"This\"",
			"text     | run --disk @                       | no multiple of 512",
			"text     | run --input @                      | text:1: \"This\" is no action",
			"short.elf| run --kernel @                     | is a broken ELF file: section header 0",
			"x86.elf  | run --kernel @                     | is a program for x86-64 of 64 bits, and the machine is a RISC-V",
			"short.gz | run @                              | is broken: it begins as gzip's",
			"k.gz     | run --kernel k.elf --firmware @    | is compressed by gzip",
			"k.gz     | run --disk @                       | it is in gzip format",
			"short.gz | run --kernel @                     | is broken: it begins as gzip's",
			"bomb.gz  | run --kernel @                     | inflates to more than the 8192 KiB of memory",
			"xz       | run linux --kernel @               | is compressed by xz, and the kernel is needed as it is",
			"large    | run @                              | is outside of memory",
			"large    | run --kernel @                     | is outside of memory",
			"large    | run --kernel k.elf --initrd @      | has no room beside the guest in 8192 KiB of memory",
			"huge     | run --kernel @                     | it has 3221225472 bytes; at most 1 GiB can be read",
			"huge     | run --kernel k.elf --initrd @      | it has 3221225472 bytes; at most 1 GiB can be read",
			"huge     | run --board @                      | it has 3221225472 bytes, and is no text",
			"random   | run --restore @                    | is no snapshot",
			"random   | guest add @                        | this is no guest pack",
			"loop     | run --kernel @                     | it cannot be read: ",
			"loop     | run --disk @                       | loop" })
	void aWrongFileIsRefusedWithWhatAndWhere(String file, String use, String says) {
		Answer answer = ask(use, file);
		assertClear(use, answer);
		assertTrue(answer.err().contains(says) && answer.err().contains(folder.resolve(file).toString()), answer.err());
	}

	@Test
	void nothingIsAnsweredOtherwiseThanByALine() {
		for (String file : List.of("none", "folder", "folder/none", "text/none", "empty", "text", "short.elf", "short.gz", "random", "loop", "huge")) {
			for (String use : USES) {
				Answer answer = ask(use, file);
				boolean mayRun = answer.status() == 0 && !file.equals("none") && !file.equals("folder");
				if (!mayRun) {
					assertClear(use + " " + file, answer);
				}
			}
		}
		assertFalse(Files.exists(folder.resolve("guests")));
	}

	@Test
	void partsThatOverlapAreNamed() throws IOException {
		Path firmware = Files.write(folder.resolve("fw"), new byte[3 << 20]);
		shell.refused(List.of("run", "--kernel", folder.resolve("k.elf").toString(), "--firmware", firmware.toString(), "--memory", "16M"),
				"the firmware " + firmware + " at 0x80000000 to 0x80300000 overlaps the segment of " + folder.resolve("k.elf"), "load one of them elsewhere");
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "these files are Linux's")
	void whatCannotBeReadOrHasNoEndIsSaidWithTheSystemsReason() {
		shell.refused(List.of("run", "--kernel", "/proc/self/mem"), "--kernel /proc/self/mem: it cannot be read: Input/output error");
		shell.refused(List.of("run", "--restore", "/proc/self/mem"), "/proc/self/mem cannot be read: Input/output error");
		shell.refused(List.of("run", "--kernel", "/dev/zero"), "--kernel /dev/zero: it has more than 256 MiB, and is no file");
		shell.refused(List.of("asm", "k.s", "-o", "/proc/version"), "k.s: there is no such file");
		shell.refused(List.of("asm", folder.resolve("k.s").toString(), "-o", "/proc/none/x"), "-o /proc/none/x: it cannot be written: there is no such file or folder");
		shell.refused(List.of("asm", folder.resolve("k.s").toString(), "-o", "/dev/full"), "-o /dev/full: it cannot be written: No space left on device");
		String kernel = folder.resolve("k.elf").toString();
		shell.refused(List.of("run", "--kernel", kernel, "--report", "/dev/full"), "--report /dev/full: it cannot be written: No space left on device");
		shell.refused(List.of("run", "--kernel", kernel, "--trace", "/dev/full"), "trace /dev/full cannot be written: No space left on device");
		shell.refused(List.of("run", "--kernel", kernel, "--record", "/dev/full"), "record /dev/full cannot be written: No space left on device");
		shell.refused(List.of("run", "--kernel", kernel, "--save", "/dev/full"), "/dev/full cannot be written: No space left on device");
	}
}
