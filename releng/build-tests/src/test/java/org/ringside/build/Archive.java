package org.ringside.build;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/**
 * The files of a product archive, read as someone's unpacking tool would: names, permissions where the format has them, and
 * the contents of small files.
 */
final class Archive {
	/** One file: its permission bits (0 where the format has none) and its content, empty if it is over a megabyte. */
	record Entry(int mode, byte[] content) {
		String text() {
			return new String(content, StandardCharsets.UTF_8);
		}

		boolean executable() {
			return (mode & 0111) == 0111;
		}
	}

	private static final int SMALL = 1 << 20;
	private static final int BLOCK = 512;

	private final Map<String, Entry> entries = new TreeMap<>();

	static Archive read(Path file) throws IOException {
		var archive = new Archive();
		try (var in = new BufferedInputStream(Files.newInputStream(file))) {
			if (file.toString().endsWith(".zip")) {
				archive.zip(in);
			} else {
				archive.tar(new DataInputStream(new BufferedInputStream(new GZIPInputStream(in))));
			}
		}
		return archive;
	}

	Map<String, Entry> entries() {
		return entries;
	}

	/** The one entry of this name; the test that asks for an absent one fails. */
	Entry entry(String name) {
		Entry entry = entries.get(name);
		if (entry == null) {
			throw new AssertionError("no " + name + " in the archive");
		}
		return entry;
	}

	private void zip(InputStream in) throws IOException {
		var zip = new ZipInputStream(in);
		for (var e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
			if (!e.isDirectory()) {
				byte[] content = zip.readAllBytes();
				entries.put(e.getName(), new Entry(0, content.length > SMALL ? new byte[0] : content));
			}
		}
	}

	/** The POSIX format with the two ways in which long names are written: GNU's 'L' entries and pax's "path" records. */
	private void tar(DataInputStream in) throws IOException {
		byte[] header = new byte[BLOCK];
		String longName = "";
		while (true) {
			in.readFully(header);
			if (header[0] == 0) {
				return;
			}
			long size = octal(header, 124, 12);
			byte[] content = size > SMALL ? skip(in, size) : in.readNBytes((int) size);
			in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
			switch (header[156]) {
			case 'L' -> longName = new String(content, StandardCharsets.UTF_8).replace("\0", "");
			case 'x' -> longName = new String(content, StandardCharsets.UTF_8).lines().filter(l -> l.contains(" path="))
					.map(l -> l.substring(l.indexOf('=') + 1)).findFirst().orElse("");
			default -> {
				String prefix = string(header, 345, 155);
				String shortName = (prefix.isEmpty() ? "" : prefix + "/") + string(header, 0, 100);
				if (header[156] == '0' || header[156] == 0) {
					entries.put(longName.isEmpty() ? shortName : longName, new Entry((int) octal(header, 100, 8), content));
				}
				longName = "";
			}
			}
		}
	}

	private static byte[] skip(DataInputStream in, long size) throws IOException {
		in.skipNBytes(size);
		return new byte[0];
	}

	private static String string(byte[] header, int offset, int length) {
		int end = offset;
		while (end < offset + length && header[end] != 0) {
			end++;
		}
		return new String(header, offset, end - offset, StandardCharsets.UTF_8);
	}

	private static long octal(byte[] header, int offset, int length) {
		return Long.parseLong(string(header, offset, length).strip(), 8);
	}
}
