package org.ringside.lab.internal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.ringside.lab.GuestManifest;
import org.ringside.lab.GuestManifest.Member;
import org.ringside.lab.LabException;

/**
 * Reads a pack that may come from anywhere. Nothing of it is believed before the checksum over all is right; then it must
 * be laid out exactly as {@link PackFormat} says, and hold exactly the files that its manifest names, of the sizes and with
 * the SHA-256 that the manifest says. No more is inflated than was declared.
 */
public final class PackReader implements AutoCloseable {

	private static final int BUFFER = 1 << 16;
	private static final int MOST_MANIFEST = 1 << 20;
	/** File type in the upper half of the attributes, as Unix has it. */
	private static final int TYPE = 0xf000;
	private static final int LINK = 0xa000;
	private static final int REGULAR = 0x8000;
	/** The attributes' lower half is as MS-DOS has it. */
	private static final int DOS_FOLDER = 0x10;

	private final Path file;
	private final FileChannel in;
	private final List<PackFormat.Entry> entries = new ArrayList<>();
	private final GuestManifest manifest;

	private PackReader(Path file, FileChannel in) throws IOException {
		this.file = file;
		this.in = in;
		long end = checkSeal();
		directory(end);
		manifest = readManifest();
	}

	/**
	 * Opens a pack and checks everything but the files' own checksums.
	 *
	 * @throws LabException if it is no pack, is damaged, or holds what no pack may hold
	 * @throws IOException if it cannot be read
	 */
	public static PackReader open(Path file) throws IOException {
		if (Files.isDirectory(file)) {
			throw new LabException(file + ": this is a folder; name a guest pack");
		}
		FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
		boolean opened = false;
		try {
			PackReader reader = new PackReader(file, in);
			opened = true;
			return reader;
		} catch (EOFException e) {
			throw new LabException(file + ": the pack ended while it was read: fetch it again", e);
		} finally {
			if (!opened) {
				in.close();
			}
		}
	}

	/** What is packed. */
	public GuestManifest manifest() {
		return manifest;
	}

	@Override
	public void close() throws IOException {
		in.close();
	}

	// ---- the whole

	/** Where the record at the end begins. */
	private long checkSeal() throws IOException {
		long size = in.size();
		if (size < Integer.BYTES || bytes(0, Integer.BYTES).getInt() != PackFormat.LOCAL_MAGIC) {
			throw new LabException(file + (size == 0 ? ": it is empty, and" : ":")
					+ " this is no guest pack: ringside guest pack NAME -o FILE makes one");
		}
		if (size > PackFormat.MOST + PackFormat.COMMENT_LENGTH) {
			throw new LabException(file + ": it has " + size + " bytes, and no guest pack has more than 4 GiB");
		}
		long comment = size - PackFormat.COMMENT_LENGTH;
		PackFormat.Seal seal = PackFormat.seal(comment < 0 ? new byte[0] : bytes(comment, PackFormat.COMMENT_LENGTH).array())
				.orElseThrow(() -> new LabException(file + ": it is cut off, or a zip file that is no guest pack: fetch it again, or make one with"
						+ " ringside guest pack NAME -o FILE"));
		if (seal.version() != PackFormat.VERSION) {
			throw new LabException(file + ": the pack is of format " + seal.version() + ", and this program reads format " + PackFormat.VERSION
					+ ": use another version of Ringside");
		}
		if (!Arrays.equals(seal.sha256(), sha256(in, comment))) {
			throw new LabException(file + ": the pack was changed or damaged, as its checksum is wrong: fetch it again");
		}
		if (comment < PackFormat.END) {
			throw broken("it has no directory");
		}
		return comment - PackFormat.END;
	}

	/** SHA-256 of the first bytes. */
	static byte[] sha256(FileChannel in, long length) throws IOException {
		MessageDigest sha = Hashing.sha256();
		ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
		for (long at = 0; at < length;) {
			int read = in.read(buffer.clear().limit((int) Math.min(BUFFER, length - at)), at);
			if (read < 0) {
				throw new EOFException();
			}
			sha.update(buffer.flip());
			at += read;
		}
		return sha.digest();
	}

	private ByteBuffer bytes(long from, int length) throws IOException {
		ByteBuffer buffer = PackFormat.buffer(length);
		while (buffer.hasRemaining()) {
			if (in.read(buffer, from + buffer.position()) < 0) {
				throw new EOFException();
			}
		}
		return buffer.flip();
	}

	private LabException broken(String why) {
		return new LabException(file + ": the pack is broken: " + why + "; have it made again with ringside guest pack");
	}

	// ---- the directory

	private void directory(long end) throws IOException {
		ByteBuffer last = bytes(end, PackFormat.END);
		int count = Short.toUnsignedInt(last.getShort(8));
		long length = Integer.toUnsignedLong(last.getInt(12));
		long directory = Integer.toUnsignedLong(last.getInt(16));
		if (count < 1 || count > GuestManifest.MOST_FILES + 1) {
			throw broken("it has " + count + " files, and a guest has 1 to " + (GuestManifest.MOST_FILES + 1));
		}
		if (directory + length != end || length > count * (PackFormat.CENTRAL + 0xffffL)
				|| !last.equals(ByteBuffer.wrap(PackFormat.end(count, directory, length)))) {
			throw broken("its directory is not where its end says");
		}
		long at = directory;
		long expected = 0;
		for (int i = 0; i < count; i++) {
			if (end - at < PackFormat.CENTRAL) {
				throw broken("its directory has fewer entries than its end says");
			}
			PackFormat.Entry entry = entry(at, end, expected);
			entries.add(entry);
			at += PackFormat.CENTRAL + entry.name().length();
			expected = entry.end();
		}
		if (at != end || expected != directory) {
			throw broken("there is something between its files");
		}
		names();
	}

	private PackFormat.Entry entry(long at, long end, long expected) throws IOException {
		ByteBuffer head = bytes(at, PackFormat.CENTRAL);
		int length = Short.toUnsignedInt(head.getShort(28));
		if (head.getInt(0) != PackFormat.CENTRAL_MAGIC || length > end - at - PackFormat.CENTRAL) {
			throw broken("an entry of its directory is none");
		}
		String name = new String(bytes(at + PackFormat.CENTRAL, length).array(), StandardCharsets.UTF_8);
		int attributes = head.getInt(38);
		int type = attributes >>> 16 & TYPE;
		if (type == LINK) {
			throw broken(GuestNames.shown(name) + " is a link, and a guest has files only");
		}
		if (name.endsWith("/") || (attributes & DOS_FOLDER) != 0 || type != 0 && type != REGULAR) {
			throw broken(GuestNames.shown(name) + " is no regular file, and a guest has nothing else");
		}
		if (!name.equals(GuestManifest.FILE) && !GuestNames.isFile(name)) {
			throw broken(GuestNames.notAFile(name));
		}
		PackFormat.Entry entry = new PackFormat.Entry(name, expected, head.getInt(16), Integer.toUnsignedLong(head.getInt(20)),
				Integer.toUnsignedLong(head.getInt(24)));
		byte[] central = bytes(at, PackFormat.CENTRAL + length).array();
		if (entry.end() > at || !Arrays.equals(entry.central(), central)
				|| !Arrays.equals(entry.local(), bytes(expected, PackFormat.LOCAL + length).array())) {
			throw broken("\"" + name + "\" is not stored as a pack's files are, or not where its directory says");
		}
		return entry;
	}

	private void names() {
		List<String> names = entries.stream().map(PackFormat.Entry::name).toList();
		for (int i = 0; i < names.size(); i++) {
			if (names.indexOf(names.get(i)) != i) {
				throw broken("it has \"" + names.get(i) + "\" twice");
			}
		}
		if (!names.getFirst().equals(GuestManifest.FILE)) {
			throw broken("its first file is \"" + names.getFirst() + "\", not " + GuestManifest.FILE);
		}
		try {
			GuestNames.checkFiles(names.subList(1, names.size()));
		} catch (LabException e) {
			throw broken(e.getMessage());
		}
	}

	// ---- the files

	private GuestManifest readManifest() throws IOException {
		PackFormat.Entry first = entries.getFirst();
		if (first.size() > MOST_MANIFEST) {
			throw broken("its " + GuestManifest.FILE + " has " + first.size() + " bytes, and none is longer than " + MOST_MANIFEST);
		}
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		inflate(first, text);
		GuestManifest read = GuestManifest.parse(file + ": " + GuestManifest.FILE, text.toByteArray());
		Iterator<Map.Entry<String, Member>> files = read.files().entrySet().iterator();
		for (PackFormat.Entry entry : entries.subList(1, entries.size())) {
			Member member = read.files().get(entry.name());
			if (member == null) {
				throw broken("\"" + entry.name() + "\" is not in its " + GuestManifest.FILE);
			}
			if (!files.next().getKey().equals(entry.name())) {
				throw broken("a file of its " + GuestManifest.FILE + " is missing before \"" + entry.name() + "\"");
			}
			if (member.size() != entry.size()) {
				throw broken("\"" + entry.name() + "\" has " + entry.size() + " bytes, and its " + GuestManifest.FILE + " says " + member.size());
			}
		}
		if (files.hasNext()) {
			throw broken("the file \"" + files.next().getKey() + "\" of its " + GuestManifest.FILE + " is missing");
		}
		if (read.size() > PackFormat.MOST_IN_ALL) {
			throw new LabException(file + ": its files have " + read.size() + " bytes in all, and a guest has at most " + PackFormat.MOST_IN_ALL);
		}
		return read;
	}

	/**
	 * Writes the files, the manifest first, into a folder that is there for them.
	 *
	 * @throws LabException if a file is not what the manifest says; the folder may hold parts then
	 */
	public void extract(Path folder) throws IOException {
		for (PackFormat.Entry entry : entries) {
			Path to = folder.resolve(entry.name());
			try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
				OutputStream out = Channels.newOutputStream(channel);
				String sha256 = HexFormat.of().formatHex(inflate(entry, out));
				Member member = manifest.files().get(entry.name());
				if (member != null && !member.sha256().equals(sha256)) {
					throw broken("\"" + entry.name() + "\" has another sha256 than its " + GuestManifest.FILE + " says");
				}
			}
		}
		// the folder becomes visible by a move, which must not become durable before the bytes
		for (PackFormat.Entry entry : entries) {
			try (FileChannel channel = FileChannel.open(folder.resolve(entry.name()), StandardOpenOption.WRITE)) {
				channel.force(true);
			}
		}
	}

	/** Inflates what was declared and not a byte more; answers its SHA-256. */
	private byte[] inflate(PackFormat.Entry entry, OutputStream out) throws IOException {
		Inflater inflater = new Inflater(true);
		CRC32 crc = new CRC32();
		MessageDigest sha = Hashing.sha256();
		byte[] inflated = new byte[BUFFER];
		try {
			long at = entry.data();
			while (true) {
				int length = inflater.inflate(inflated);
				if (inflater.getBytesWritten() > entry.size()) {
					throw broken("\"" + entry.name() + "\" inflates to more than the " + entry.size() + " bytes that it declares");
				}
				crc.update(inflated, 0, length);
				sha.update(inflated, 0, length);
				out.write(inflated, 0, length);
				if (inflater.finished()) {
					break;
				}
				if (length == 0 && inflater.needsInput()) {
					int more = (int) Math.min(BUFFER, entry.end() - at);
					if (more == 0) {
						throw broken("\"" + entry.name() + "\" ends too early");
					}
					inflater.setInput(bytes(at, more));
					at += more;
				} else if (length == 0) {
					throw broken("\"" + entry.name() + "\" cannot be inflated");
				}
			}
			if (inflater.getBytesWritten() != entry.size() || inflater.getBytesRead() != entry.packed() || (int) crc.getValue() != entry.crc()) {
				throw broken("\"" + entry.name() + "\" does not inflate to what it declares");
			}
			return sha.digest();
		} catch (DataFormatException e) {
			throw broken("\"" + entry.name() + "\" cannot be inflated");
		} finally {
			inflater.end();
		}
	}
}
