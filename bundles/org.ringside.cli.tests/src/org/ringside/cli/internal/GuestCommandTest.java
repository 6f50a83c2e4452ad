package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.cli.internal.Shell.Answer;
import org.ringside.lab.GuestManifest;

class GuestCommandTest {

	/** Prints a byte and powers off. */
	private static final String KERNEL = """
			_start:
				li a1, 0x10000000
				li a2, '%s'
				sb a2, 0(a1)
				li t0, 0x100000
				li t1, 0x5555
				sw t1, 0(t0)
			1:	j 1b
			""";

	@TempDir
	private Path folder;
	private Path guests;
	private Shell shell;

	@BeforeEach
	void installToy() throws IOException {
		guests = folder.resolve("guests");
		shell = new Shell(guests);
		byte[] kernel = Files.readAllBytes(assembled("x"));
		write(guests.resolve("toy"), new LinkedHashMap<>(Map.of("kernel", "kernel.elf")), Map.of("kernel.elf", kernel));
	}

	private Path assembled(String prints) throws IOException {
		Path source = Files.writeString(folder.resolve(prints + ".s"), KERNEL.formatted(prints));
		Path elf = folder.resolve(prints + ".elf");
		assertEquals(new Answer(0, "", ""), shell.ask("asm", source.toString(), "--at", "0x80200000", "-o", elf.toString()));
		return elf;
	}

	static void write(Path to, Map<String, String> options, Map<String, byte[]> files) throws IOException {
		Files.createDirectories(to);
		SortedMap<String, GuestManifest.Member> members = new TreeMap<>();
		for (Map.Entry<String, byte[]> file : files.entrySet()) {
			Files.write(to.resolve(file.getKey()), file.getValue());
			members.put(file.getKey(), new GuestManifest.Member(file.getValue().length, "0".repeat(64)));
		}
		Files.write(to.resolve(GuestManifest.FILE),
				new GuestManifest(to.getFileName().toString(), "A toy of two instructions", "kernel", options, members).json());
	}

	@Test
	void anInstalledGuestRunsByItsName() {
		assertEquals(new Answer(0, "x", ""), shell.ask("run", "toy"));
	}

	@Test
	void theCommandLineOverridesItsOptions() throws IOException {
		assertEquals(new Answer(0, "y", ""), shell.ask("run", "toy", "--kernel", assembled("y").toString()));
	}

	@Test
	void aSavedRunOfItGoesOnWithoutTheGuestOrByItsName() throws IOException {
		String saved = folder.resolve("saved").toString();
		assertEquals(new Answer(0, "", ""), shell.ask("run", "toy", "--stop-after", "1", "--save", saved));
		assertEquals(new Answer(0, "x", ""), shell.ask("run", "toy", "--restore", saved));
		assertEquals(new Answer(0, "x", ""), new Shell(folder.resolve("none")).ask("run", "--restore", saved));
	}

	@Test
	void itIsListedWithTheGuests() throws IOException {
		write(guests.resolve("broken"), Map.of(), Map.of());
		Files.writeString(guests.resolve("broken").resolve("guest.json"), "{}");
		String list = shell.ask("list", "guests").out();
		assertTrue(list.contains("toy     A toy of two instructions [kernel] (" + guests.resolve("toy") + ")\n"), list);
		assertTrue(list.contains("broken  cannot be used: " + guests.resolve("broken").resolve("guest.json") + ": the manifest has no \"format\""), list);
	}

	@Test
	void aMissingGuestIsToldHowToInstallIt() {
		shell.refused(List.of("run", "debian-riscv64"), "guest debian-riscv64 is not installed in " + guests,
				"run releng/guests/debian-riscv64 or ringside guest add FILE");
		shell.refused(List.of("run", "minix"), "there is no guest and no file \"minix\"", "toy", "ringside guest add FILE");
	}
}
