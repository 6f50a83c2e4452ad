package org.ringside.lab.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layout of a guest pack: a zip file of the plainest kind, so that every platform's tools can look into it. Its
 * records lie one after the other without gaps: a local header and deflated bytes for each file, {@code guest.json} being
 * the first and the others in the order of their names; the central directory; its end, with a comment that holds the
 * SHA-256 of everything in front of the comment. No zip64, no encryption, no extra fields, no data descriptors; the time of
 * every file is the format's earliest. Numbers are little-endian (PKWARE, APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.16).
 */
final class PackFormat {

	static final int VERSION = 1;
	/** Of one file, and of the pack: a zip without zip64 has 32 bits for each. */
	static final long MOST = 0xffff_fffeL;
	/** Bytes of all files of a guest; a pack that says more is refused before it fills a disk. */
	static final long MOST_IN_ALL = 1L << 34;

	static final int LOCAL = 30;
	static final int CENTRAL = 46;
	static final int END = 22;
	static final int LOCAL_MAGIC = 0x04034b50;
	static final int CENTRAL_MAGIC = 0x02014b50;
	static final int END_MAGIC = 0x06054b50;

	static final int NEEDS = 20;
	static final int DEFLATED = 8;
	/** 1980-01-01, the first day that there is. */
	private static final int DATE = 0x21;

	private static final String COMMENT = "ringside guest pack ";
	private static final Pattern COMMENTED = Pattern.compile(COMMENT + "(\\d{1,9}) sha256 ([0-9a-f]{64})");
	static final int COMMENT_LENGTH = comment(new byte[32]).length;

	/**
	 * A file in a pack.
	 *
	 * @param offset of its local header
	 * @param crc of its bytes
	 * @param packed bytes in the pack
	 * @param size bytes of the file
	 */
	record Entry(String name, long offset, int crc, long packed, long size) {

		long data() {
			return offset + LOCAL + name.length();
		}

		long end() {
			return data() + packed;
		}

		byte[] local() {
			ByteBuffer out = buffer(LOCAL + name.length()).putInt(LOCAL_MAGIC);
			common(out).putShort((short) 0).put(ascii(name));
			return out.array();
		}

		byte[] central() {
			ByteBuffer out = buffer(CENTRAL + name.length()).putInt(CENTRAL_MAGIC).putShort((short) NEEDS);
			// no extra field, no comment, first disk, no attributes
			common(out).putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt((int) offset)
					.put(ascii(name));
			return out.array();
		}

		private ByteBuffer common(ByteBuffer out) {
			return out.putShort((short) NEEDS).putShort((short) 0).putShort((short) DEFLATED).putShort((short) 0).putShort((short) DATE).putInt(crc)
					.putInt((int) packed).putInt((int) size).putShort((short) name.length());
		}
	}

	/** What the comment says. */
	record Seal(int version, byte[] sha256) {
	}

	private PackFormat() {
	}

	/** The end of the central directory, without its comment. */
	static byte[] end(int entries, long directory, long length) {
		return buffer(END).putInt(END_MAGIC).putShort((short) 0).putShort((short) 0).putShort((short) entries).putShort((short) entries)
				.putInt((int) length).putInt((int) directory).putShort((short) COMMENT_LENGTH).array();
	}

	static byte[] comment(byte[] sha256) {
		return ascii(COMMENT + VERSION + " sha256 " + HexFormat.of().formatHex(sha256));
	}

	/** What a comment says, if it is that of a pack. */
	static Optional<Seal> seal(byte[] comment) {
		Matcher matcher = COMMENTED.matcher(new String(comment, StandardCharsets.ISO_8859_1));
		return matcher.matches() ? Optional.of(new Seal(Integer.parseInt(matcher.group(1)), HexFormat.of().parseHex(matcher.group(2))))
				: Optional.empty();
	}

	static ByteBuffer buffer(int size) {
		return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}
}
