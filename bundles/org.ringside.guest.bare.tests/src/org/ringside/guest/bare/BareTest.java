package org.ringside.guest.bare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.ringside.guest.Boot;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestFile;

class BareTest {

	record Context(Optional<GuestFile> program) implements GuestContext {

		@Override
		public long memoryBase() {
			return 0x8000_0000L;
		}

		@Override
		public long memorySize() {
			return 4 << 20;
		}

		@Override
		public int harts() {
			return 1;
		}
	}

	private static Guest guest(byte... bytes) {
		return new Bare().create(new Bare.Options(), new Context(Optional.of(new GuestFile("prog", bytes))));
	}

	/** Header and one program header, whose segment is the file. */
	private static byte[] elf(int type, int machine, int bits, long entry, long virtual, long physical) {
		ByteBuffer out = ByteBuffer.allocate(120).order(ByteOrder.LITTLE_ENDIAN);
		out.put(new byte[] { 0x7f, 'E', 'L', 'F', (byte) (bits / 32), 1, 1 }).position(16);
		out.putShort((short) type).putShort((short) machine).putInt(1);
		if (bits == 32) {
			return out.array();
		}
		out.putLong(entry).putLong(64).putLong(0).putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 1);
		out.position(64);
		out.putInt(1).putInt(5).putLong(0).putLong(virtual).putLong(physical).putLong(120).putLong(200);
		return out.array();
	}

	private static String refused(byte... bytes) {
		return assertThrows(GuestException.class, () -> guest(bytes)).getMessage();
	}

	@Test
	void aFlatFileGoesToTheStartOfMemoryAndBeginsThere() {
		Guest guest = guest((byte) 1, (byte) 2);
		assertEquals(0x8000_0000L, guest.image().entry());
		assertArrayEquals(new byte[] { 1, 2 }, guest.image().segments().getFirst().bytes());
		assertEquals(Boot.Kind.RESET, guest.boot().kind());
		assertEquals(Map.of("a0", 3L, "a1", 0x1234L), Map.of("a0", guest.boot().registers().get("a0").value(3, 0x1234), "a1",
				guest.boot().registers().get("a1").value(3, 0x1234)));
	}

	@Test
	void anElfFileGoesToItsPhysicalAddresses() {
		Guest guest = guest(elf(2, 243, 64, 0x8000_0010L, 0x8000_0000L, 0x8000_0000L));
		assertEquals(0x8000_0010L, guest.boot().entry());
		assertEquals(0x8000_0000L, guest.image().segments().getFirst().address());
		assertEquals(200, guest.image().segments().getFirst().size());
		assertEquals(0x8000_0010L, guest(elf(2, 243, 64, 0xffff_ffff_8000_0010L, 0xffff_ffff_8000_0000L, 0x8000_0000L)).boot().entry());
	}

	@Test
	void aProgramLinkedForASupervisorIsEnteredByFirmware() {
		Guest guest = guest(elf(2, 243, 64, 0x8020_0010L, 0x8020_0000L, 0x8020_0000L));
		assertEquals(Boot.Kind.FIRMWARE, guest.boot().kind());
		assertEquals(0x8020_0010L, guest.boot().entry());
		assertEquals(Boot.Kind.FIRMWARE, guest(elf(2, 243, 64, 0x8020_0000L, 0x801f_ffc0L, 0x801f_ffc0L)).boot().kind());
		assertEquals(Boot.Kind.FIRMWARE, guest(elf(2, 243, 64, 0x8040_0000L, 0x8040_0000L, 0x8040_0000L)).boot().kind());
		assertEquals(Boot.Kind.RESET, guest(elf(2, 243, 64, 0x801f_ff10L, 0x801f_ff00L, 0x801f_ff00L)).boot().kind());
	}

	@Test
	void theHeaderInFrontOfCodeAtTheStartOfMemoryIsLeftOut() {
		Guest guest = guest(elf(2, 243, 64, 0x8000_0000L, 0x7fff_ffc0L, 0x7fff_ffc0L));
		assertEquals(0x8000_0000L, guest.image().segments().getFirst().address());
		assertEquals(0x8000_0000L + 200 - 64, guest.image().segments().getFirst().end());
		// what follows the header of 64 bytes in the file begins with PT_LOAD
		assertEquals(1, guest.image().segments().getFirst().bytes()[0]);
		assertEquals(120 - 64, guest.image().segments().getFirst().bytes().length);
	}

	@Test
	void aProgramWithoutAnEntryBeginsAtTheStartOfMemory() {
		assertEquals(0x8000_0000L, guest(elf(2, 243, 64, 0, 0x8000_0000L, 0x8000_0000L)).boot().entry());
	}

	@Test
	void aFileThatCannotRunHereIsRefusedInOneLine() {
		byte[] linux = new byte[64];
		System.arraycopy(new byte[] { 'R', 'S', 'C', 5 }, 0, linux, 0x38, 4);
		assertEquals("prog is a Linux kernel: run it with --kernel prog", refused(linux));
		assertEquals("prog is empty: there is no program to run", refused());
		assertEquals("prog is a program for x86-64 of 64 bits, and the machine is a RISC-V of 64 bits: compile it for that",
				refused(elf(2, 62, 64, 0, 0, 0)));
		assertEquals("prog is a program for RISC-V of 32 bits, and the machine is a RISC-V of 64 bits: compile it for that",
				refused(elf(2, 243, 32, 0, 0, 0)));
		assertEquals("prog is not linked: it has no addresses, link it", refused(elf(1, 243, 64, 0, 0, 0)));
		assertEquals("prog begins at 0x4, which is in none of its segments: link it with an entry, such as _start",
				refused(elf(2, 243, 64, 4, 0x8000_0000L, 0x8000_0000L)));
		assertEquals("prog is a broken ELF file: its header is at 0x0 to 0x10 of a file of 0x5 bytes",
				refused((byte) 0x7f, (byte) 'E', (byte) 'L', (byte) 'F', (byte) 2));
		assertEquals("bare has no program: name a file, as in ringside run program.elf", assertThrows(GuestException.class,
				() -> new Bare().create(new Bare.Options(), new Context(Optional.empty()))).getMessage());
	}
}
