package org.ringside.isa.assembler.internal;

import java.util.Arrays;

/** A section while it is filled. */
final class Part {

	/** Content beyond this is a mistake rather than a program. */
	private static final long MOST = 1L << 28;

	final String name;
	final boolean allocated;
	final boolean writable;
	final boolean executable;
	final boolean stored;
	/** Virtual address in this pass: what the pass before made of it. */
	final long address;
	int alignment = 1;
	private byte[] bytes = new byte[256];
	private long size;

	Part(String name, String flags, boolean stored, long address) {
		this.name = name;
		allocated = flags.contains("a");
		writable = flags.contains("w");
		executable = flags.contains("x");
		this.stored = stored;
		this.address = address;
	}

	long size() {
		return size;
	}

	/** Virtual address of the next byte. */
	long here() {
		return address + size;
	}

	void add(byte[] content) {
		if (!stored) {
			for (byte b : content) {
				if (b != 0) {
					throw new Mistake(0, "the section " + name + " has no content; only zeros can be there");
				}
			}
		}
		reserve(content.length, 0);
		if (stored) {
			System.arraycopy(content, 0, bytes, (int) size - content.length, content.length);
		}
	}

	void reserve(long count, int fill) {
		if (count < 0 || stored && size + count > MOST || size + count > 1L << 46) {
			throw new Mistake(0, "the section " + name + " would have " + Long.toUnsignedString(size + count) + " bytes");
		}
		if (stored) {
			int end = (int) (size + count);
			if (end > bytes.length) {
				bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(MOST, 2L * bytes.length)));
			}
			Arrays.fill(bytes, (int) size, end, (byte) fill);
		} else if (fill != 0) {
			throw new Mistake(0, "the section " + name + " has no content; only zeros can be there");
		}
		size += count;
	}

	byte[] content() {
		return stored ? Arrays.copyOf(bytes, (int) size) : new byte[0];
	}

	/** Place in memory: code, constants, data, what is only reserved; what is not in memory last. */
	int order() {
		if (!allocated) {
			return 4;
		}
		return executable ? 0 : !writable ? 1 : stored ? 2 : 3;
	}
}
