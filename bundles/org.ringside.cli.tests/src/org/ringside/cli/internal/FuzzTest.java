package org.ringside.cli.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.devices.board.Board;
import org.ringside.devices.board.BoardSource;
import org.ringside.guest.ElfImage;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestFile;
import org.ringside.guest.riscv.KernelImage;
import org.ringside.isa.Architecture;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.elf.Elf;
import org.ringside.lab.Experiment;
import org.ringside.lab.GuestManifest;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;
import org.ringside.lab.SavedRun;
import org.ringside.lab.Script;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.FlatCatalog;

/** Everything that reads a file takes any bytes: it reads them, or says in one line what is wrong with them. */
class FuzzTest {

	private static final int ROUNDS = Integer.getInteger("ringside.fuzz", 2_000);
	private static final Catalog CATALOG = FlatCatalog.ofClassPath();
	private static final Isa ISA = Isa.of(CATALOG.find(Architecture.class, Programs.DEFAULT_ISA).orElseThrow().maker());

	private static final String SOURCE = """
			# a program with a bit of everything
				.equ BYTES, 0x40 * 2 + (7 & ~1)
				.macro twice reg, by=1
				addi \\reg, \\reg, \\by
				addi \\reg, \\reg, \\by
				.endm
				.globl _start
			_start:	la a0, text
				li t0, BYTES
			1:	twice t0, -1
				bnez t0, 1b
				lw a1, 8(a0)
				csrr t1, mhartid
			2:	j 2b
				.data
				.balign 16
			text:	.asciz "hello\\n\\x41"
				.dword _start, 0x1234567812345678
				.if BYTES > 2
				.zero 100
				.endif
			""";

	private record Context(long memorySize) implements GuestContext {

		@Override
		public long memoryBase() {
			return 0x8000_0000L;
		}

		@Override
		public int harts() {
			return 1;
		}
	}

	@TempDir
	private Path folder;

	/** What is read, or refused in one line of words. */
	private static void fuzz(byte[] good, long seed, int rounds, Consumer<byte[]> reader) {
		for (int i = 0; i < rounds; i++) {
			byte[] bytes = changed(good, new Random(seed + i));
			try {
				reader.accept(bytes);
			} catch (Programs.Mistakes e) {
				assertFalse(e.getMessage().contains("Exception"), e.getMessage());
			} catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
				if (!Ringside.isUsers(e)) {
					throw new AssertionError("seed " + (seed + i) + ", " + bytes.length + " bytes", e);
				}
				// what is quoted of the file may hold line ends, of which the command line makes one line
				assertFalse(e.getMessage().isBlank() || e.getMessage().contains("Exception") || e.getMessage().contains("null"), e.getMessage());
			}
		}
	}

	/** Cut off, bytes changed, repeated or moved; numbers become extreme ones. */
	private static byte[] changed(byte[] good, Random random) {
		byte[] bytes = random.nextInt(5) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
		for (int i = random.nextInt(1, 6); i > 0 && bytes.length > 0; i--) {
			int at = random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(Math.min(bytes.length, 128));
			switch (random.nextInt(5)) {
			case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
			case 1 -> bytes[at] = (byte) random.nextInt(256);
			case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
			case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(1, 9)), (byte) (random.nextBoolean() ? 0xff : 0));
			default -> {
				int from = random.nextInt(bytes.length);
				System.arraycopy(bytes, from, bytes, at, Math.min(random.nextInt(1, 64), bytes.length - Math.max(at, from)));
			}
			}
		}
		return bytes;
	}

	private static byte[] elf() {
		return Programs.assemble(ISA, 0x8020_0000L, "program.s", SOURCE.getBytes(StandardCharsets.UTF_8));
	}

	private static void image(byte[] bytes) {
		ElfImage.read(new GuestFile("f", bytes), Elf.RISCV, 64, new Context(64 << 20)).symbols().all();
	}

	@Test
	void elfFiles() {
		byte[] good = elf();
		fuzz(good, 1, ROUNDS, FuzzTest::image);
		fuzz(good, 2, ROUNDS, bytes -> Elf.read("f", bytes).lineOf(0x8020_0004L));
	}

	@Test
	void kernels() throws IOException {
		byte[] image = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 0x20_0000).putLong(16, 0x8000).putInt(0x38, 0x05435352).array();
		Context context = new Context(64 << 20);
		fuzz(image, 3, ROUNDS, bytes -> KernelImage.read(new GuestFile("f", bytes), context));
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
			zip.write(elf());
		}
		fuzz(zipped.toByteArray(), 4, ROUNDS, bytes -> KernelImage.read(new GuestFile("f", bytes), context));
	}

	@Test
	void sources() {
		fuzz(SOURCE.getBytes(StandardCharsets.UTF_8), 5, ROUNDS / 4, bytes -> Programs.assemble(ISA, 0x8000_0000L, "program.s", bytes));
	}

	@Test
	void textsThatNestDeeply() {
		for (String deep : List.of(".dword " + "(".repeat(100_000), ".dword " + "-".repeat(100_000) + "1", ".if 1\n".repeat(2_000),
				".macro m\nm\n.endm\nm\n", ".rept 1000\n".repeat(100), ".rept 0x7fffffff\nnop\n.endr\n", ".zero 0x7fffffffffffffff\n",
				".balign 0x4000000000000000\n", ".equ a, b\n.equ b, a\n.dword a\n", ".dword " + "1+".repeat(100_000) + "1")) {
			fuzz(deep.getBytes(StandardCharsets.UTF_8), 6, 1, bytes -> Programs.assemble(ISA, 0x8000_0000L, "program.s", deep.getBytes(StandardCharsets.UTF_8)));
		}
	}

	@Test
	void boards() throws IOException {
		BoardSource source = CATALOG.find(BoardSource.class, "virt").orElseThrow().maker();
		try (InputStream in = source.getClass().getResourceAsStream("/boards/virt.board")) {
			fuzz(in.readAllBytes(), 7, ROUNDS, bytes -> Board.parse("f", new String(bytes, StandardCharsets.UTF_8)));
		}
	}

	@Test
	void scriptsRecordingsAndManifests() {
		byte[] script = "# c\nexpect \"login: \\x41\"\nsend \"root\\n\"\nwait 1000000\nend\n".getBytes(StandardCharsets.UTF_8);
		fuzz(script, 8, ROUNDS, bytes -> Script.parse("f", new String(bytes, StandardCharsets.UTF_8)));
		fuzz("ringside input 1\n10 20 0a\n30 40 end\n".getBytes(StandardCharsets.UTF_8), 9, ROUNDS, bytes -> Inputs.replay("f", bytes));
		byte[] manifest = ("{\"format\":1,\"name\":\"n\",\"label\":\"l\",\"guest\":\"g\",\"options\":{\"a\":\"b\",\"c\":true},\"files\":{\"f\":"
				+ "{\"size\":12,\"sha256\":\"" + "0".repeat(64) + "\"}}}").getBytes(StandardCharsets.UTF_8);
		fuzz(manifest, 10, ROUNDS, bytes -> GuestManifest.parse("f", bytes));
	}

	/** The checksum of each is right, as that of whoever means harm would be. */
	@Test
	void savedRuns() throws IOException {
		Path file = folder.resolve("saved");
		GuestFile program = new GuestFile("p", Programs.assemble(ISA, 0x8000_0000L, "p.s", SOURCE.getBytes(StandardCharsets.UTF_8)));
		try (Run run = Run.of(CATALOG, Experiment.standard().withGuest("bare").withMemory(1 << 20).withFile(Experiment.Role.PROGRAM, program), Inputs.none())) {
			run.play(20, Run.FOR_EVER);
			run.save(file);
		}
		byte[] good = Files.readAllBytes(file);
		byte[] head = Arrays.copyOf(good, 20);
		byte[] body = new InflaterInputStream(new ByteArrayInputStream(good, 52, good.length - 52)).readAllBytes();
		fuzz(body, 11, ROUNDS / 4, bytes -> {
			seal(file, head, bytes);
			SavedRun.read(file);
		});
		fuzz(body, 12, ROUNDS / 40, bytes -> {
			seal(file, head, bytes);
			try (Run run = Run.of(CATALOG, SavedRun.read(file), "interpreter", Optional.empty())) {
				run.play(run.progress().steps() + 100, Duration.ofSeconds(5));
			}
		});
	}

	private static void seal(Path file, byte[] head, byte[] body) {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try {
			try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
				out.write(body);
			}
			byte[] bytes = packed.toByteArray();
			ByteBuffer all = ByteBuffer.allocate(52 + bytes.length).put(head).putLong(12, bytes.length).position(20)
					.put(MessageDigest.getInstance("SHA-256").digest(bytes)).put(bytes);
			Files.write(file, all.array());
		} catch (IOException | NoSuchAlgorithmException e) {
			throw new AssertionError(e);
		}
	}
}
