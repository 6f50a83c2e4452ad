package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.cli.internal.Shell.Answer;

/** Runs a program with a driver of its own, which prints the first byte of sector 3, writes Z there, and prints it again. */
class DiskTest {

	private static final Shell SHELL = new Shell(Path.of("none"));
	private static final int SIZE = 8192;
	private static final int SECTOR_3 = 3 * 512;

	private static final String PROGRAM = """
			_start:
				li s0, 0x10001000
				sw zero, 0x70(s0)
				li t0, 11
				sw t0, 0x70(s0)
				sw zero, 0x30(s0)
				li t0, 8
				sw t0, 0x38(s0)
				li s1, 0x80100000
				sw s1, 0x80(s0)
				li s2, 0x80101000
				sw s2, 0x90(s0)
				li s3, 0x80102000
				sw s3, 0xa0(s0)
				li t0, 1
				sw t0, 0x44(s0)
				li t0, 15
				sw t0, 0x70(s0)

				# three descriptors: header, data, status
				li s4, 0x80103000
				sd s4, 0(s1)
				li t0, 16
				sw t0, 8(s1)
				li t0, 0x10001
				sw t0, 12(s1)
				li s5, 0x80104000
				sd s5, 16(s1)
				li t0, 512
				sw t0, 24(s1)
				li t0, 0x80105000
				sd t0, 32(s1)
				li t0, 1
				sw t0, 40(s1)
				li t0, 2
				sw t0, 44(s1)
				li t0, 3
				sd t0, 8(s4)
				li s6, 0

				li a0, 0
				jal request
				li t0, 'Z'
				sb t0, 0(s5)
				li a0, 1
				jal request
				sb zero, 0(s5)
				li a0, 0
				jal request
				li t0, 0x100000
				li t1, 0x5555
				sw t1, 0(t0)
			1:	j 1b

			# a0 is 0 to read, 1 to write; prints what was read
			request:
				sw a0, 0(s4)
				li t0, 0x20003
				slli t1, a0, 1
				sub t0, t0, t1
				sw t0, 28(s1)
				addi s6, s6, 1
				sh s6, 2(s2)
				sw zero, 0x50(s0)
			2:	lhu t0, 2(s3)
				bne t0, s6, 2b
				bnez a0, 3f
				lbu t0, 0(s5)
				li t1, 0x10000000
				sb t0, 0(t1)
			3:	ret
			""";

	/**
	 * In the place of the requests above: calls code in the buffer, reads other code over it from the disk, and calls it again;
	 * then holds a reservation while the disk writes beside it, and one while it writes to it, and prints what the
	 * conditional stores answered.
	 */
	private static final String COHERENCE = """
				li t0, 0x04f00513   # li a0, 'O'
				sw t0, 0(s5)
				li t0, 0x00008067   # ret
				sw t0, 4(s5)
				li s7, 0x10000000
				jalr s5
				sb a0, 0(s7)
				jal request
				jalr s5
				sb a0, 0(s7)
				addi a1, s5, 1024
				jal held
				mv a1, s5
				jal held
				li t0, 0x100000
				li t1, 0x5555
				sw t1, 0(t0)
			1:	j 1b
			held:
				mv s8, ra
				lr.w t2, (a1)
				jal request
				sc.w a2, t2, (a1)
				addi a2, a2, '0'
				sb a2, 0(s7)
				jr s8
			request:
				sw zero, 0(s4)
				li t0, 0x20003
				sw t0, 28(s1)
				addi s6, s6, 1
				sh s6, 2(s2)
				sw zero, 0x50(s0)
			2:	lhu t0, 2(s3)
				bne t0, s6, 2b
				ret
			""";

	@TempDir
	private Path folder;
	private String program;
	private Path disk;

	@BeforeEach
	void files() throws IOException {
		program = Files.writeString(folder.resolve("program.s"), PROGRAM).toString();
		disk = Files.write(folder.resolve("disk.img"), contents());
	}

	private static byte[] contents() {
		byte[] bytes = new byte[SIZE];
		Arrays.fill(bytes, (byte) 'A');
		return bytes;
	}

	private static Answer ask(String... arguments) {
		return SHELL.ask(arguments);
	}

	@Test
	void whatIsWrittenIsReadAgainAndTheFileIsNotHarmed() throws IOException {
		assertEquals(new Answer(0, "AZ", ""), ask("run", program, "--disk", disk.toString()));
		assertArrayEquals(contents(), Files.readAllBytes(disk));
	}

	@Test
	void withPersistItGoesToTheFile() throws IOException {
		assertEquals(new Answer(0, "AZ", ""), ask("run", program, "--disk", disk.toString(), "--persist"));
		byte[] wanted = contents();
		wanted[SECTOR_3] = 'Z';
		assertArrayEquals(wanted, Files.readAllBytes(disk));
	}

	@Test
	void aReadOnlyDiskStaysAsItIs() {
		assertEquals(new Answer(0, "AA", ""), ask("run", program, "--disk", disk.toString(), "--read-only"));
	}

	@Test
	void twoRunsHaveEqualReportsThatNameTheImage() throws IOException {
		for (String name : List.of("one", "two")) {
			ask("run", program, "--disk", disk.toString(), "--rng", "--report", folder.resolve(name).toString());
		}
		String one = Files.readString(folder.resolve("one"));
		assertEquals(one.replaceAll("\"wallSeconds.*", ""), Files.readString(folder.resolve("two")).replaceAll("\"wallSeconds.*", ""));
		assertTrue(one.contains("\"use\": \"kept\"") && one.contains("\"sha256\": \"") && one.contains("virtio-rng"), one);
	}

	@Test
	void savedBetweenTheWritesItGoesOnAndEndsInTheSameState() throws IOException {
		String saved = folder.resolve("saved").toString();
		Path moved = Files.copy(disk, folder.resolve("moved.img"));
		String report = folder.resolve("report").toString();
		ask("run", program, "--disk", disk.toString(), "--report", report);
		String whole = Files.readString(Path.of(report));
		long steps = Long.parseLong(whole.replaceAll("(?s).*\"steps\": (\\d+).*", "$1"));
		for (long at = 100; at < steps; at += 701) {
			ask("run", program, "--disk", disk.toString(), "--stop-after", "" + at, "--save", saved);
			assertEquals(0, ask("run", "--restore", saved, "--report", report, "--disk", moved.toString()).status());
			assertEquals(state(whole), state(Files.readString(Path.of(report))));
		}
	}

	private static String state(String report) {
		return report.replaceAll("(?s).*\"state\": \"([0-9a-f]+)\".*", "$1");
	}

	@Test
	void aSavedRunWantsItsImageAsItWas() throws IOException {
		String saved = folder.resolve("saved").toString();
		ask("run", program, "--disk", disk.toString(), "--until", "A", "--save", saved);
		assertEquals(new Answer(0, "Z", ""), ask("run", "--restore", saved));
		SHELL.refused(List.of("run", "--restore", saved, "--persist"), "another --disk", "leave that out");
		byte[] other = contents();
		other[SIZE - 1] = 'B';
		Files.write(disk, other);
		SHELL.refused(List.of("run", "--restore", saved), "disk " + disk, "not as it was when the run was saved");
		Files.delete(disk);
		SHELL.refused(List.of("run", "--restore", saved), "disk " + disk, "there is no such file");
	}

	@Test
	void aRunThatWritesItsImageIsSavedWithTheImageAsItIsThen() {
		String saved = folder.resolve("saved").toString();
		ask("run", program, "--disk", disk.toString(), "--persist", "--stop-after", "3000", "--save", saved);
		assertEquals(new Answer(0, "Z", ""), ask("run", "--restore", saved));
		SHELL.refused(List.of("run", "--restore", saved), "not as it was");
	}

	@Test
	void whatADeviceWritesIsSeenByCodeAndReservations() throws IOException {
		String setup = PROGRAM.substring(0, PROGRAM.indexOf("	li a0, 0\n"));
		String coherence = Files.writeString(folder.resolve("coherence.s"), setup + COHERENCE).toString();
		byte[] code = contents();
		ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN).putInt(SECTOR_3, 0x04e00513).putInt(SECTOR_3 + 4, 0x00008067);
		Files.write(disk, code);
		for (String engine : List.of("interpreter", "reference")) {
			assertEquals(new Answer(0, "ON01", ""), ask("run", coherence, "--disk", disk.toString(), "--engine", engine));
		}
	}

	@Test
	void whatMakesNoSenseIsRefused() {
		SHELL.refused(List.of("run", program, "--disk", "none.img"), "disk none.img: there is no such file");
		SHELL.refused(List.of("run", program, "--persist"), "--persist is about disks, and there is none");
		SHELL.refused(List.of("run", program, "--disk", disk.toString(), "--persist", "--read-only"), "exclude one another");
		SHELL.refused(List.of("run", program, "--device", "lamp"), "there is no device \"lamp\"");
		SHELL.refused(List.of("run", program, "--device", "virtio-blk colour=red"), "there is no option \"colour\"");
		SHELL.refused(List.of("run", program, "--disk", disk.toString(), "--report", disk.toString()), "would be lost");
	}
}
