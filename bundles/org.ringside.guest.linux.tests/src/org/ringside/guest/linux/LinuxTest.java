package org.ringside.guest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.ringside.guest.Boot;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestFile;

class LinuxTest {

	private static final long BASE = 0x8000_0000L;
	private static final long LINKED = 0xffff_ffff_8000_0000L;

	private record Context(Optional<GuestFile> kernel, Optional<GuestFile> firmware, String commandLine) implements GuestContext {

		static Context of(byte[] kernel, String commandLine) {
			return new Context(Optional.of(new GuestFile("Image", kernel)), Optional.empty(), commandLine);
		}

		Guest guest() {
			return new Linux().create(new Linux.Options(), this);
		}

		@Override
		public long memoryBase() {
			return BASE;
		}

		@Override
		public long memorySize() {
			return 64 << 20;
		}

		@Override
		public int harts() {
			return 1;
		}
	}

	private static byte[] image() {
		return ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 0x20_0000).putLong(16, 0x8000).putInt(0x38, 0x05435352).array();
	}

	private static String commandLine(String given) {
		Context context = Context.of(image(), given);
		return context.guest().commandLine(context);
	}

	@Test
	void aPanicResetsTheMachineUnlessTheCommandLineSaysOtherwise() {
		assertEquals("console=ttyS0 panic=-1", commandLine(""));
		assertEquals("quiet panic=-1", commandLine("quiet"));
		assertEquals("quiet panic=0", commandLine("quiet panic=0"));
		assertEquals("panic=5 quiet", commandLine("panic=5 quiet"));
		assertEquals("oops=panic panic=-1", commandLine("oops=panic"));
	}

	@Test
	void firmwareFromAFileRunsFirstAndFindsTheKernel() {
		Context context = new Context(Optional.of(new GuestFile("Image", image())), Optional.of(new GuestFile("fw.bin", new byte[64])), "");
		assertEquals(BASE, context.guest().boot().entry());
		assertEquals(Boot.Kind.RESET, context.guest().boot().kind());
		assertEquals(BASE + 0x20_0000, Context.of(image(), "").guest().boot().entry());
		assertEquals(Boot.Kind.FIRMWARE, Context.of(image(), "").guest().boot().kind());
	}

	@Test
	void aKernelWithoutSymbolsRunsAndTellsNothing() {
		Guest guest = Context.of(image(), "").guest();
		assertEquals(List.of(), List.copyOf(guest.image().symbols().all()));
		GuestException e = assertThrows(GuestException.class, () -> guest.introspection().orElseThrow().processes(null));
		assertEquals("the guest has no symbol _start", e.getMessage());
	}

	/** As the kernel's build leaves vmlinux: linked to the upper half, with physical addresses from 0 on. */
	@Test
	void anElfFileIsMovedToMemory() {
		byte[] elf = ByteBuffer.allocate(4096 + 64).order(ByteOrder.LITTLE_ENDIAN).put(new byte[] { 0x7f, 'E', 'L', 'F', 2, 1, 1 }).putShort(16, (short) 2)
				.putShort(18, (short) 243).putInt(20, 1).putLong(24, LINKED + 4).putLong(32, 64).putShort(52, (short) 64).putShort(54, (short) 56)
				.putShort(56, (short) 1).putInt(64, 1).putInt(68, 7).putLong(72, 4096).putLong(80, LINKED).putLong(88, 0).putLong(96, 64)
				.putLong(104, 0x5000).putLong(112, 4096).array();
		Guest guest = Context.of(elf, "").guest();
		assertEquals(BASE + 0x20_0004, guest.boot().entry());
		assertEquals(BASE + 0x20_0000, guest.image().segments().getFirst().address());
		assertEquals(0x5000, guest.image().segments().getFirst().size());
	}

	@Test
	void withoutAKernelOneLineSaysHowToNameOne() {
		GuestException e = assertThrows(GuestException.class, () -> new Context(Optional.empty(), Optional.empty(), "").guest());
		assertEquals("linux has no kernel: name one, as in ringside run linux --kernel Image --initrd FILE", e.getMessage());
	}
}
