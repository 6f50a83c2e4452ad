package org.ringside.lab.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.lab.GuestManifest;
import org.ringside.lab.InstalledGuest;
import org.ringside.lab.InstalledGuests;
import org.ringside.lab.LabException;

class GuestPackTest {

	private static final byte[] KERNEL = new Random(1).ints(40_000).collect(ByteArrayOutputStream::new, (out, value) -> out.write(value & 15),
			(_, _) -> {
			}).toByteArray();
	private static final Map<String, byte[]> FILES = Map.of("kernel.elf", KERNEL, "empty", new byte[0], "Zeros+1.bin", new byte[100_000]);

	@TempDir
	private Path temp;
	private InstalledGuests guests;
	private Path elsewhere;
	private Path pack;

	@BeforeEach
	void installToy() throws IOException {
		guests = InstalledGuests.in(temp.resolve("guests"));
		elsewhere = temp.resolve("a b").resolve("guests");
		pack = temp.resolve("toy.pack");
		Path folder = Files.createDirectories(guests.folder().resolve("toy"));
		for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
			Files.write(folder.resolve(file.getKey()), file.getValue());
		}
		Files.write(folder.resolve(GuestManifest.FILE), manifest(FILES).json());
	}

	private static GuestManifest manifest(Map<String, byte[]> files) {
		SortedMap<String, GuestManifest.Member> members = new TreeMap<>();
		files.forEach((name, bytes) -> members.put(name, new GuestManifest.Member(bytes.length, sha256(bytes))));
		return new GuestManifest("toy", "A toy", "kernel", Map.of("kernel", "kernel.elf"), members);
	}

	private static String sha256(byte[] bytes) {
		return HexFormat.of().formatHex(Hashing.sha256().digest(bytes));
	}

	/** The pack is refused in one line that names it and contains the text, and nothing is left behind. */
	private void refused(byte[] bytes, String says) throws IOException {
		Files.write(pack, bytes);
		String said = assertThrows(LabException.class, () -> InstalledGuests.in(elsewhere).add(pack, true), says).getMessage();
		assertEquals(1, said.lines().count(), said);
		assertTrue(said.startsWith(pack.toString()) && said.contains(says), "\"" + says + "\" is not in: " + said);
		assertFalse(said.contains("Exception"), said);
		assertFalse(Files.exists(elsewhere.getParent()));
	}

	private byte[] packed() throws IOException {
		guests.pack("toy", pack);
		return Files.readAllBytes(pack);
	}

	@Test
	void whatIsPackedIsInstalledElsewhere() throws IOException {
		guests.pack("toy", pack);
		InstalledGuest added = InstalledGuests.in(elsewhere).add(pack, false);
		assertEquals(guests.find("toy").orElseThrow().manifest(), added.manifest());
		try (Stream<Path> files = Files.list(elsewhere.resolve("toy"))) {
			assertEquals(FILES.size() + 1, files.count());
		}
		for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
			assertArrayEquals(file.getValue(), Files.readAllBytes(elsewhere.resolve("toy").resolve(file.getKey())));
		}
		assertEquals(List.of(elsewhere.resolve("toy")), entries(elsewhere));
	}

	private static List<Path> entries(Path folder) throws IOException {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.sorted().toList();
		}
	}

	@Test
	void equalGuestsMakeEqualPacks() throws IOException {
		byte[] first = packed();
		InstalledGuests.in(elsewhere).add(pack, false);
		InstalledGuests.in(elsewhere).pack("toy", pack);
		assertArrayEquals(first, Files.readAllBytes(pack));
	}

	@Test
	void aPackIsAZipFileWithTheManifestFirst() throws IOException {
		packed();
		try (ZipFile zip = new ZipFile(pack.toFile())) {
			assertEquals(List.of("guest.json", "Zeros+1.bin", "empty", "kernel.elf"), zip.stream().map(Object::toString).toList());
			assertArrayEquals(KERNEL, zip.getInputStream(zip.getEntry("kernel.elf")).readAllBytes());
		}
	}

	@Test
	void anInstalledGuestIsReplacedOnlyWhenAsked() throws IOException {
		packed();
		Path json = guests.folder().resolve("toy").resolve("guest.json");
		Files.writeString(json, Files.readString(json).replace("A toy", "Changed"));
		String said = assertThrows(LabException.class, () -> guests.add(pack, false)).getMessage();
		assertTrue(said.contains("guest toy is already installed in " + guests.folder() + ": --replace"), said);
		assertEquals("Changed", guests.find("toy").orElseThrow().manifest().label());
		assertEquals("A toy", guests.add(pack, true).manifest().label());
		assertEquals(List.of(guests.folder().resolve("toy")), entries(guests.folder()));
	}

	@Test
	void aRemovedGuestIsGoneWithItsFilesButNotWhatALinkLeadsTo() throws IOException {
		Path outside = Files.writeString(temp.resolve("outside"), "x");
		Files.createSymbolicLink(guests.folder().resolve("toy").resolve("link"), outside);
		guests.remove("toy");
		assertEquals(List.of(), entries(guests.folder()));
		assertTrue(Files.exists(outside));
		String said = assertThrows(LabException.class, () -> guests.remove("toy")).getMessage();
		assertTrue(said.contains("no guest \"toy\" is installed in " + guests.folder()), said);
	}

	@Test
	void aFileThatChangedIsNotPackedAndTheOldPackStays() throws IOException {
		byte[] before = packed();
		byte[] changed = KERNEL.clone();
		changed[77] ^= 1;
		Files.write(guests.folder().resolve("toy").resolve("kernel.elf"), changed);
		String said = assertThrows(LabException.class, () -> guests.pack("toy", pack)).getMessage();
		assertTrue(said.contains("kernel.elf: it is not what guest.json says"), said);
		assertArrayEquals(before, Files.readAllBytes(pack));
		assertEquals(List.of(guests.folder(), pack), entries(temp));
	}

	@Test
	void aPackCannotBeWrittenOverTheGuestOrNowhere() throws IOException {
		for (Path to : List.of(guests.folder().resolve("toy").resolve("kernel.elf"), temp, temp.resolve("no").resolve("f"), Path.of("/dev/null"))) {
			String said = assertThrows(LabException.class, () -> guests.pack("toy", to)).getMessage();
			assertTrue(said.startsWith("guest pack " + to + " cannot be written: "), said);
		}
		assertArrayEquals(KERNEL, Files.readAllBytes(guests.folder().resolve("toy").resolve("kernel.elf")));
	}

	@Test
	void whatAKilledProcessLeftIsPutRight() throws IOException {
		packed();
		long dead = dead();
		Files.createDirectories(guests.folder().resolve(".new-" + dead + "-half"));
		Files.writeString(guests.folder().resolve(".new-" + dead + "-half").resolve("x"), "x");
		Files.move(guests.folder().resolve("toy"), guests.folder().resolve(".old-" + dead + "-toy"));
		Files.createDirectories(guests.folder().resolve(".gone-" + dead + "-other"));
		assertThrows(LabException.class, () -> guests.remove("other"));
		InstalledGuests.in(guests.folder()).add(pack, true);
		assertEquals(List.of(guests.folder().resolve("toy")), entries(guests.folder()));
	}

	/** The number of a process that has ended. */
	private static long dead() throws IOException {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-version")
				.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
		try {
			process.waitFor();
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		return process.pid();
	}

	// ---- hostile packs

	@Test
	void whatIsNoPackIsRefused() throws IOException {
		byte[] good = packed();
		refused(new byte[0], "it is empty, and this is no guest pack");
		refused(new byte[1 << 16], "this is no guest pack: ringside guest pack NAME -o FILE makes one");
		refused("hello".getBytes(StandardCharsets.UTF_8), "this is no guest pack");
		refused(Arrays.copyOf(good, 3), "this is no guest pack");
		refused(Arrays.copyOf(good, good.length / 2), "it is cut off, or a zip file that is no guest pack: fetch it again");
		refused(Arrays.copyOf(good, good.length - 1), "it is cut off");
		refused(Arrays.copyOf(good, good.length + 1), "it is cut off, or a zip file");
		refused(PackFormat.buffer(4).putInt(PackFormat.LOCAL_MAGIC).array(), "it is cut off");
	}

	@Test
	void eachChangedByteIsNoticed() throws IOException {
		byte[] good = packed();
		Random random = new Random(2);
		for (int i = 0; i < 100; i++) {
			byte[] bytes = good.clone();
			bytes[random.nextInt(4, bytes.length - PackFormat.COMMENT_LENGTH)] ^= (byte) (1 << random.nextInt(8));
			refused(bytes, "its checksum is wrong: fetch it again");
		}
	}

	@Test
	void aPackOfAnotherFormatIsRefused() throws IOException {
		byte[] bytes = packed();
		bytes[bytes.length - PackFormat.COMMENT_LENGTH + "ringside guest pack ".length()] = '2';
		refused(bytes, "the pack is of format 2, and this program reads format 1: use another version of Ringside");
	}

	/** What is stored under a name, which may lie about it. */
	private record Part(String name, byte[] bytes, long size, int attributes) {

		Part(String name, byte[] bytes) {
			this(name, bytes, bytes.length, 0);
		}
	}

	private static Part json(String text) {
		return new Part("guest.json", text.getBytes(StandardCharsets.UTF_8));
	}

	private static Part json(Map<String, byte[]> files) {
		return new Part("guest.json", manifest(files).json());
	}

	private static byte[] deflated(byte[] bytes) {
		Deflater deflater = new Deflater(9, true);
		deflater.setInput(bytes);
		deflater.finish();
		byte[] packed = new byte[bytes.length + 64];
		int length = deflater.deflate(packed);
		deflater.end();
		return Arrays.copyOf(packed, length);
	}

	/** A pack with the right checksum, of whatever parts. */
	private static byte[] sealed(Part... parts) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		List<byte[]> directory = new ArrayList<>();
		for (Part part : parts) {
			byte[] packed = deflated(part.bytes());
			CRC32 crc = new CRC32();
			crc.update(part.bytes());
			PackFormat.Entry entry = new PackFormat.Entry(part.name(), out.size(), (int) crc.getValue(), packed.length, part.size());
			out.writeBytes(entry.local());
			out.writeBytes(packed);
			byte[] central = entry.central();
			PackFormat.buffer(4).putInt(part.attributes()).flip().get(central, 38, 4);
			directory.add(central);
		}
		int at = out.size();
		directory.forEach(out::writeBytes);
		out.writeBytes(PackFormat.end(parts.length, at, out.size() - at));
		return sealed(out.toByteArray());
	}

	private static byte[] sealed(byte[] body) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(body);
		out.writeBytes(PackFormat.comment(Hashing.sha256().digest(body)));
		return out.toByteArray();
	}

	@Test
	void namesThatLeadElsewhereAreRefused() throws IOException {
		for (String name : List.of("../evil", "/etc/evil", "a/b", "C:evil", "C:\\evil", "a\\b", "..", ".", "NUL", "a ", "x\u0000y")) {
			refused(sealed(json(FILES), new Part(name, KERNEL)), "cannot be a guest's file");
			refused(sealed(json(new String(manifest(FILES).json(), StandardCharsets.UTF_8)
					.replace("kernel.elf", name.replace("\\", "\\\\").replace("\u0000", "\\u0000")))), "cannot be a guest's file");
		}
		refused(sealed(json(FILES), new Part("d/", new byte[0])), "\"d/\" is no regular file");
		assertFalse(Files.exists(temp.resolve("evil")));
	}

	@Test
	void linksFoldersAndDevicesAreRefused() throws IOException {
		refused(sealed(json(FILES), new Part("empty", "/etc/passwd".getBytes(StandardCharsets.UTF_8), 11, 0xa1ff << 16)), "\"empty\" is a link");
		refused(sealed(json(FILES), new Part("empty", new byte[0], 0, 0x41ed << 16)), "\"empty\" is no regular file");
		refused(sealed(json(FILES), new Part("empty", new byte[0], 0, 0x10)), "\"empty\" is no regular file");
		refused(sealed(json(FILES), new Part("empty", new byte[0], 0, 0x21b6 << 16)), "\"empty\" is no regular file");
	}

	@Test
	void namesThatAreTheSameAreRefused() throws IOException {
		Part kernel = new Part("kernel.elf", KERNEL);
		refused(sealed(json(Map.of("kernel.elf", KERNEL)), kernel, kernel), "it has \"kernel.elf\" twice");
		refused(sealed(json(FILES), new Part("Kernel.elf", KERNEL), kernel), "the files Kernel.elf and kernel.elf have one name");
		refused(sealed(json(FILES), new Part("Guest.json", KERNEL), kernel), "the files guest.json and Guest.json have one name");
	}

	@Test
	void filesThatAreNotAsTheManifestSaysAreRefused() throws IOException {
		Map<String, byte[]> one = Map.of("kernel.elf", KERNEL);
		byte[] changed = KERNEL.clone();
		changed[5] ^= 1;
		refused(sealed(json(one), new Part("kernel.elf", changed)), "\"kernel.elf\" has another sha256");
		refused(sealed(json(one)), "the file \"kernel.elf\" of its guest.json is missing");
		refused(sealed(json(one), new Part("a", KERNEL), new Part("kernel.elf", KERNEL)), "\"a\" is not in its guest.json");
		refused(sealed(json(FILES), new Part("empty", new byte[0]), new Part("kernel.elf", KERNEL)), "is missing before \"empty\"");
		refused(sealed(json(one), new Part("kernel.elf", new byte[7])), "\"kernel.elf\" has 7 bytes, and its guest.json says 40000");
		refused(sealed(new Part("kernel.elf", KERNEL), json(one)), "its first file is \"kernel.elf\", not guest.json");
		refused(sealed(json("{}")), "the manifest has no \"format\"");
		refused(sealed(json("nothing")), "guest.json: it is not JSON from line 1 column 1 on");
	}

	@Test
	void whatInflatesToMoreOrLessThanItDeclaresIsRefused() throws IOException {
		byte[] bomb = new byte[50 << 20];
		GuestManifest small = new GuestManifest("toy", "A toy", "kernel", Map.of(),
				new TreeMap<>(Map.of("bomb", new GuestManifest.Member(1000, sha256(bomb)))));
		GuestManifest large = new GuestManifest("toy", "A toy", "kernel", Map.of(),
				new TreeMap<>(Map.of("bomb", new GuestManifest.Member(51 << 20, sha256(bomb)))));
		refused(sealed(new Part("guest.json", small.json()), new Part("bomb", bomb, 1000, 0)), "\"bomb\" inflates to more than the 1000 bytes");
		refused(sealed(new Part("guest.json", large.json()), new Part("bomb", bomb, 51 << 20, 0)), "\"bomb\" does not inflate to what it declares");
		refused(sealed(new Part("guest.json", bomb)), "its guest.json has 52428800 bytes, and none is longer");
		refused(sealed(new Part("guest.json", bomb, 100, 0)), "\"guest.json\" inflates to more than the 100 bytes");
	}

	@Test
	void moreThanADiskHoldsIsRefusedBeforeItIsWritten() throws IOException {
		SortedMap<String, GuestManifest.Member> members = new TreeMap<>();
		List<Part> parts = new ArrayList<>();
		for (char name = 'a'; name < 'a' + 5; name++) {
			members.put(Character.toString(name), new GuestManifest.Member(0xffff_fff0L, sha256(KERNEL)));
			parts.add(new Part(Character.toString(name), new byte[0], 0xffff_fff0L, 0));
		}
		parts.addFirst(new Part("guest.json", new GuestManifest("toy", "A toy", "kernel", Map.of(), members).json()));
		refused(sealed(parts.toArray(Part[]::new)), "its files have 21474836400 bytes in all, and a guest has at most 17179869184");
	}

	@Test
	void absurdCountsAndPlacesAreRefused() throws IOException {
		byte[] good = packed();
		int end = good.length - PackFormat.COMMENT_LENGTH - PackFormat.END;
		byte[] many = body(good);
		many[end + 8] = many[end + 9] = many[end + 10] = many[end + 11] = (byte) 0xff;
		refused(sealed(many), "it has 65535 files, and a guest has 1 to 257");
		byte[] none = body(good);
		none[end + 8] = none[end + 10] = 0;
		refused(sealed(none), "it has 0 files");
		byte[] more = body(good);
		more[end + 8]++;
		more[end + 10]++;
		refused(sealed(more), "the pack is broken: its directory has fewer entries than its end says");
		byte[] far = body(good);
		far[end + 19] = 0x7f;
		refused(sealed(far), "its directory is not where its end says");
		byte[] encrypted = body(good);
		encrypted[6] = 1;
		refused(sealed(encrypted), "\"guest.json\" is not stored as a pack's files are");
		refused(sealed(Arrays.copyOf(good, 10)), "it has no directory");
		SortedMap<String, byte[]> files = new TreeMap<>();
		for (int i = 0; i < 300; i++) {
			files.put("f" + i, new byte[0]);
		}
		refused(sealed(files.keySet().stream().map(name -> new Part(name, new byte[0])).toArray(Part[]::new)), "it has 300 files");
	}

	private static byte[] body(byte[] pack) {
		return Arrays.copyOf(pack, pack.length - PackFormat.COMMENT_LENGTH);
	}

	/** Whoever makes a hostile pack can make its checksum right. */
	@Test
	void noChangeUnderARightChecksumIsMoreThanRefused() throws IOException {
		byte[] good = body(sealed(json(Map.of("kernel.elf", KERNEL)), new Part("kernel.elf", KERNEL)));
		Random random = new Random(3);
		int installed = 0;
		for (int i = 0; i < 1000; i++) {
			byte[] bytes = random.nextInt(8) == 0 ? Arrays.copyOf(good, random.nextInt(4, good.length)) : good.clone();
			for (int j = random.nextInt(1, 4); j > 0; j--) {
				// where the records are, mostly
				int at = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length - 1 - random.nextInt(Math.min(bytes.length, 150));
				bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
			}
			Files.write(pack, sealed(bytes));
			try {
				InstalledGuests.in(elsewhere).add(pack, true);
				installed++;
				assertArrayEquals(KERNEL, Files.readAllBytes(elsewhere.resolve("toy").resolve("kernel.elf")));
				InstalledGuests.in(elsewhere).remove("toy");
			} catch (LabException e) {
				assertEquals(1, e.getMessage().lines().count(), e.getMessage());
				assertFalse(e.getMessage().contains("Exception"), e.getMessage());
			}
		}
		assertTrue(installed < 100, "so many were installed: " + installed);
		assertTrue(!Files.exists(elsewhere) || entries(elsewhere).isEmpty());
	}
}
