package org.ringside.guest.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.lab.Disk;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;
import org.ringside.lab.Script;
import org.ringside.machine.DeviceContext.Storage.Use;

/** Debian's drivers of virtio devices, as its modules. */
class DevicesTest {

	private static final int SECTOR = 512;
	private static final int SIZE = 64 * SECTOR;

	private static Debian.Outcome play(Experiment experiment, Script script) {
		try (Run run = Run.of(Debian.CATALOG, experiment, Inputs.script(script))) {
			Debian.Outcome outcome = Debian.play(run, Run.WITHOUT_END);
			assertEquals(new Ending(Ending.Reason.POWER_OFF, 0), outcome.ending(), outcome.printed());
			return outcome;
		}
	}

	private static byte[] image(Path file, long seed) throws IOException {
		byte[] bytes = new byte[SIZE];
		new Random(seed).nextBytes(bytes);
		Files.write(file, bytes);
		return bytes;
	}

	@Test
	void disksAreReadAndWrittenAsTheyMayBeAndEntropyFlows(@TempDir Path folder) throws Exception {
		Path kept = folder.resolve("kept");
		Path written = folder.resolve("written");
		Path readOnly = folder.resolve("readonly");
		byte[] first = image(kept, 1);
		byte[] second = image(written, 2);
		byte[] third = image(readOnly, 3);
		Experiment experiment = Debian.experiment().withDevices(List.of("virtio-rng")).withDisks(List.of(Disk.of(kept.toString(), Use.KEPT),
				Disk.of(written.toString(), Use.WRITTEN), Disk.of(readOnly.toString(), Use.READ_ONLY)));
		Debian.Outcome outcome = play(experiment, Debian.typing("cat /dev/vda /dev/vdb /dev/vdc | sha256sum",
				"for d in a b c; do echo by the guest | dd of=/dev/vd$d bs=512 seek=5 conv=sync,fsync; done 2>&1 | grep -v copied",
				"echo 3 > /proc/sys/vm/drop_caches; for d in a b c; do dd if=/dev/vd$d bs=512 skip=5 count=1 2>/dev/null | head -c 12 | grep guest; done",
				"for i in 1 2; do head -c 32 /dev/hwrng | sha256sum; done | sort -u | grep -c -v e3b0c442", "poweroff -f"));
		MessageDigest all = MessageDigest.getInstance("SHA-256");
		for (byte[] disk : List.of(first, second, third)) {
			all.update(disk);
		}
		String printed = outcome.printed();
		assertTrue(printed.contains("\n" + HexFormat.of().formatHex(all.digest()) + "  -\n"), printed);
		assertTrue(printed.contains("/dev/vdc': Operation not permitted") || printed.contains("/dev/vdc': Read-only"), printed);
		assertTrue(printed.contains("\nby the guest\nby the guest\n" + Debian.PROMPT), printed);
		assertTrue(printed.contains("\n2\n" + Debian.PROMPT), printed);
		assertArrayEquals(first, Files.readAllBytes(kept));
		assertArrayEquals(third, Files.readAllBytes(readOnly));
		byte[] sector = Arrays.copyOf("by the guest\n".getBytes(StandardCharsets.US_ASCII), SECTOR);
		System.arraycopy(sector, 0, second, 5 * SECTOR, SECTOR);
		assertArrayEquals(second, Files.readAllBytes(written));
	}

	/** The console is a virtio device too, which is not there before its driver. */
	@Test
	void aShellOnTheVirtioConsoleGetsAnAddressAndReachesTheOtherEndOfItsWire() {
		Experiment plain = Debian.experiment();
		Experiment experiment = plain.withDevices(List.of("virtio-net", "virtio-console"))
				.withCommandLine(plain.commandLine().replace("console=ttyS0", "console=hvc0"));
		Debian.Outcome outcome = play(experiment, Debian.typing("tty; udhcpc -i eth0 -n -q", "ping -c 3 10.0.2.2", "poweroff -f"));
		assertTrue(outcome.printed().contains("\n/dev/hvc0\n"), outcome.printed());
		assertTrue(outcome.printed().contains("\neth0 has 10.0.2.15/24\n"), outcome.printed());
		assertTrue(outcome.printed().contains("3 packets transmitted, 3 packets received, 0% packet loss"), outcome.printed());
	}

	/** Unpacks and loads ext4, which takes longer than to boot. */
	@Test
	@Tag("long")
	void aFileSystemThatTheHostMadeIsMounted(@TempDir Path folder) throws Exception {
		Path tool = Path.of("/usr/sbin/mke2fs");
		assumeTrue(Files.isExecutable(tool), "no mke2fs on this machine: install e2fsprogs");
		Path files = Files.createDirectory(folder.resolve("files"));
		Files.writeString(files.resolve("hello"), "from the host\n");
		Path image = folder.resolve("image");
		Process made = new ProcessBuilder(tool.toString(), "-q", "-t", "ext4", "-d", files.toString(), image.toString(), "4M").inheritIO().start();
		assertEquals(0, made.waitFor());
		Experiment experiment = Debian.experiment().withDisks(List.of(Disk.of(image.toString(), Use.WRITTEN)));
		play(experiment, Debian.typing("mount-disk && cat /mnt/hello && echo from the guest > /mnt/answer && umount /mnt", "poweroff -f"));
		Debian.Outcome again = play(experiment, Debian.typing("mount-disk; cat /mnt/*", "poweroff -f"));
		assertTrue(again.printed().contains("\nfrom the guest\nfrom the host\n"), again.printed());
	}
}
