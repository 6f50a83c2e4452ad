package org.ringside.machine.state;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

import org.ringside.machine.Memory;

/**
 * Snapshots in files. A file is complete or absent: it is written beside its place and moved there.
 *
 * <p>Layout, numbers big-endian: 8 bytes {@code RINGSNAP}; 4 bytes version; 8 bytes length of the body; 32 bytes SHA-256
 * of the body; the body, deflated. The body: count of facts, each two texts; count of components, each path, type,
 * version, length and {@link StateCodec} bytes; count of frames; the frames that are not all zeros, each its number and
 * 4096 bytes, ended by -1. A text is its length in bytes and UTF-8.
 */
public final class SnapshotFile {

	static final byte[] MAGIC = "RINGSNAP".getBytes(StandardCharsets.US_ASCII);
	static final int VERSION = 1;
	private static final int HASH = 32;
	private static final int HEADER = MAGIC.length + 4 + 8 + HASH;
	/** 256 GiB: above it, a count of frames is an error in the file rather than a memory. */
	private static final int MOST_FRAMES = 1 << 26;

	private SnapshotFile() {
	}

	/**
	 * Writes a snapshot; throws {@link StateException} if it cannot be written, leaving what was at {@code file}. A link is
	 * followed; what is there and no regular file, such as a device, is written to as it is.
	 */
	public static void write(Snapshot snapshot, Path file) {
		Path beside = null;
		try {
			Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
			if (Files.exists(place) && !Files.isRegularFile(place)) {
				writeTo(snapshot, place);
				return;
			}
			beside = Files.createTempFile(place.getParent(), place.getFileName().toString(), ".tmp");
			writeTo(snapshot, beside);
			move(beside, place);
		} catch (IOException e) {
			throw new StateException("snapshot %s cannot be written: %s".formatted(file, reason(e)), e);
		} finally {
			delete(beside);
		}
	}

	/** Reads a snapshot; throws {@link StateException} if it is not there, not whole or not ours. */
	public static Snapshot read(Path file) {
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
			DataInputStream header = new DataInputStream(in);
			long length = checkHeader(header, file);
			// the whole body is hashed before a byte of it is believed
			if (!Arrays.equals(header.readNBytes(HASH), hash(file, length))) {
				throw broken(file, "its checksum is wrong");
			}
			try (DataInputStream body = new DataInputStream(new BufferedInputStream(new InflaterInputStream(in), 1 << 16))) {
				return body(body, file);
			}
		} catch (EOFException | ZipException e) {
			throw broken(file, "its body ends too early");
		} catch (IOException e) {
			throw new StateException("snapshot %s cannot be read: %s".formatted(file, reason(e)), e);
		}
	}

	// ---- writing

	private static void writeTo(Snapshot snapshot, Path file) throws IOException {
		MessageDigest sha = Sha256.create();
		Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
			out.write(new byte[HEADER]);
			try (DataOutputStream body = new DataOutputStream(new BufferedOutputStream(
					new DeflaterOutputStream(new DigestOutputStream(out, sha), deflater, 1 << 16), 1 << 16))) {
				writeBody(snapshot, body);
			}
		} finally {
			deflater.end();
		}
		try (RandomAccessFile header = new RandomAccessFile(file.toFile(), "rw")) {
			header.write(MAGIC);
			header.writeInt(VERSION);
			header.writeLong(header.length() - HEADER);
			header.write(sha.digest());
			// the move must not become durable before the bytes
			header.getFD().sync();
		}
	}

	private static void writeBody(Snapshot snapshot, DataOutputStream out) throws IOException {
		out.writeInt(snapshot.about().size());
		for (Map.Entry<String, String> fact : snapshot.about().entrySet()) {
			writeText(out, fact.getKey());
			writeText(out, fact.getValue());
		}
		out.writeInt(snapshot.parts().size());
		for (Map.Entry<String, Snapshot.Part> entry : snapshot.parts().entrySet()) {
			Snapshot.Part part = entry.getValue();
			writeText(out, entry.getKey());
			writeText(out, part.type());
			out.writeInt(part.version());
			byte[] bytes = part.bytes();
			out.writeInt(bytes.length);
			out.write(bytes);
		}
		Memory.Snapshot memory = snapshot.memory();
		byte[] zeros = new byte[Memory.FRAME];
		out.writeInt(memory.frames());
		for (int frame = 0; frame < memory.frames(); frame++) {
			byte[] bytes = memory.used(frame) ? memory.read(frame) : zeros;
			if (!Arrays.equals(bytes, zeros)) {
				out.writeInt(frame);
				out.write(bytes);
			}
		}
		out.writeInt(-1);
	}

	private static void writeText(DataOutputStream out, String text) throws IOException {
		byte[] utf = text.getBytes(StandardCharsets.UTF_8);
		out.writeInt(utf.length);
		out.write(utf);
	}

	private static void move(Path from, Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		} catch (AtomicMoveNotSupportedException e) {
			// some network file systems; the file is whole at least
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static void delete(Path beside) {
		try {
			if (beside != null) {
				Files.deleteIfExists(beside);
			}
		} catch (IOException e) {
			throw new StateException("temporary file %s cannot be deleted: %s".formatted(beside, reason(e)), e);
		}
	}

	// ---- reading

	/** Length of the body. */
	private static long checkHeader(DataInputStream header, Path file) throws IOException {
		if (!Arrays.equals(header.readNBytes(MAGIC.length), MAGIC)) {
			throw new StateException("%s is no snapshot: it does not begin with RINGSNAP".formatted(file));
		}
		if (Files.size(file) < HEADER) {
			throw broken(file, "it is truncated");
		}
		int version = header.readInt();
		if (version != VERSION) {
			throw new StateException("snapshot %s is of format %d, this program reads format %d: take it anew with this version"
					.formatted(file, version, VERSION));
		}
		long length = header.readLong();
		if (Files.size(file) < HEADER + length) {
			throw broken(file, "it is truncated to %d of %d bytes".formatted(Files.size(file), HEADER + length));
		}
		return length;
	}

	private static byte[] hash(Path file, long length) throws IOException {
		MessageDigest sha = Sha256.create();
		try (InputStream in = Files.newInputStream(file)) {
			in.skipNBytes(HEADER);
			long hashed = new DigestInputStream(in, sha).transferTo(OutputStream.nullOutputStream());
			if (hashed != length) {
				throw broken(file, "%d bytes follow its end".formatted(hashed - length));
			}
		}
		return sha.digest();
	}

	private static Snapshot body(DataInputStream in, Path file) throws IOException {
		Map<String, String> about = new LinkedHashMap<>();
		for (int i = in.readInt(); i > 0; i--) {
			about.put(readText(in), readText(in));
		}
		SequencedMap<String, Snapshot.Part> parts = new LinkedHashMap<>();
		for (int i = in.readInt(); i > 0; i--) {
			String path = readText(in);
			parts.put(path, new Snapshot.Stored(readText(in), in.readInt(), readBytes(in)));
		}
		int frames = in.readInt();
		if (frames <= 0 || frames > MOST_FRAMES) {
			throw broken(file, "it has " + frames + " frames of memory");
		}
		Memory memory = new Memory((long) frames * Memory.FRAME);
		for (int frame = in.readInt(); frame != -1; frame = in.readInt()) {
			if (frame < 0 || frame >= frames) {
				throw broken(file, "it has a frame " + frame + " in a memory of " + frames);
			}
			byte[] bytes = new byte[Memory.FRAME];
			in.readFully(bytes);
			memory.write((long) frame * Memory.FRAME, bytes);
		}
		return new Snapshot(parts, memory.snapshot(), about);
	}

	private static String readText(DataInputStream in) throws IOException {
		return new String(readBytes(in), StandardCharsets.UTF_8);
	}

	/** Allocates as the bytes come, so that a length that lies costs nothing. */
	private static byte[] readBytes(DataInputStream in) throws IOException {
		int length = in.readInt();
		byte[] bytes = length < 0 ? new byte[0] : in.readNBytes(length);
		if (bytes.length != length) {
			throw new EOFException();
		}
		return bytes;
	}

	private static StateException broken(Path file, String why) {
		return new StateException("snapshot %s is broken: %s; take it anew".formatted(file, why));
	}

	private static String reason(IOException e) {
		return switch (e) {
		case NoSuchFileException missing -> "there is no such file or folder";
		case FileSystemException f when f.getReason() != null -> f.getReason();
		default -> e.getMessage();
		};
	}
}
