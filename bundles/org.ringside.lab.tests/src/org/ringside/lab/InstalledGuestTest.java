package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.guest.Boot;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestMaker;
import org.ringside.guest.Image;
import org.ringside.lab.Experiment.Role;
import org.ringside.machine.DeviceContext.Storage;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

class InstalledGuestTest {

	private static final String SHA = "0123456789abcdef".repeat(4);
	private static final String GOOD = """
			{
			  "format": 1,
			  "name": "toy",
			  "label": "A toy",
			  "guest": "boxed",
			  "options": {
			    "table": "table.bin",
			    "speed": "7",
			    "kernel": "Image",
			    "append": "quiet \\"x\\"",
			    "memory": "4M",
			    "harts": "2"
			  },
			  "files": {
			    "Image": {
			      "size": 4,
			      "sha256": "%s"
			    },
			    "table.bin": {
			      "size": 0,
			      "sha256": "%s"
			    }
			  }
			}
			""".formatted(SHA, SHA);

	/** Has options of its own, one of them a file. */
	@Contribution(id = "boxed", label = "A guest in a box")
	private static final class Boxed implements GuestMaker<Boxed.Options> {

		record Options(@Option(help = "a table") Path table, @Option(help = "how fast", value = "1") int speed) {
		}

		@Override
		public Class<Options> options() {
			return Options.class;
		}

		@Override
		public Guest create(Options options, GuestContext context) {
			return Guest.of(Image.of(0), Boot.reset(0, Map.of()));
		}
	}

	private static final Catalog CATALOG = Catalog.of(new Boxed());

	@TempDir
	private Path guests;

	private InstalledGuest installed(String json) throws IOException {
		Path folder = Files.createDirectories(guests.resolve("toy"));
		Files.writeString(folder.resolve("guest.json"), json);
		Files.write(folder.resolve("Image"), new byte[] { 1, 2, 3, 4 });
		Files.write(folder.resolve("table.bin"), new byte[0]);
		return InstalledGuests.in(guests).find("toy").orElseThrow();
	}

	private static String refused(org.junit.jupiter.api.function.Executable what) {
		String said = assertThrows(LabException.class, what).getMessage();
		assertEquals(1, said.lines().count(), said);
		return said;
	}

	private static GuestManifest parse(String json) {
		return GuestManifest.parse("guest.json", json.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aManifestIsReadAndWrittenAgain() {
		GuestManifest manifest = parse(GOOD);
		assertEquals("toy", manifest.name());
		assertEquals("A toy", manifest.label());
		assertEquals("boxed", manifest.guest());
		assertEquals(List.of("table", "speed", "kernel", "append", "memory", "harts"), List.copyOf(manifest.options().keySet()));
		assertEquals("quiet \"x\"", manifest.options().get("append"));
		assertEquals(new GuestManifest.Member(4, SHA), manifest.files().get("Image"));
		assertEquals(4, manifest.size());
		assertEquals(GOOD, new String(manifest.json(), StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { //
			"\"format\": 1,       | \"format\": 1        | guest.json: it is ",
			"\"format\": 1,       | \"format\": 2,       | of format 2, and this program reads format 1",
			"\"format\": 1,       | \"format\": 1e99,    | of format 1e99",
			"\"format\": 1,       | ``                   | the manifest has no \"format\"",
			"\"label\": \"A toy\",| ``                   | the manifest has no \"label\"",
			"A toy                | a\\nb               | must be one line",
			"A toy                | \\ud800              | `guest.json`",
			"\"toy\"              | \"Toy\"              | \"Toy\" cannot be the name",
			"\"toy\"              | \"../toy\"           | \"../toy\" cannot be the name",
			"\"toy\"              | \"aux\"              | \"aux\" cannot be the name",
			"\"toy\"              | 7e                   | it is not JSON",
			"\"guest\"            | \"name\"             | \"name\" is there twice",
			"\"guest\"            | \"gast\"             | \"gast\" means nothing here",
			"\"speed\"            | \"table\"            | \"table\" is there twice",
			"\"7\"                | [7]                  | it is no guest's manifest",
			"\"size\": 4          | \"size\": -4         | file Image has a size of -4 bytes",
			"\"size\": 4          | \"size\": 1e30       | it is no guest's manifest",
			"\"size\": 4,         | ``                   | file Image has no \"size\"",
			"\"size\": 4,         | \"mode\": 4,         | \"mode\" of file Image means nothing",
			"0123                 | 012G                 | 64 lower-case hexadecimal digits",
			"\"Image\": {         | \"/etc/x\": {        | \"/etc/x\" cannot be a guest's file",
			"\"Image\": {         | \"..\": {            | \"..\" cannot be a guest's file",
			"\"Image\": {         | \"a\\\\b\": {        | cannot be a guest's file",
			"\"Image\": {         | \"c:x\": {           | \"c:x\" cannot be a guest's file",
			"\"Image\": {         | \"NUL.txt\": {       | \"NUL.txt\" cannot be a guest's file",
			"\"Image\": {         | \"Guest.json\": {    | guest.json and Guest.json have one name",
			"\"Image\": {         | \"table.bin\": {     | \"table.bin\" is there twice",
			"\"Image\": {         | \"Table.bin\": {     | the files Table.bin and table.bin have one name",
			"\"A toy\"            | 'A toy'              | it is not JSON",
			"\"4M\"               | null                 | it is no guest's manifest" })
	void aWrongManifestIsRefusedInOneLine(String good, String wrong, String says) {
		assertTrue(GOOD.contains(good), good);
		String said = refused(() -> parse(GOOD.replaceFirst(java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(wrong))));
		assertTrue(said.startsWith("guest.json: ") && said.contains(says), said);
	}

	@Test
	void whatFollowsOrIsNoTextIsRefused() {
		assertTrue(refused(() -> parse(GOOD + "{}")).contains("guest.json: "));
		assertTrue(refused(() -> parse("")).contains("guest.json: "));
		assertTrue(refused(() -> parse("[".repeat(100_000))).contains("guest.json: "));
		assertTrue(refused(() -> GuestManifest.parse("guest.json", new byte[] { '{', (byte) 0xff })).contains("it is not UTF-8"));
		assertTrue(refused(() -> GuestManifest.parse("guest.json", new byte[2 << 20])).contains("longer than any"));
	}

	@Test
	void anExperimentHasItsOptionsAndFiles() throws IOException {
		Experiment experiment = installed(GOOD).experiment(CATALOG, Experiment.standard());
		assertEquals("boxed", experiment.guest());
		assertEquals(List.of("table=" + guests.resolve("toy").resolve("table.bin"), "speed=7"), experiment.options());
		assertArrayEquals(new byte[] { 1, 2, 3, 4 }, experiment.file(Role.KERNEL).orElseThrow().bytes());
		assertEquals("quiet \"x\"", experiment.commandLine());
		assertEquals(4 << 20, experiment.memory());
		assertEquals(2, experiment.harts());
	}

	@Test
	void itsDiskIsNeverWrittenAndItsDevicesArePlugged() throws IOException {
		Experiment experiment = installed(GOOD.replace("\"speed\": \"7\"", "\"disk\": \"Image\"").replace("\"append\": \"quiet \\\"x\\\"\"",
				"\"devices\": \"virtio-rng,virtio-net\"")).experiment(CATALOG, Experiment.standard());
		assertEquals(List.of(Disk.of(guests.resolve("toy").resolve("Image").toString(), Storage.Use.KEPT)), experiment.disks());
		assertEquals(List.of("virtio-rng", "virtio-net"), experiment.devices());
	}

	@Test
	void aFileOptionReadsNoFileBesideTheGuests() throws IOException {
		Files.writeString(guests.resolve("secret"), "x");
		for (String option : List.of("kernel", "table", "disk")) {
			for (String value : List.of("../secret", guests.resolve("secret").toString(), "guest.json", "")) {
				Map<String, String> options = new LinkedHashMap<>(Map.of(option, value));
				GuestManifest manifest = new GuestManifest("toy", "A toy", "boxed", options, new TreeMap<>());
				InstalledGuest guest = new InstalledGuest(guests.resolve("toy"), manifest);
				assertTrue(refused(() -> guest.experiment(CATALOG, Experiment.standard())).contains("has no such file"));
			}
		}
	}

	@Test
	void aFileThatIsGoneOrOfAnotherSizeIsRefused() throws IOException {
		InstalledGuest guest = installed(GOOD);
		Path image = guest.folder().resolve("Image");
		Files.write(image, new byte[3]);
		assertTrue(refused(() -> guest.experiment(CATALOG, Experiment.standard())).contains("it has 3 bytes, and guest.json says 4"));
		Files.delete(image);
		assertTrue(refused(() -> guest.experiment(CATALOG, Experiment.standard())).contains("there is no such file; install guest toy again"));
		Files.createSymbolicLink(image, guests.resolve("toy").resolve("guest.json"));
		assertTrue(refused(() -> guest.experiment(CATALOG, Experiment.standard())).contains("no regular file"));
	}

	@Test
	void anOptionOrGuestThatIsUnknownIsNamed() throws IOException {
		InstalledGuest odd = installed(GOOD.replace("\"append\"", "\"colour\""));
		assertTrue(refused(() -> odd.experiment(CATALOG, Experiment.standard())).contains("option colour=quiet \"x\": neither guest boxed"));
		InstalledGuest other = installed(GOOD.replace("boxed", "minix"));
		assertTrue(refused(() -> other.experiment(CATALOG, Experiment.standard())).contains("needs the guest \"minix\""));
		InstalledGuest big = installed(GOOD.replace("\"2\"", "\"0\""));
		assertTrue(refused(() -> big.experiment(CATALOG, Experiment.standard())).contains("option harts=0: choose a number from 1"));
	}

	@Test
	void aFolderOfAnotherNameIsRefusedAndOthersAreIgnored() throws IOException {
		Path other = Files.createDirectories(guests.resolve("other"));
		Files.writeString(other.resolve("guest.json"), GOOD);
		Files.createDirectories(guests.resolve("no-manifest"));
		Files.createDirectories(guests.resolve(".hidden"));
		Files.writeString(guests.resolve("file"), "");
		InstalledGuests installed = InstalledGuests.in(guests);
		assertEquals(List.of("no-manifest", "other"), installed.names());
		assertTrue(refused(() -> installed.find("other")).contains("in a folder of another name"));
		assertTrue(refused(() -> installed.find("no-manifest")).contains("there is no such file"));
		assertFalse(installed.find("../other").isPresent());
		assertFalse(installed.find("file").isPresent());
		assertEquals(List.of(), InstalledGuests.in(guests.resolve("none")).names());
	}

	@Test
	void eachPlatformHasItsPlace() {
		Path home = Path.of("/home/u");
		assertEquals(Path.of("/g"), InstalledGuests.place(Map.of("RINGSIDE_GUESTS", "/g", "XDG_DATA_HOME", "/x"), "Linux", home));
		assertEquals(Path.of("/x/ringside/guests"), InstalledGuests.place(Map.of("XDG_DATA_HOME", "/x"), "Linux", home));
		assertEquals(Path.of("/home/u/.local/share/ringside/guests"), InstalledGuests.place(Map.of("XDG_DATA_HOME", "x"), "Linux", home));
		assertEquals(Path.of("/home/u/Library/Application Support/Ringside/guests"), InstalledGuests.place(Map.of(), "Mac OS X", home));
		assertEquals(Path.of("/l/ringside/guests"), InstalledGuests.place(Map.of("LOCALAPPDATA", "/l"), "Windows 11", home));
		assertEquals(Path.of("/home/u/AppData/Local/ringside/guests"), InstalledGuests.place(Map.of(), "Windows 11", home));
	}
}
