package org.ringside.guest.riscv;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

import org.ringside.guest.ElfImage;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestFile;
import org.ringside.guest.Image;
import org.ringside.guest.Segment;
import org.ringside.guest.Symbols;
import org.ringside.isa.elf.Elf;

/** Makes images of the files that kernels for RISC-V come in: ELF, Linux's Image, plain bytes; compressed by gzip or not. */
public final class KernelImage {

	/** Where firmware that knows nothing better looks for a kernel, from the start of memory. */
	public static final long OFFSET = 2 << 20;

	private static final int BITS = 64;
	/** The header of Linux's Image: its document {@code Documentation/arch/riscv/boot-image-header.rst}. */
	private static final int TEXT_OFFSET = 8;
	private static final int IMAGE_SIZE = 16;
	private static final int MAGIC_2 = 0x38;
	private static final int HEADER = 64;
	/** {@code RSC\x05}. */
	private static final int MAGIC = 0x05435352;

	private KernelImage() {
	}

	/**
	 * The image of a file: an ELF file at its physical addresses, a Linux Image where its header says, plain bytes
	 * {@link #OFFSET} from the start of memory.
	 *
	 * @throws GuestException if it is broken, empty or for another machine
	 */
	public static Image read(GuestFile given, GuestContext context) {
		GuestFile file = inflated(given, context.memorySize());
		return Elf.recognizes(file.bytes()) ? ElfImage.read(file, Elf.RISCV, BITS, context) : plain(file, context);
	}

	/** The same of a kernel that runs wherever it is, as Linux does: its ELF file is linked to physical addresses from 0 on. */
	public static Image readMovable(GuestFile given, GuestContext context) {
		GuestFile file = inflated(given, context.memorySize());
		return Elf.recognizes(file.bytes()) ? ElfImage.readMoved(file, Elf.RISCV, BITS, context, context.memoryBase() + OFFSET)
				: plain(file, context);
	}

	private static Image plain(GuestFile file, GuestContext context) {
		file.plain("kernel");
		long at = context.memoryBase() + offset(file.bytes()).orElse(OFFSET);
		long size = Math.max(file.bytes().length, size(file.bytes()));
		return new Image(at, List.of(new Segment("the kernel " + file.name(), at, file.bytes(), size)), Symbols.NONE);
	}

	/** True for a Linux Image. */
	public static boolean isLinux(byte[] bytes) {
		return bytes.length >= HEADER && little(bytes).getInt(MAGIC_2) == MAGIC;
	}

	/** Where a Linux Image wants to be, from the start of memory; empty if it is none. */
	private static OptionalLong offset(byte[] bytes) {
		return isLinux(bytes) ? OptionalLong.of(little(bytes).getLong(TEXT_OFFSET)) : OptionalLong.empty();
	}

	/** Bytes of memory that a Linux Image takes, its zeros included; 0 if it is none. */
	private static long size(byte[] bytes) {
		return isLinux(bytes) ? Math.max(0, little(bytes).getLong(IMAGE_SIZE)) : 0;
	}

	private static ByteBuffer little(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * The file, inflated if it is gzip's.
	 *
	 * @param most bytes
	 * @throws GuestException if it is broken or larger
	 */
	private static GuestFile inflated(GuestFile file, long most) {
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
			throw new GuestException("%s is broken: it begins as gzip's and %s".formatted(file.name(),
					e instanceof EOFException ? "ends too early" : "cannot be inflated (" + e.getMessage() + ")"), e);
		}
	}
}
