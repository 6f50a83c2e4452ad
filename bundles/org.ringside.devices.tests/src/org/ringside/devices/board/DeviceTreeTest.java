package org.ringside.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The device tree of our virt board beside QEMU's, both as dtc decompiles them. */
class DeviceTreeTest {

	/** What differs on purpose: the harts' abilities, the model's name, and what is random. */
	private static final Set<String> DIFFERENT = Set.of("riscv,isa", "riscv,isa-base", "riscv,isa-extensions",
			"riscv,cbom-block-size", "riscv,cboz-block-size", "mmu-type", "model", "rng-seed");
	/** Of these, numbers are handles, which each tree gives out in its own order. */
	private static final Set<String> HANDLES = Set.of("phandle", "interrupt-parent", "regmap", "cpu");
	private static final Pattern PROPERTY = Pattern.compile("([^\\s=;{]+)(?: = (.*))?;");
	private static final Pattern NODE = Pattern.compile("(\\S+) \\{");

	@TempDir
	Path folder;

	private byte[] tree(int harts, String commandLine, long start, long end) {
		return new MachineBuilder(new VirtBoard().board(), MachineBuilderTest.CATALOG).harts(harts).build().deviceTree(commandLine, start,
				end);
	}

	@Test
	void theBlobHasTheFormatsHeader() {
		ByteBuffer blob = ByteBuffer.wrap(tree(1, "", 0, 0));
		assertEquals(0xd00dfeed, blob.getInt(0));
		assertEquals(blob.capacity(), blob.getInt(4));
		assertEquals(17, blob.getInt(20));
		assertEquals(1, blob.getInt(blob.getInt(8)));
		assertEquals(9, blob.getInt(blob.getInt(8) + blob.getInt(36) - 4));
	}

	@Test
	void theSizeDoesNotDependOnAddresses() {
		assertEquals(tree(1, "", 0, 1).length, tree(1, "", 0x8123_4567L, 0x8765_4321L).length);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	void nodesThatQemuHasTooHaveItsProperties(int harts) throws Exception {
		needs("dtc", "device-tree-compiler");
		needs("qemu-system-riscv64", "qemu-system-misc");
		Path theirs = folder.resolve("qemu.dtb");
		run("qemu-system-riscv64", "-machine", "virt,dumpdtb=" + theirs, "-smp", "" + harts, "-m", "128M", "-bios", "none", "-display",
				"none", "-monitor", "none", "-serial", "none");
		Map<String, Map<String, String>> qemu = decompiled(theirs);
		Map<String, Map<String, String>> ours = decompiled(write(tree(harts, "", 0, 0)));
		assertEquals(22 + 3 * harts, ours.size(), () -> ours.keySet().toString());
		ours.forEach((path, properties) -> {
			assertTrue(qemu.containsKey(path), path + " is not in QEMU's tree");
			assertEquals(without(qemu.get(path)), without(properties), path);
		});
	}

	@Test
	void theCommandLineAndTheRamDiskAreInChosen() throws Exception {
		needs("dtc", "device-tree-compiler");
		Map<String, Map<String, String>> tree = decompiled(write(tree(1, "console=ttyS0 quiet", 0x8700_0000L, 0x8712_3456L)));
		Map<String, String> chosen = tree.get("/chosen");
		assertEquals("\"console=ttyS0 quiet\"", chosen.get("bootargs"));
		assertEquals("<0x00 0x87000000>", chosen.get("linux,initrd-start"));
		assertEquals("<0x00 0x87123456>", chosen.get("linux,initrd-end"));
		assertEquals("\"/soc/serial@10000000\"", chosen.get("stdout-path"));
		assertFalse(decompiled(write(tree(1, "", 0, 0))).get("/chosen").containsKey("linux,initrd-start"));
	}

	@Test
	void theExtensionsAreThoseOfTheHarts() throws Exception {
		needs("dtc", "device-tree-compiler");
		String text = new VirtBoard().board().text().replaceFirst("extensions=\\S+ mmu=\\S+", "extensions=rv64imac_zicboz_zba mmu=sv48");
		byte[] blob = new MachineBuilder(Board.parse("test", text), MachineBuilderTest.CATALOG).build().deviceTree("", 0, 0);
		Map<String, String> cpu = decompiled(write(blob)).get("/cpus/cpu@0");
		assertEquals("\"rv64imac_zicboz_zba\"", cpu.get("riscv,isa"));
		assertEquals("\"rv64i\"", cpu.get("riscv,isa-base"));
		assertEquals("\"i\\0m\\0a\\0c\\0zicboz\\0zba\"", cpu.get("riscv,isa-extensions"));
		assertEquals("<0x40>", cpu.get("riscv,cboz-block-size"));
		assertFalse(cpu.containsKey("riscv,cbom-block-size"));
		assertEquals("\"riscv,sv48\"", cpu.get("mmu-type"));
	}

	private static Map<String, String> without(Map<String, String> properties) {
		Map<String, String> kept = new TreeMap<>(properties);
		kept.keySet().removeAll(DIFFERENT);
		return kept;
	}

	private Path write(byte[] blob) throws IOException {
		return Files.write(folder.resolve("ours.dtb"), blob);
	}

	/** Properties by path of the node, handles replaced by the path of the node that has them. */
	private Map<String, Map<String, String>> decompiled(Path blob) throws Exception {
		Map<String, Map<String, String>> nodes = new TreeMap<>();
		Deque<String> path = new ArrayDeque<>();
		for (String line : run("dtc", "-q", "-I", "dtb", "-O", "dts", "-f", blob.toString()).lines().map(String::strip).toList()) {
			Matcher node = NODE.matcher(line);
			Matcher property = PROPERTY.matcher(line);
			if (node.matches()) {
				path.addLast(node.group(1).equals("/") ? "" : path.getLast() + "/" + node.group(1));
				nodes.put(path.getLast().isEmpty() ? "/" : path.getLast(), new TreeMap<>());
			} else if (line.equals("};")) {
				path.removeLast();
			} else if (property.matches() && !path.isEmpty()) {
				nodes.get(path.getLast().isEmpty() ? "/" : path.getLast()).put(property.group(1),
						property.group(2) == null ? "" : property.group(2));
			}
		}
		Map<String, String> handles = new TreeMap<>();
		nodes.forEach((name, properties) -> {
			if (properties.containsKey("phandle")) {
				handles.put(properties.get("phandle"), name);
			}
		});
		nodes.values().forEach(properties -> properties.replaceAll((name, value) -> resolved(name, value, handles)));
		return nodes;
	}

	private static String resolved(String name, String value, Map<String, String> handles) {
		if (HANDLES.contains(name)) {
			return handles.get(value);
		}
		if (name.equals("interrupts-extended")) {
			String[] cells = value.substring(1, value.length() - 1).split(" ");
			for (int i = 0; i < cells.length; i += 2) {
				cells[i] = handles.get("<" + cells[i] + ">");
			}
			return String.join(" ", cells);
		}
		return value;
	}

	private static void needs(String program, String debianPackage) {
		assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program))),
				"skipped: " + program + " is not installed (Debian: " + debianPackage + ")");
	}

	private String run(String... command) throws Exception {
		Path errors = folder.resolve("errors");
		Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
		String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), () -> read(errors));
		return out;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		} catch (IOException e) {
			return e.getMessage();
		}
	}
}
