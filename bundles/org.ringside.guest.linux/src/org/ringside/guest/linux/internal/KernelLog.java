package org.ringside.guest.linux.internal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The kernel's messages, which it keeps in a ring (its {@code kernel/printk/printk_ringbuffer.h}): texts behind numbers.
 *
 * @param ring linked address of the pointer to the ring
 * @param data from the ring's begin to the address of its texts
 * @param bits from the ring's begin to the logarithm of its size
 */
record KernelLog(long ring, int data, int bits) {

	private static final String PANIC = "Kernel panic - not syncing: ";
	private static final int LARGEST = 24;

	static KernelLog of(LinkedKernel kernel, Btf btf) {
		String texts = "text_data_ring.";
		return new KernelLog(kernel.symbols().address("prb"), btf.offset("printk_ringbuffer", texts + "data"),
				btf.offset("printk_ringbuffer", texts + "size_bits"));
	}

	/** The line in which the kernel gave up, if it is still there. */
	Optional<String> panic(AddressSpace space) {
		long at = space.read(ring, Long.BYTES);
		int size = (int) space.read(at + bits, Integer.BYTES);
		if (at == 0 || size <= 0 || size > LARGEST) {
			return Optional.empty();
		}
		String text = new String(space.bytes(space.read(at + data, Long.BYTES), 1 << size), StandardCharsets.ISO_8859_1);
		int from = text.lastIndexOf(PANIC);
		if (from < 0) {
			return Optional.empty();
		}
		int end = from;
		while (end < text.length() && text.charAt(end) >= ' ' && text.charAt(end) < 127) {
			end++;
		}
		return Optional.of(text.substring(from, end));
	}
}
