package org.ringside.guest.sbi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.ringside.guest.Boot;
import org.ringside.guest.FirmwareContext;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestFile;
import org.ringside.guest.Image;
import org.ringside.guest.Segment;
import org.ringside.guest.Symbols;
import org.ringside.guest.riscv.KernelBoot;

class KernelTest {

	static final long BASE = 0x8000_0000L;

	record Context(Optional<GuestFile> kernel, Optional<GuestFile> firmware) implements GuestContext {

		static Guest guest(byte[] kernel, byte[] firmware) {
			return new Kernel().create(new Kernel.Options(), new Context(file("Image", kernel), file("fw", firmware)));
		}

		private static Optional<GuestFile> file(String name, byte[] bytes) {
			return Optional.ofNullable(bytes).map(b -> new GuestFile(name, b));
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

	private static byte[] linux() {
		return ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 0x40_0000).putLong(16, 0x1000)
				.putInt(0x38, 0x05435352).array();
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		return out.toByteArray();
	}

	@Test
	void plainBytesGoTwoMebibytesIntoMemory() {
		Guest guest = Context.guest(new byte[] { 1 }, null);
		assertEquals(Boot.Kind.FIRMWARE, guest.boot().kind());
		assertEquals(BASE + 0x20_0000, guest.boot().entry());
		assertEquals(7, guest.boot().registers().get("a1").value(1, 7));
		assertEquals(BASE + 0x20_0000, guest.image().segments().getFirst().address());
	}

	@Test
	void aLinuxImageGoesWhereItsHeaderSaysCompressedOrNot() throws IOException {
		for (byte[] file : new byte[][] { linux(), gzip(linux()) }) {
			Guest guest = Context.guest(file, null);
			Segment segment = guest.image().segments().getFirst();
			assertEquals(BASE + 0x40_0000, guest.boot().entry());
			assertEquals(BASE + 0x40_0000, segment.address());
			assertEquals(0x1000, segment.size());
			assertArrayEquals(linux(), segment.bytes());
		}
	}

	@Test
	void theNoteToTheFirmwareIsBelowAKernelThatBeginsBeforeItsUsualPlace() {
		byte[] kernel = linux();
		ByteBuffer.wrap(kernel).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 0x1f_f000);
		assertEquals(BASE + 0x1f_f000 - 48, Context.guest(kernel, new byte[] { 1 }).boot().registers().get("a2").value(0, 0));
	}

	@Test
	void theNoteToTheFirmwareIsBelowHoweverManyPiecesAreInItsWay() {
		int pieces = 50_000;
		List<Segment> segments = new ArrayList<>();
		for (int i = 1; i <= pieces; i++) {
			segments.add(Segment.of("piece", BASE + 0x20_0000 - i * Long.BYTES, new byte[Long.BYTES]));
		}
		Context context = new Context(Optional.empty(), Context.file("fw", new byte[] { 1 }));
		Guest guest = KernelBoot.of(Optional.of(new Image(BASE + 0x20_0000, segments, Symbols.NONE)), context);
		assertEquals(BASE + 0x20_0000 - pieces * Long.BYTES - 48, guest.boot().registers().get("a2").value(0, 0));
	}

	@Test
	void firmwareFromAFileIsEnteredOutOfResetAndToldWhereTheKernelIs() {
		Guest guest = Context.guest(linux(), new byte[] { 1, 2, 3, 4 });
		assertEquals(Boot.Kind.RESET, guest.boot().kind());
		assertEquals(BASE, guest.boot().entry());
		long note = guest.boot().registers().get("a2").value(0, 0);
		Segment info = guest.image().segments().stream().filter(s -> s.address() == note).findFirst().orElseThrow();
		ByteBuffer words = ByteBuffer.wrap(info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
		assertEquals("OSBI", new String(info.bytes(), 0, 4));
		assertEquals(BASE + 0x40_0000, words.getLong(16));
		assertEquals(1, words.getLong(24));
		assertEquals(BASE, Context.guest(null, new byte[4]).boot().entry());
	}

	@Test
	void aKernelThatCannotRunIsRefusedInOneLine() throws IOException {
		assertRefused("kernel has no file: name one, as in ringside run kernel --kernel Image", null);
		assertRefused("Image is empty: there is no kernel to run", new byte[0]);
		assertRefused("Image inflates to more than the 65536 KiB of memory: use a larger --memory", gzip(new byte[65 << 20]));
		byte[] broken = gzip(linux());
		assertRefused("Image is broken: it begins as gzip's and ends too early",
				java.util.Arrays.copyOf(broken, 20));
	}

	private static void assertRefused(String message, byte[] kernel) {
		assertEquals(message, assertThrows(GuestException.class, () -> Context.guest(kernel, null)).getMessage());
	}

	@Test
	void theFirmwareNeedsAClint() {
		FirmwareContext empty = new FirmwareContext() {
			@Override
			public int harts() {
				return 1;
			}

			@Override
			public long memoryBase() {
				return BASE;
			}

			@Override
			public long memorySize() {
				return 4096;
			}

			@Override
			public OptionalLong device(String kind) {
				return OptionalLong.empty();
			}

			@Override
			public long entry() {
				return BASE;
			}

			@Override
			public long deviceTree() {
				return BASE;
			}
		};
		GuestException e = assertThrows(GuestException.class, () -> new Sbi().create(new Sbi.Options(), empty));
		assertEquals("the built-in SBI needs the board to have a clint, for timer and software interrupts: add one, or use --firmware",
				e.getMessage());
	}
}
