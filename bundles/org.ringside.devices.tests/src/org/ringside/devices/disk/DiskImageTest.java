package org.ringside.devices.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.devices.board.BoardException;
import org.ringside.machine.DeviceContext.Storage.Use;

class DiskImageTest {

	@TempDir
	private Path folder;

	private Path file;
	private final byte[] contents = new byte[5 * 512];

	@BeforeEach
	void aDisk() throws IOException {
		new Random(1).nextBytes(contents);
		contents[0] = 0;
		file = Files.write(folder.resolve("disk.img"), contents);
	}

	private String refused(byte[] bytes, Use use) throws IOException {
		Files.write(file, bytes);
		return assertThrows(BoardException.class, () -> DiskImage.open(file.toString(), use)).getMessage().replace(file.toString(), "F");
	}

	@Test
	void itsBytesAreThoseOfTheFile() {
		try (DiskImage image = DiskImage.open(file.toString(), Use.KEPT)) {
			byte[] read = new byte[1000];
			image.read(700, read, 100, 900);
			assertArrayEquals(Arrays.copyOfRange(contents, 700, 1600), Arrays.copyOfRange(read, 100, 1000));
			assertEquals(contents.length, image.size());
		}
	}

	@Test
	void whatIsWrittenIsInTheFile() throws IOException {
		try (DiskImage image = DiskImage.open(file.toString(), Use.WRITTEN)) {
			String before = image.sha256();
			image.write(600, new byte[] { 1, 2, 3 }, 1, 2);
			image.flush();
			contents[600] = 2;
			contents[601] = 3;
			assertArrayEquals(contents, Files.readAllBytes(file));
			assertTrue(!before.equals(image.sha256()));
		}
	}

	@Test
	void whatCannotBeADiskIsRefusedInOneLine() throws IOException {
		assertEquals("disk F: it has 513 bytes, which is no multiple of 512; fill it up by truncate -s %512", refused(new byte[513], Use.KEPT));
		assertEquals("disk F: it is empty; make it as large as the disk, such as by truncate -s 64M", refused(new byte[0], Use.KEPT));
		byte[] qcow = new byte[512];
		System.arraycopy(new byte[] { 'Q', 'F', 'I', (byte) 0xfb }, 0, qcow, 0, 4);
		assertEquals("disk F: it is in qcow2 format, and a raw image is needed; convert or unpack it", refused(qcow, Use.KEPT));
		Files.delete(file);
		assertEquals("disk " + file + ": there is no such file",
				assertThrows(BoardException.class, () -> DiskImage.open(file.toString(), Use.WRITTEN)).getMessage());
		assertEquals("disk " + folder + ": this is no file; name a raw disk image",
				assertThrows(BoardException.class, () -> DiskImage.open(folder.toString(), Use.KEPT)).getMessage());
	}

	@Test
	void aDiskIsWrittenByOneRunAtATime() {
		try (DiskImage _ = DiskImage.open(file.toString(), Use.WRITTEN)) {
			assertTrue(assertThrows(BoardException.class, () -> DiskImage.open(file.toString(), Use.WRITTEN)).getMessage()
					.endsWith("it is written to already; give it once"));
		}
		DiskImage.open(file.toString(), Use.WRITTEN).close();
	}

	@Test
	void aFileThatBecomesShorterIsSaidInOneLine() throws IOException {
		try (DiskImage image = DiskImage.open(file.toString(), Use.KEPT)) {
			Files.write(file, new byte[512]);
			assertEquals("disk " + file + ": it became shorter while it was in use",
					assertThrows(UncheckedIOException.class, () -> image.read(600, new byte[10], 0, 10)).getMessage());
		}
	}
}
