import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the initial RAM disk: busybox under all of its names, the files beside this one, and the kernel's modules. The same
 * input makes the same bytes: no times, owners or inode numbers of this machine go into it.
 *
 * <p>The format is cpio's "newc" (the kernel's document {@code early-userspace/buffer-format}): for each file a header of
 * hexadecimal numbers, its name and its contents, each padded to a multiple of four bytes.
 */
final class Initramfs {

	private static final int FOLDER = 0040755;
	private static final int FILE = 0100644;
	private static final int PROGRAM = 0100755;
	private static final int LINK = 0120777;
	private static final int DEVICE = 0020600;
	private static final String PACKED = ".packed";
	private static final String SIGNED = "~Module signature appended~\n";
	private static final int SIGNATURE_INFO = 12;
	private static final String END = "TRAILER!!!";
	private static final int BLOCK = 512;

	/** What the scripts of the RAM disk call: if one is missing, the list of names was not found where it should be. */
	private static final List<String> NEEDED = List.of("cat", "cttyhack", "grep", "insmod", "ip", "mkdir", "mount", "poweroff", "reboot", "setsid",
			"sh", "udhcpc", "uname");

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private int inode;

	/** @param arguments busybox, folder of this file, folder of modules, file to write */
	public static void main(String[] arguments) throws IOException {
		Path modules = Path.of(arguments[2]);
		byte[] bytes;
		try {
			bytes = new Initramfs().archive(Files.readAllBytes(Path.of(arguments[0])), Path.of(arguments[1]), modules);
		} catch (IllegalArgumentException e) {
			System.err.println(e.getMessage());
			System.exit(1);
			return;
		}
		Files.write(Path.of(arguments[3]), bytes);
	}

	private byte[] archive(byte[] busybox, Path scripts, Path modules) throws IOException {
		for (String folder : List.of("bin", "dev", "etc", "etc/udhcpc", "lib", "lib/modules", "mnt", "proc", "root", "sys", "tmp", "usr")) {
			entry(folder, FOLDER, new byte[0], 0, 0);
		}
		for (String folder : List.of("sbin", "usr/bin", "usr/sbin")) {
			link(folder, "/bin");
		}
		// the kernel opens it before anything is mounted
		entry("dev/console", DEVICE, new byte[0], 5, 1);
		entry("init", PROGRAM, Files.readAllBytes(scripts.resolve("init")), 0, 0);
		entry("bin/mount-disk", PROGRAM, Files.readAllBytes(scripts.resolve("mount-disk")), 0, 0);
		entry("etc/udhcpc/default.script", PROGRAM, Files.readAllBytes(scripts.resolve("default.script")), 0, 0);
		entry("etc/passwd", FILE, "root::0:0:root:/root:/bin/sh\n".getBytes(StandardCharsets.US_ASCII), 0, 0);
		entry("etc/group", FILE, "root:x:0:\n".getBytes(StandardCharsets.US_ASCII), 0, 0);
		entry("bin/busybox", PROGRAM, busybox, 0, 0);
		for (String applet : applets(busybox)) {
			link("bin/" + applet, "busybox");
		}
		try (Stream<Path> files = Files.list(modules)) {
			List<Path> sorted = files.sorted().toList();
			checkDependencies(sorted);
			for (Path module : sorted) {
				String name = "lib/modules/" + module.getFileName();
				byte[] contents = unsigned(Files.readAllBytes(module));
				boolean packed = name.endsWith(PACKED);
				entry(packed ? name.replace(PACKED, ".gz") : name, FILE, packed ? gzip(contents) : contents, 0, 0);
			}
		}
		inode = 0;
		entry(END, 0, new byte[0], 0, 0);
		pad(BLOCK);
		return out.toByteArray();
	}

	/** The names that busybox knows: sorted texts behind one another in its constants, of which the first two are brackets. */
	private static List<String> applets(byte[] busybox) {
		String text = new String(busybox, StandardCharsets.ISO_8859_1);
		List<String> names = new ArrayList<>();
		int at = text.indexOf("[\0[[\0");
		while (at >= 0) {
			String name = text.substring(at, text.indexOf('\0', at));
			if (!names.isEmpty() && name.compareTo(names.getLast()) <= 0) {
				break;
			}
			names.add(name);
			at += name.length() + 1;
		}
		if (!names.containsAll(NEEDED)) {
			throw new IllegalArgumentException("the names of busybox's commands are not where they should be");
		}
		names.remove("busybox");
		return names;
	}

	/** A module says in its own file what must be loaded before it. */
	private static void checkDependencies(List<Path> modules) throws IOException {
		Set<String> there = new HashSet<>();
		for (Path module : modules) {
			there.add(module.getFileName().toString().replaceFirst("\\.ko.*", "").replace('-', '_'));
		}
		for (Path module : modules) {
			String text = Files.readString(module, StandardCharsets.ISO_8859_1);
			int at = text.indexOf("\0depends=");
			if (at < 0) {
				throw new IllegalArgumentException(module.getFileName() + " does not say what it depends on");
			}
			String needs = text.substring(at + "\0depends=".length(), text.indexOf('\0', at + 1));
			for (String needed : needs.split(",")) {
				if (!needed.isEmpty() && !there.contains(needed.replace('-', '_'))) {
					throw new IllegalArgumentException(module.getFileName() + " needs " + needed + ": add it to the file modules");
				}
			}
		}
	}

	/**
	 * The module without its signature. The kernel takes it as well, and need not hash it, which would be most of what
	 * loading it takes: 135 of 155 million instructions for a network card. The format is that of the kernel's
	 * {@code include/linux/module_signature.h}: the signature, a structure that ends with its length, and the marker.
	 */
	private static byte[] unsigned(byte[] module) {
		int end = module.length - SIGNED.length();
		if (!new String(module, Math.max(0, end), module.length - Math.max(0, end), StandardCharsets.ISO_8859_1).equals(SIGNED)) {
			return module;
		}
		int length = ByteBuffer.wrap(module).getInt(end - Integer.BYTES);
		return Arrays.copyOf(module, end - SIGNATURE_INFO - length);
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		// writes no time and no name into its header
		try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
			gzip.write(bytes);
		}
		return packed.toByteArray();
	}

	private void link(String name, String to) {
		entry(name, LINK, to.getBytes(StandardCharsets.UTF_8), 0, 0);
	}

	private void entry(String name, int mode, byte[] contents, int major, int minor) {
		byte[] path = (name + '\0').getBytes(StandardCharsets.UTF_8);
		int links = mode == FOLDER ? 2 : 1;
		// owner and group, time, numbers of the device that the file is on, checksum: all zero
		int[] fields = { name.equals(END) ? 0 : ++inode, mode, 0, 0, links, 0, contents.length, 0, 0, major, minor, path.length, 0 };
		StringBuilder header = new StringBuilder("070701");
		for (int field : fields) {
			header.append("%08X".formatted(field));
		}
		out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
		out.writeBytes(path);
		pad(4);
		out.writeBytes(contents);
		pad(4);
	}

	private void pad(int multiple) {
		while (out.size() % multiple != 0) {
			out.write(0);
		}
	}
}
