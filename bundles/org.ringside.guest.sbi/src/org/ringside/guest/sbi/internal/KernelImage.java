package org.ringside.guest.sbi.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

import org.ringside.guest.GuestException;
import org.ringside.guest.GuestFile;

/** Formats around a kernel: Linux's Image header (its {@code boot-image-header} document), gzip, OpenSBI's note to itself. */
public final class KernelImage {

	/** Bytes of {@link #dynamicInfo}. */
	public static final int DYNAMIC_INFO_SIZE = 48;

	private static final int TEXT_OFFSET = 8;
	private static final int IMAGE_SIZE = 16;
	private static final int MAGIC_2 = 0x38;
	private static final int HEADER = 64;
	/** {@code RSC\x05}. */
	private static final int MAGIC = 0x05435352;
	/** {@code OSBI}: OpenSBI, {@code fw_dynamic.h}. */
	private static final long INFO_MAGIC = 0x4942534f;
	private static final long INFO_VERSION = 2;
	private static final long MODE_S = 1;

	private KernelImage() {
	}

	/** Where a Linux Image wants to be, from the start of memory; empty if it is none. */
	public static OptionalLong offset(byte[] bytes) {
		return isLinux(bytes) ? OptionalLong.of(little(bytes).getLong(TEXT_OFFSET)) : OptionalLong.empty();
	}

	/** Bytes of memory that a Linux Image takes, its zeros included; 0 if it is none. */
	public static long size(byte[] bytes) {
		return isLinux(bytes) ? Math.max(0, little(bytes).getLong(IMAGE_SIZE)) : 0;
	}

	private static boolean isLinux(byte[] bytes) {
		return bytes.length >= HEADER && little(bytes).getInt(MAGIC_2) == MAGIC;
	}

	private static ByteBuffer little(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	/** The file, inflated if it is gzip's; at most {@code most} bytes. */
	public static GuestFile inflated(GuestFile file, long most) {
		byte[] bytes = file.bytes();
		if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
			return file;
		}
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			byte[] inflated = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
			if (in.read() >= 0) {
				throw new GuestException("%s inflates to more than the %d KiB of memory: use a larger --memory".formatted(file.name(),
						most / 1024));
			}
			return new GuestFile(file.name(), inflated);
		} catch (IOException e) {
			throw new GuestException("%s is broken: it begins as gzip's and cannot be inflated (%s)".formatted(file.name(),
					e.getMessage()), e);
		}
	}

	/** What {@code fw_dynamic} finds at a2: enter {@code next} in S mode, with no options, from any hart. */
	public static byte[] dynamicInfo(long next) {
		return ByteBuffer.allocate(DYNAMIC_INFO_SIZE).order(ByteOrder.LITTLE_ENDIAN).putLong(INFO_MAGIC).putLong(INFO_VERSION)
				.putLong(next).putLong(MODE_S).putLong(0).putLong(0).array();
	}
}
