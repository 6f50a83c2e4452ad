package org.ringside.isa.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class ElfReaderTest {

	/** A file with one segment, a section for it, symbols, and names, in the layout of the gABI. */
	static byte[] file(boolean wide, boolean big) {
		ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		byte[] names = "\0.text\0.symtab\0.names\0main\0$x\0data\0extern\0file.c\0".getBytes();
		byte[] code = { 1, 2, 3, 4 };
		ByteArrayOutputStream symbols = new ByteArrayOutputStream();
		symbols.writeBytes(symbol(wide, order, 0, 0, 0, 0, 0));
		symbols.writeBytes(symbol(wide, order, 22, 0x12, 1, 0x8000_0000L, 4));
		symbols.writeBytes(symbol(wide, order, 27, 0x00, 1, 0x8000_0000L, 0));
		symbols.writeBytes(symbol(wide, order, 30, 0x01, 1, 0x8000_0004L, 8));
		symbols.writeBytes(symbol(wide, order, 35, 0x10, 0, 0, 0));
		symbols.writeBytes(symbol(wide, order, 42, 0x04, 0xfff1, 0, 0));
		int header = wide ? 64 : 52;
		int program = wide ? 56 : 32;
		int section = wide ? 64 : 40;
		int codeAt = header + program;
		int symbolsAt = codeAt + code.length;
		int namesAt = symbolsAt + symbols.size();
		int sectionsAt = namesAt + names.length;
		ByteBuffer out = ByteBuffer.allocate(sectionsAt + 4 * section).order(order);
		out.put(new byte[] { 0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (big ? 2 : 1), 1 }).position(16);
		out.putShort((short) 2).putShort((short) 243).putInt(1);
		words(out, wide, 0x8000_0000L, header, sectionsAt);
		out.putInt(0).putShort((short) header).putShort((short) program).putShort((short) 1).putShort((short) section)
				.putShort((short) 4).putShort((short) 3);
		out.putInt(1);
		if (wide) {
			out.putInt(5);
		}
		words(out, wide, codeAt, 0x8000_0000L, 0x4000_0000L, 4, 12);
		if (!wide) {
			out.putInt(5);
		}
		words(out, wide, 0x1000);
		out.put(code).put(symbols.toByteArray()).put(names);
		section(out, wide, 0, 0, 0, 0, 0);
		section(out, wide, 1, 1, codeAt, 4, 0);
		section(out, wide, 7, 2, symbolsAt, symbols.size(), 3);
		section(out, wide, 15, 3, namesAt, names.length, 0);
		return out.array();
	}

	private static void words(ByteBuffer out, boolean wide, long... words) {
		for (long word : words) {
			if (wide) {
				out.putLong(word);
			} else {
				out.putInt((int) word);
			}
		}
	}

	private static byte[] symbol(boolean wide, ByteOrder order, int name, int info, int section, long value, long size) {
		ByteBuffer out = ByteBuffer.allocate(wide ? 24 : 16).order(order).putInt(name);
		if (wide) {
			out.put((byte) info).put((byte) 0).putShort((short) section).putLong(value).putLong(size);
		} else {
			out.putInt((int) value).putInt((int) size).put((byte) info).put((byte) 0).putShort((short) section);
		}
		return out.array();
	}

	private static void section(ByteBuffer out, boolean wide, int name, int type, long offset, long size, int link) {
		out.putInt(name).putInt(type);
		words(out, wide, 0, 0, offset, size);
		out.putInt(link).putInt(0);
		words(out, wide, 1, 0);
	}

	@Test
	void filesOfEitherWidthAndByteOrderReadAlike() {
		for (boolean wide : new boolean[] { true, false }) {
			for (boolean big : new boolean[] { true, false }) {
				Elf elf = Elf.read("f", file(wide, big));
				assertEquals(wide ? 64 : 32, elf.bits());
				assertEquals(big, elf.big());
				assertEquals(Elf.EXECUTABLE, elf.type());
				assertEquals(Elf.RISCV, elf.machine());
				assertEquals(0x8000_0000L, elf.entry());
				Elf.Segment segment = elf.segments().getFirst();
				assertEquals(List.of(0x8000_0000L, 0x4000_0000L, 12L),
						List.of(segment.virtual(), segment.physical(), segment.size()));
				assertArrayEquals(new byte[] { 1, 2, 3, 4 }, segment.bytes());
				assertTrue(segment.readable() && segment.executable() && !segment.writable());
				assertTrue(segment.holds(0x8000_000bL));
				assertFalse(segment.holds(0x8000_000cL));
				assertEquals(List.of(new Elf.Symbol("main", 0x8000_0000L, 4, true, true),
						new Elf.Symbol("data", 0x8000_0004L, 8, false, false)), elf.symbols());
				assertArrayEquals(new byte[] { 1, 2, 3, 4 }, elf.section(".text").orElseThrow());
			}
		}
	}

	@Test
	void aFileThatIsNoneOrOfAnUnknownKindIsRefused() {
		assertRefused("f is no ELF file: it does not begin with 7f 45 4c 46", new byte[0]);
		assertRefused("f is no ELF file: it does not begin with 7f 45 4c 46", "#!/bin/sh".getBytes());
		assertRefused("f is a broken ELF file: its header is at 0x0 to 0x10 of a file of 0x4 bytes",
				new byte[] { 0x7f, 'E', 'L', 'F' });
		assertRefused("f is a broken ELF file: its class is 3, neither 1 (32 bits) nor 2 (64 bits)", changed(4, 3));
		assertRefused("f is a broken ELF file: its byte order is 0, neither 1 (little) nor 2 (big)", changed(5, 0));
	}

	@Test
	void whatPointsOutsideOfTheFileIsNamed() {
		byte[] good = file(true, false);
		assertRefused("f is a broken ELF file: program header 0 is at 0x4000000000000040 to 0x4000000000000078 of a file of 0x%x bytes"
				.formatted(good.length), changed(39, 0x40));
		assertRefused("f is a broken ELF file: the segment of program header 0 is at 0x178 to 0x17c of a file of 0x%x bytes"
				.formatted(good.length).replace("0x178 to 0x17c", "0x10078 to 0x1007c"), changed(64 + 10, 1));
		assertRefused("f is a broken ELF file: program header 0 has 0xff04 bytes in the file but 0xc in memory",
				changed(64 + 33, 0xff));
		assertRefused("f is a broken ELF file: its program headers are of 16 bytes each", changed(54, 16));
	}

	private static byte[] changed(int at, int value) {
		byte[] file = file(true, false);
		file[at] = (byte) value;
		return file;
	}

	private static void assertRefused(String message, byte[] file) {
		assertEquals(message, assertThrows(ElfException.class, () -> Elf.read("f", file)).getMessage());
	}

	@Test
	void everyTruncationAndManyChangesAreReadOrRefusedInOneLine() {
		Random random = new Random(1);
		for (boolean wide : new boolean[] { true, false }) {
			byte[] good = file(wide, false);
			for (int length = 0; length < good.length; length++) {
				byte[] part = Arrays.copyOf(good, length);
				assertThrows(ElfException.class, () -> Elf.read("f", part));
			}
			for (int round = 0; round < 20_000; round++) {
				byte[] changed = good.clone();
				for (int i = random.nextInt(3); i >= 0; i--) {
					changed[random.nextInt(changed.length)] = (byte) (random.nextBoolean() ? random.nextInt() : -1);
				}
				try {
					Elf.read("f", changed);
				} catch (ElfException refused) {
					assertEquals(1, refused.getMessage().lines().count());
				}
			}
		}
	}
}
