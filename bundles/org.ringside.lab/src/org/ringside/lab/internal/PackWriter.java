package org.ringside.lab.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import org.ringside.lab.GuestManifest;
import org.ringside.lab.GuestManifest.Member;
import org.ringside.lab.InstalledGuest;
import org.ringside.lab.LabException;

/** Writes an installed guest as a pack. Equal guests make equal bytes, as far as Java's deflater is the same. */
public final class PackWriter {

	private static final int BUFFER = 1 << 16;

	private final Path to;
	private final FileChannel out;
	private final List<PackFormat.Entry> entries = new ArrayList<>();
	private long at;

	private PackWriter(Path to, FileChannel out) {
		this.to = to;
		this.out = out;
	}

	/**
	 * Writes a pack to a file that is made for it.
	 *
	 * @throws LabException if a file is not as the manifest says
	 */
	public static void write(InstalledGuest guest, Path to) throws IOException {
		try (FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
			PackWriter writer = new PackWriter(to, out);
			byte[] manifest = guest.manifest().json();
			writer.add(GuestManifest.FILE, new ByteArrayInputStream(manifest), manifest.length);
			for (Map.Entry<String, Member> file : guest.manifest().files().entrySet()) {
				writer.add(guest, file.getKey(), file.getValue());
			}
			writer.close();
			// a move must not become durable before the bytes
			out.force(true);
		}
	}

	private void add(InstalledGuest guest, String name, Member member) throws IOException {
		if (member.size() > PackFormat.MOST) {
			throw new LabException(guest.folder().resolve(name) + ": it has " + member.size() + " bytes, and a file in a pack has less than 4 GiB");
		}
		Path file = guest.file(name);
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
			byte[] sha256 = add(name, in, member.size());
			if (!HexFormat.of().formatHex(sha256).equals(member.sha256())) {
				throw new LabException(file + ": it is not what " + GuestManifest.FILE + " says, as its sha256 is another: install guest "
						+ guest.name() + " again");
			}
		}
	}

	/** Adds a file; answers the SHA-256 of its bytes. */
	private byte[] add(String name, InputStream in, long size) throws IOException {
		CRC32 crc = new CRC32();
		MessageDigest sha = Hashing.sha256();
		PackFormat.Entry open = new PackFormat.Entry(name, at, 0, 0, 0);
		put(open.data(), new byte[0]);
		Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
		try {
			byte[] bytes = new byte[BUFFER];
			for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
				crc.update(bytes, 0, length);
				sha.update(bytes, 0, length);
				deflater.setInput(bytes, 0, length);
				drain(deflater);
			}
			deflater.finish();
			drain(deflater);
			if (deflater.getBytesRead() != size) {
				throw new LabException(name + " changed while it was read: pack it again");
			}
		} finally {
			deflater.end();
		}
		PackFormat.Entry entry = new PackFormat.Entry(name, open.offset(), (int) crc.getValue(), at - open.data(), size);
		out.write(ByteBuffer.wrap(entry.local()), entry.offset());
		entries.add(entry);
		return sha.digest();
	}

	private void drain(Deflater deflater) throws IOException {
		byte[] packed = new byte[BUFFER];
		for (int length = deflater.deflate(packed); length > 0; length = deflater.deflate(packed)) {
			put(at, Arrays.copyOf(packed, length));
		}
	}

	private void put(long from, byte[] bytes) throws IOException {
		ByteBuffer left = ByteBuffer.wrap(bytes);
		at = from;
		while (left.hasRemaining()) {
			at += out.write(left, at);
		}
		if (at > PackFormat.MOST) {
			throw new LabException(to + " would have more than 4 GiB, the most that a pack can have: leave files out");
		}
	}

	private void close() throws IOException {
		long directory = at;
		for (PackFormat.Entry entry : entries) {
			put(at, entry.central());
		}
		put(at, PackFormat.end(entries.size(), directory, at - directory));
		put(at, PackFormat.comment(PackReader.sha256(out, at)));
	}
}
