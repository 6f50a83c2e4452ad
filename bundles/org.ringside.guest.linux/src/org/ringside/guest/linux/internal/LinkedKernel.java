package org.ringside.guest.linux.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

import org.ringside.guest.GuestException;
import org.ringside.guest.Image;
import org.ringside.guest.Segment;
import org.ringside.guest.Symbols;
import org.ringside.guest.Symbols.Symbol;

/**
 * A kernel as its file has it: bytes, symbols, and where they are. The kernel translates its own image by one distance, from
 * the addresses that it is linked to, to where it was loaded.
 *
 * @param segments by machine address
 * @param symbols at the addresses that it is linked to
 * @param distance from a linked address to a machine address
 */
record LinkedKernel(List<Segment> segments, Symbols symbols, long distance) {

	/** The first of its symbols: where the image begins. */
	private static final String START = "_start";
	private static final int LONGEST_TEXT = 256;

	/** @throws GuestException if the kernel's symbols are not known */
	static LinkedKernel of(Image kernel) {
		long distance = kernel.segments().stream().mapToLong(Segment::address).min().orElse(0) - kernel.symbols().address(START);
		return new LinkedKernel(kernel.segments(), kernel.symbols(), distance);
	}

	/** The symbols of a kernel's file: those that an ELF file tells, or those that the kernel keeps for itself. */
	static List<Symbol> symbols(Image kernel) {
		List<Symbol> all = new ArrayList<>(kernel.symbols().all());
		for (Segment segment : kernel.segments()) {
			if (all.isEmpty()) {
				all.addAll(Kallsyms.read(segment.bytes()));
			}
		}
		return all;
	}

	/** Machine address of something in the kernel's image. */
	long physical(String symbol) {
		return symbols.address(symbol) + distance;
	}

	/**
	 * Bytes of the file from one symbol to another.
	 *
	 * @throws GuestException if they are not in it
	 */
	byte[] bytes(String from, String to) {
		long start = physical(from);
		long end = physical(to);
		for (Segment segment : segments) {
			if (start >= segment.address() && end >= start && end <= segment.address() + segment.bytes().length) {
				return Arrays.copyOfRange(segment.bytes(), (int) (start - segment.address()), (int) (end - segment.address()));
			}
		}
		throw new GuestException("the kernel's file does not hold what is between %s and %s".formatted(from, to));
	}

	/** A doubleword of the file at an address that the kernel is linked to. */
	OptionalLong doubleword(long address) {
		for (Segment segment : segments) {
			long in = address + distance - segment.address();
			if (in >= 0 && in <= segment.bytes().length - Long.BYTES) {
				return OptionalLong.of(ByteBuffer.wrap(segment.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong((int) in));
			}
		}
		return OptionalLong.empty();
	}

	/** A text of the file that is ended by a zero; empty if there is none. */
	String text(long address) {
		for (Segment segment : segments) {
			long in = address + distance - segment.address();
			if (in >= 0 && in < segment.bytes().length) {
				int from = (int) in;
				int end = from;
				while (end < segment.bytes().length && end < from + LONGEST_TEXT && segment.bytes()[end] != 0) {
					end++;
				}
				return new String(segment.bytes(), from, end - from, StandardCharsets.UTF_8);
			}
		}
		return "";
	}
}
