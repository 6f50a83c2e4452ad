package org.ringside.guest;

/**
 * Bytes of an image.
 *
 * @param name for messages
 * @param address machine address of the first
 * @param bytes not to be changed
 * @param size bytes in memory, at least as many as {@code bytes}; the rest is zeros
 */
public record Segment(String name, long address, byte[] bytes, long size) {

	public Segment {
		if (size < bytes.length) {
			throw new IllegalArgumentException("segment %s of %d bytes holds %d".formatted(name, size, bytes.length));
		}
	}

	/** A segment without zeros after it. */
	public static Segment of(String name, long address, byte[] bytes) {
		return new Segment(name, address, bytes, bytes.length);
	}

	/** Address after the last byte. */
	public long end() {
		return address + size;
	}

	boolean overlaps(long from, long to) {
		return Long.compareUnsigned(address, to) < 0 && Long.compareUnsigned(from, end()) < 0;
	}

	@Override
	public String toString() {
		return "%s at 0x%x to 0x%x".formatted(name, address, end());
	}
}
