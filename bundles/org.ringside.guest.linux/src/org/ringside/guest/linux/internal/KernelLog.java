package org.ringside.guest.linux.internal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.ringside.guest.riscv.AddressSpace;

/**
 * The kernel's messages, which it keeps in two rings (its {@code kernel/printk/printk_ringbuffer.h}): texts, each behind the
 * number of its record, and what is known of each record. All in bytes from the begin of the structure that it is in.
 *
 * @param ring linked address of the pointer to both rings
 * @param texts to the address of the texts
 * @param textBits to the logarithm of their size
 * @param infos to the address of what is known of records
 * @param infoBits to the logarithm of their number
 * @param infoSize of one of them
 * @param length in one of them, to the length of the text
 */
record KernelLog(long ring, int texts, int textBits, int infos, int infoBits, int infoSize, int length) {

	private static final String PANIC = "Kernel panic - not syncing: ";
	private static final int LARGEST = 24;

	static KernelLog of(LinkedKernel kernel, Btf btf) {
		String rings = "printk_ringbuffer";
		String info = "printk_info";
		return new KernelLog(kernel.symbols().address("prb"), btf.offset(rings, "text_data_ring.data"), btf.offset(rings, "text_data_ring.size_bits"),
				btf.offset(rings, "desc_ring.infos"), btf.offset(rings, "desc_ring.count_bits"), btf.size(info), btf.offset(info, "text_len"));
	}

	/** The line in which the kernel gave up, if it is still there. */
	Optional<String> panic(AddressSpace space) {
		long rings = space.read(ring, Long.BYTES);
		int bits = (int) space.read(rings + textBits, Integer.BYTES);
		if (bits <= 0 || bits > LARGEST) {
			return Optional.empty();
		}
		long at = space.read(rings + texts, Long.BYTES);
		String text = new String(space.bytes(at, 1 << bits), StandardCharsets.ISO_8859_1);
		int from = text.lastIndexOf(PANIC);
		if (from < Long.BYTES) {
			return Optional.empty();
		}
		long record = space.read(at + from - Long.BYTES, Long.BYTES);
		long number = record & (1L << space.read(rings + infoBits, Integer.BYTES)) - 1;
		long all = space.read(space.read(rings + infos, Long.BYTES) + number * infoSize + length, Short.BYTES);
		int end = (int) Math.clamp(from + all, from + PANIC.length(), text.length());
		return Optional.of(text.substring(from, end).lines().findFirst().orElse(PANIC).strip());
	}
}
