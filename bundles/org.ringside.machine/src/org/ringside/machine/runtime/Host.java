package org.ringside.machine.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Raw access to host memory by address. Addresses come from {@link org.ringside.machine.Memory} alone, which vouches for
 * them; nothing here checks. Values are little-endian, whatever the host.
 */
public final class Host {

	private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
	private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private Host() {
	}

	public static byte read8(long address) {
		return ALL.get(ValueLayout.JAVA_BYTE, address);
	}

	public static short read16(long address) {
		return ALL.get(SHORT, address);
	}

	public static int read32(long address) {
		return ALL.get(INT, address);
	}

	public static long read64(long address) {
		return ALL.get(LONG, address);
	}

	public static void write8(long address, byte value) {
		ALL.set(ValueLayout.JAVA_BYTE, address, value);
	}

	public static void write16(long address, short value) {
		ALL.set(SHORT, address, value);
	}

	public static void write32(long address, int value) {
		ALL.set(INT, address, value);
	}

	public static void write64(long address, long value) {
		ALL.set(LONG, address, value);
	}

	/** Reads 1, 2, 4 or 8 bytes, zero-extended. */
	public static long read(long address, int width) {
		return switch (width) {
		case 1 -> read8(address) & 0xffL;
		case 2 -> read16(address) & 0xffffL;
		case 4 -> read32(address) & 0xffff_ffffL;
		default -> read64(address);
		};
	}

	/** Writes the low 1, 2, 4 or 8 bytes of a value. */
	public static void write(long address, int width, long value) {
		switch (width) {
		case 1 -> write8(address, (byte) value);
		case 2 -> write16(address, (short) value);
		case 4 -> write32(address, (int) value);
		default -> write64(address, value);
		}
	}

	/** Copies bytes out. */
	public static void read(long address, byte[] to, int at, int length) {
		MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, to, at, length);
	}

	/** Copies bytes in. */
	public static void write(long address, byte[] from, int at, int length) {
		MemorySegment.copy(from, at, ALL, ValueLayout.JAVA_BYTE, address, length);
	}

	/** Copies bytes from one host address to another. */
	public static void copy(long from, long to, long length) {
		MemorySegment.copy(ALL, from, ALL, to, length);
	}
}
