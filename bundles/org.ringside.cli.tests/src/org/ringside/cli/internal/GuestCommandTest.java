package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
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
	void noOutputTakesThePlaceOfItsFiles() throws IOException {
		String kernel = guests.resolve("toy").resolve("kernel.elf").toString();
		byte[] before = Files.readAllBytes(Path.of(kernel));
		for (String option : List.of("--report", "--trace", "--save", "--record")) {
			shell.refused(List.of("run", "toy", option, kernel), option + " " + kernel, "would be lost");
		}
		assertArrayEquals(before, Files.readAllBytes(Path.of(kernel)));
	}

	@Test
	void anotherOfItsFilesIsKnownByItsName() throws IOException {
		write(guests.resolve("two"), Map.of("kernel", "one.elf"),
				Map.of("one.elf", Files.readAllBytes(assembled("1")), "two.elf", Files.readAllBytes(assembled("2"))));
		assertEquals(new Answer(0, "1", ""), shell.ask("run", "two"));
		assertEquals(new Answer(0, "2", ""), shell.ask("run", "two", "--kernel", "two.elf"));
		shell.refused(List.of("run", "two", "--kernel", "three.elf"), "--kernel three.elf: there is no such file");
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
		assertTrue(list.contains("toy     A toy of two instructions [kernel] (0.0 MiB in " + guests.resolve("toy") + ")\n"), list);
		assertTrue(list.contains("broken  cannot be used: " + guests.resolve("broken").resolve("guest.json") + ": the manifest has no \"format\""), list);
	}

	/** As what a script leaves: sizes and checksums are those of the files. */
	private void sumUp(String name) throws Exception {
		Path json = guests.resolve(name).resolve("guest.json");
		byte[] kernel = Files.readAllBytes(guests.resolve(name).resolve("kernel.elf"));
		String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(kernel));
		Files.writeString(json, Files.readString(json).replace("0".repeat(64), sha256));
	}

	@Test
	void whatIsPackedIsAddedElsewhereAndRuns() throws Exception {
		sumUp("toy");
		String pack = folder.resolve("toy.pack").toString();
		Shell other = new Shell(folder.resolve("other"));
		assertEquals(new Answer(0, "", ""), shell.ask("guest", "pack", "toy", "-o", pack));
		assertEquals(new Answer(0, "no guests are installed in " + folder.resolve("other") + ": ringside guest add FILE installs one\n", ""),
				other.ask("guest", "list"));
		assertEquals(new Answer(0, "toy: A toy of two instructions; ringside run toy runs it\n", ""), other.ask("guest", "add", pack));
		assertEquals(new Answer(0, "x", ""), other.ask("run", "toy"));
		assertEquals(new Answer(0, "toy  A toy of two instructions [kernel] (0.0 MiB in " + folder.resolve("other").resolve("toy") + ")\n", ""),
				other.ask("guest", "list"));
		other.refused(List.of("guest", "add", pack), "ringside guest add: guest toy is already installed in", "--replace puts this one in its place");
		assertEquals(0, other.ask("guest", "add", pack, "--replace").status());
		assertEquals(new Answer(0, "", ""), other.ask("guest", "remove", "toy"));
		other.refused(List.of("guest", "remove", "toy"), "ringside guest remove: no guest \"toy\" is installed in");
		other.refused(List.of("guest", "pack", "toy", "-o", pack), "ringside guest pack: no guest \"toy\" is installed in");
	}

	@Test
	void aGuestWhoseContributionIsMissingIsAddedWithAWord() throws Exception {
		sumUp("toy");
		Path json = guests.resolve("toy").resolve("guest.json");
		Files.writeString(json, Files.readString(json).replace("\"kernel\",", "\"minix\","));
		String pack = folder.resolve("toy.pack").toString();
		shell.ask("guest", "pack", "toy", "-o", pack);
		assertEquals("ringside guest add: toy needs the guest \"minix\", which no plug-in has yet: install one that has it\n",
				shell.ask("guest", "add", pack, "--replace").err());
		shell.refused(List.of("run", "toy"), "guest toy needs the guest \"minix\", which no plug-in has");
	}

	@Test
	void badUsesAndPlacesAreRefusedInOneLine() throws Exception {
		sumUp("toy");
		String pack = folder.resolve("toy.pack").toString();
		shell.ask("guest", "pack", "toy", "-o", pack);
		shell.refused(List.of("guest"), "ringside guest: a command is missing: add, pack, list or remove");
		shell.refused(List.of("guest", "add"), "FILE");
		shell.refused(List.of("guest", "add", "none"), "guest pack none cannot be read: there is no such file");
		shell.refused(List.of("guest", "add", folder.toString()), "this is a folder");
		shell.refused(List.of("guest", "pack", "toy"), "-o");
		shell.refused(List.of("guest", "pack", "../toy", "-o", pack), "no guest \"../toy\" is installed");
		shell.refused(List.of("guest", "remove", "../guests"), "no guest \"../guests\" is installed");
		Shell nowhere = new Shell(Path.of(pack).resolve("guests"));
		nowhere.refused(List.of("guest", "add", pack), "guest toy cannot be installed in " + pack, "name another folder in RINGSIDE_GUESTS");
	}

	@Test
	void aMissingGuestIsToldHowToInstallIt() {
		shell.refused(List.of("run", "debian-riscv64"), "guest debian-riscv64 is not installed in " + guests,
				"run releng/guests/debian-riscv64 or ringside guest add FILE");
		shell.refused(List.of("run", "minix"), "there is no guest and no file \"minix\"", "toy", "ringside guest add FILE");
	}
}
