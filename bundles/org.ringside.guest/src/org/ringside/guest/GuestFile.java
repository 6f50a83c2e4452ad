package org.ringside.guest;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A file that the user gave.
 *
 * @param name as the user wrote it, for messages
 * @param bytes its contents; not to be changed
 */
public record GuestFile(String name, byte[] bytes) {

	private static final int SHORTEST_TEXT = 8;
	private static final int LOOKED_AT = 4096;
	/** How they begin, as their own specifications say. */
	private static final Map<String, byte[]> COMPRESSED = Map.of("gzip", new byte[] { 0x1f, (byte) 0x8b, 8 }, "bzip2",
			new byte[] { 'B', 'Z', 'h' }, "xz", new byte[] { (byte) 0xfd, '7', 'z', 'X', 'Z', 0 }, "Zstandard",
			new byte[] { 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd }, "LZ4", new byte[] { 4, 0x22, 0x4d, 0x18 }, "zip",
			new byte[] { 'P', 'K', 3, 4 });

	/** True for what can only be a text, as all at its beginning is printable; programs and file systems have other bytes. */
	public boolean isText() {
		boolean text = bytes.length >= SHORTEST_TEXT;
		for (int i = 0; text && i < Math.min(bytes.length, LOOKED_AT); i++) {
			text = bytes[i] >= ' ' && bytes[i] <= '~' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t';
		}
		return text;
	}

	/** The format that the bytes are compressed in, if they begin as such. */
	private Optional<String> compression() {
		return COMPRESSED.entrySet().stream().filter(format -> Arrays.equals(format.getValue(), Arrays.copyOf(bytes, format.getValue().length)))
				.map(Map.Entry::getKey).findFirst();
	}

	/**
	 * The file, if it may be bytes for memory, as they are.
	 *
	 * @param what it is to be, for messages: program, kernel …
	 * @throws GuestException if it is empty, a text, or compressed
	 */
	public GuestFile plain(String what) {
		if (bytes.length == 0) {
			throw new GuestException(name + " is empty: there is no " + what + " to run");
		}
		if (isText()) {
			throw new GuestException("%s is a text and no %s: assemble or compile it first".formatted(name, what));
		}
		compression().ifPresent(format -> {
			throw new GuestException("%s is compressed by %s, and the %s is needed as it is: unpack it first".formatted(name, format, what));
		});
		return this;
	}
}
