package org.ringside.guest.primer.internal;

import java.util.HashMap;
import java.util.Map;

import org.ringside.guest.GuestException;
import org.ringside.isa.assembler.Program;
import org.ringside.isa.assembler.Symbol;

/**
 * What the symbols of an assembled kernel say of the shape of its structures. Labels are physical addresses; pointers
 * that the kernel stores are virtual, {@code KERNEL_OFFSET} above.
 */
final class Layout {

	/** Rows of a table in the kernel's memory. */
	record Table(long address, long size, int count) {

		/** Physical address of a row. */
		long row(int index) {
			return address + index * size;
		}

		/** The row that begins at a physical address, or -1. */
		int index(long at) {
			long in = at - address;
			return in >= 0 && in < size * count && in % size == 0 ? (int) (in / size) : -1;
		}
	}

	private final Map<String, Long> values = new HashMap<>();
	private final long offset;
	private final long userStart;
	private final long userEnd;
	private final long userBase;

	/** @throws GuestException if a symbol that is needed is not there */
	Layout(Program program) {
		for (Symbol symbol : program.symbols()) {
			values.put(symbol.name(), symbol.value());
		}
		offset = value("KERNEL_OFFSET");
		userStart = value("user_start");
		userEnd = value("user_end");
		userBase = value("USER_BASE");
	}

	/** The value of a symbol. */
	long value(String symbol) {
		Long value = values.get(symbol);
		if (value == null) {
			throw new GuestException("the kernel has no symbol %s: processes are found by it, keep its name".formatted(symbol));
		}
		return value;
	}

	int number(String symbol) {
		return Math.toIntExact(value(symbol));
	}

	/** A table by its label, and the constants that say how large a row is and how many there are. */
	Table table(String label, String size, String count) {
		return new Table(value(label), value(size), number(count));
	}

	/** Physical address of what a pointer of the kernel points to. */
	long toPhysical(long pointer) {
		return pointer - offset;
	}

	/** Kernel virtual address. */
	long toVirtual(long physical) {
		return physical + offset;
	}

	/** True if a physical address is in the image that all programs share. */
	boolean user(long physical) {
		return physical >= userStart && physical < userEnd;
	}

	/** Where a program finds a place of that image. */
	long toUser(long physical) {
		return physical - userStart + userBase;
	}
}
