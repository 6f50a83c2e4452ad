package org.ringside.devices.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.ringside.devices.board.BoardException;
import org.ringside.machine.DeviceContext.Storage;

/**
 * A raw disk image in a file: its bytes are those of the disk. It is read where and when the guest reads it, so that a
 * large one costs no memory. One that is written is locked against other runs.
 */
public final class DiskImage implements Storage, AutoCloseable {

	/** How images of other formats begin, which would be a disk of nonsense. */
	private static final Map<String, byte[]> OTHER_FORMATS = Map.of("qcow2", new byte[] { 'Q', 'F', 'I', (byte) 0xfb }, "VMDK",
			new byte[] { 'K', 'D', 'M', 'V' }, "VHDX", new byte[] { 'v', 'h', 'd', 'x' }, "gzip", new byte[] { 0x1f, (byte) 0x8b }, "xz",
			new byte[] { (byte) 0xfd, '7', 'z', 'X' }, "Zstandard", new byte[] { 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd });
	private static final int PIECE = 1 << 20;

	private final String name;
	private final Use use;
	private final FileChannel file;
	private final long size;

	private DiskImage(String name, Use use, FileChannel file, long size) {
		this.name = name;
		this.use = use;
		this.file = file;
		this.size = size;
	}

	/**
	 * Opens an image.
	 *
	 * @throws BoardException if it cannot be opened, or cannot be a disk: one line for the user
	 */
	public static DiskImage open(String name, Use use) {
		FileChannel file = null;
		boolean opened = false;
		try {
			Path path = Path.of(name);
			if (Files.exists(path) && !Files.isRegularFile(path)) {
				throw wrong(name, "this is no file; name a raw disk image");
			}
			file = use == Use.WRITTEN ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
					: FileChannel.open(path, StandardOpenOption.READ);
			if (use == Use.WRITTEN && file.tryLock() == null) {
				throw wrong(name, "another run writes to it; end that one, or leave out --persist");
			}
			DiskImage image = new DiskImage(name, use, file, checkedSize(name, file));
			opened = true;
			return image;
		} catch (InvalidPathException e) {
			throw wrong(name, "this cannot be the name of a file");
		} catch (NoSuchFileException e) {
			throw wrong(name, "there is no such file");
		} catch (OverlappingFileLockException e) {
			throw wrong(name, "it is written to already; give it once");
		} catch (IOException e) {
			throw wrong(name, "it cannot be opened" + (use == Use.WRITTEN ? " for writing: " : ": ") + e.getMessage());
		} finally {
			if (!opened && file != null) {
				close(file);
			}
		}
	}

	private static long checkedSize(String name, FileChannel file) throws IOException {
		long size = file.size();
		if (size == 0) {
			throw wrong(name, "it is empty; make it as large as the disk, such as by truncate -s 64M");
		}
		byte[] begin = new byte[(int) Math.min(size, 8)];
		file.read(ByteBuffer.wrap(begin), 0);
		for (Map.Entry<String, byte[]> format : OTHER_FORMATS.entrySet()) {
			if (begin.length >= format.getValue().length && Arrays.equals(Arrays.copyOf(begin, format.getValue().length), format.getValue())) {
				throw wrong(name, "it is in " + format.getKey() + " format, and a raw image is needed; convert or unpack it");
			}
		}
		if (size % SECTOR != 0) {
			throw wrong(name, "it has %d bytes, which is no multiple of %d; fill it up by truncate -s %%%d".formatted(size, SECTOR, SECTOR));
		}
		return size;
	}

	private static BoardException wrong(String name, String message) {
		return new BoardException("disk " + name + ": " + message);
	}

	/** As the user wrote it. */
	public String name() {
		return name;
	}

	@Override
	public long size() {
		return size;
	}

	@Override
	public Use use() {
		return use;
	}

	@Override
	public void read(long at, byte[] to, int offset, int length) {
		ByteBuffer bytes = ByteBuffer.wrap(to, offset, length);
		try {
			for (int read = 0; bytes.hasRemaining(); ) {
				read = file.read(bytes, at + bytes.position() - offset);
				if (read < 0) {
					throw new IOException("it became shorter while it was in use");
				}
			}
		} catch (IOException e) {
			throw failed(e);
		}
	}

	@Override
	public void write(long at, byte[] from, int offset, int length) {
		ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
		try {
			while (bytes.hasRemaining()) {
				file.write(bytes, at + bytes.position() - offset);
			}
		} catch (IOException e) {
			throw failed(e);
		}
	}

	@Override
	public void flush() {
		try {
			file.force(true);
		} catch (IOException e) {
			throw failed(e);
		}
	}

	/** SHA-256 of all bytes as they are now, in hexadecimal: a second for each gigabyte or two. */
	public String sha256() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] piece = new byte[PIECE];
			for (long at = 0; at < size; at += PIECE) {
				int part = (int) Math.min(PIECE, size - at);
				read(at, piece, 0, part);
				digest.update(piece, 0, part);
			}
			return HexFormat.of().formatHex(digest.digest());
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}

	private UncheckedIOException failed(IOException e) {
		return new UncheckedIOException("disk " + name + ": " + e.getMessage(), e);
	}

	/** Lets go of the file, after a flush if it was written. */
	@Override
	public void close() {
		if (use == Use.WRITTEN) {
			flush();
		}
		close(file);
	}

	private static void close(FileChannel file) {
		try {
			file.close();
		} catch (IOException e) {
			throw new UncheckedIOException(e.getMessage(), e);
		}
	}

	/** Lets go of several. */
	public static void closeAll(List<DiskImage> images) {
		images.forEach(DiskImage::close);
	}
}
