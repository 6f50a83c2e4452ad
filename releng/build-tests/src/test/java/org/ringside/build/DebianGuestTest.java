package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that fetches Debian's guest, and what it makes, without fetching anything. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class DebianGuestTest {

	private static final Path SCRIPTS = Bundle.ROOT.resolve("releng/guests");
	private static final String SCRIPT = SCRIPTS.resolve("debian-riscv64").toString();
	/** As busybox has the names of its commands: sorted, in its constants. */
	private static final String COMMANDS = "[\0[[\0ash\0cat\0cttyhack\0grep\0insmod\0ip\0mkdir\0mount\0poweroff\0reboot\0setsid\0sh\0udhcpc\0uname\0\0";

	@TempDir
	private Path folder;

	private Commands.Outcome script(Path path, String... arguments) throws IOException {
		return Commands.in(folder).with("RINGSIDE_GUESTS", folder.resolve("guests").toString()).with("PATH", path.toString())
				.run(Commands.join(new String[] { "/bin/sh", SCRIPT }, arguments));
	}

	/** A path with the usual tools, and no apt. */
	private Path withoutApt() throws IOException {
		Path tools = Files.createDirectories(folder.resolve("tools"));
		for (String tool : List.of("cat", "cut", "dirname", "grep", "id", "mkdir", "readlink", "rm", "sed", "sha256sum", "sh", "sort", "uname")) {
			for (Path place : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
				if (Files.exists(place.resolve(tool)) && Files.notExists(tools.resolve(tool))) {
					Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + place.resolve(tool) + " \"$@\"\n");
					Files.setPosixFilePermissions(tools.resolve(tool), PosixFilePermissions.fromString("rwxr-xr-x"));
				}
			}
		}
		return tools;
	}

	@Test
	void withoutAptOneLineSaysWhatElseToDo() throws IOException {
		Commands.Outcome outcome = script(withoutApt());
		assertEquals(69, outcome.status());
		assertEquals(List.of("ringside: debian-riscv64: this machine has no apt: make the guest on Debian or Ubuntu, or take it over with "
				+ "ringside guest pack and add"), outcome.lines());
	}

	@Test
	void itsFolderIsWhereGuestsAreLookedFor() throws IOException {
		assertEquals(List.of(folder.resolve("guests/debian-riscv64").toString()), script(withoutApt(), "--where").lines());
		Commands.Outcome outcome = script(withoutApt(), "--what");
		assertEquals(69, outcome.status());
		assertEquals(List.of("ringside: debian-riscv64: what is --what? --update fetches it again, --where prints its folder"), outcome.lines());
	}

	// ---- the RAM disk

	private Path file(String name, String text) throws IOException {
		Path file = folder.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
	}

	private Commands.Outcome initramfs(String made) throws IOException {
		return Commands.in(folder).run(Commands.JAVA, SCRIPTS.resolve("debian/Initramfs.java").toString(), "busybox",
				SCRIPTS.resolve("debian").toString(), "modules", made);
	}

	@Test
	void equalInputMakesEqualBytesWhateverTheTimesOfItsFiles() throws IOException {
		Path busybox = file("busybox", "\177ELF..." + COMMANDS);
		file("modules/b.ko", "module b\0depends=a-c\0");
		Path module = file("modules/a_c.ko.packed", "module a\0depends=\0" + "a".repeat(5000));
		assertEquals("", initramfs("one").text());
		Files.setLastModifiedTime(busybox, FileTime.fromMillis(1));
		Files.setLastModifiedTime(module, FileTime.fromMillis(1));
		assertEquals("", initramfs("other").text());
		byte[] bytes = Files.readAllBytes(folder.resolve("one"));
		assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("other")));
		assertEquals(0, bytes.length % 512);
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		for (String name : List.of("dev/console", "init", "bin/busybox", "bin/udhcpc", "lib/modules/b.ko", "lib/modules/a_c.ko.gz", "TRAILER!!!")) {
			assertTrue(text.contains(name + "\0"), name);
		}
		assertTrue(bytes.length < 20_000, "packed modules take " + bytes.length + " bytes");
	}

	@Test
	void aModuleLosesItsSignatureAndNothingElse() throws IOException {
		file("busybox", COMMANDS);
		String module = "module\0depends=\0 and its last bytes";
		// twelve bytes, of which the last four are the signature's length
		file("modules/a.ko", module + "SIGNATURE" + "\0\0\2\0\0\0\0\0" + "\0\0\0\11" + "~Module signature appended~\n");
		assertEquals("", initramfs("disk").text());
		String text = Files.readString(folder.resolve("disk"), StandardCharsets.ISO_8859_1);
		assertTrue(text.contains("%08X".formatted(module.length())), "the length of what is left");
		assertTrue(text.contains(module) && !text.contains("SIGNATURE") && !text.contains("appended"));
	}

	@Test
	void whatIsMissingInThePackagesIsSaidInOneLine() throws IOException {
		file("busybox", COMMANDS);
		file("modules/a.ko", "module\0depends=other,more\0");
		Commands.Outcome outcome = initramfs("disk");
		assertEquals(1, outcome.status());
		assertEquals(List.of("a.ko needs other: add it to the file modules"), outcome.lines());
		file("modules/a.ko", "module\0depends=\0");
		file("busybox", "\177ELF");
		assertEquals(List.of("the names of busybox's commands are not where they should be"), initramfs("disk").lines());
	}
}
