package org.ringside.isa.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.ringside.isa.IsaException;

/**
 * Finds two rows that would both apply to the same bytes. That is an error unless their fixed bits, their contexts or
 * their conditions exclude one another; the more special row does not win by itself, since the reader of one row would
 * not see that it has exceptions.
 */
final class Overlaps {

	/** Fields up to this many bits are checked value by value. */
	private static final int ENUMERABLE = 20;

	private Overlaps() {
	}

	static void check(List<Encoding> encodings) {
		for (int i = 0; i < encodings.size(); i++) {
			for (int j = 0; j < i; j++) {
				Encoding a = encodings.get(j);
				Encoding b = encodings.get(i);
				if (overlap(a, b)) {
					throw new IsaException(text(b) + ": overlaps " + text(a)
							+ "; tell them apart by bits, or give one of them a where or when that excludes the other");
				}
			}
		}
	}

	private static String text(Encoding e) {
		return Where.of(e.row.method(), e.row.text().bits()).place() + " '" + e.row.text().bits() + "'";
	}

	private static boolean overlap(Encoding a, Encoding b) {
		boolean bitsExclude = (a.mask0 & b.mask0 & (a.match0 ^ b.match0)) != 0 || (a.mask1 & b.mask1 & (a.match1 ^ b.match1)) != 0;
		boolean contextExcludes = (a.row.contextMask() & b.row.contextMask() & (a.row.contextMatch() ^ b.row.contextMatch())) != 0;
		return !bitsExclude && !contextExcludes && !conditionsExclude(a, b) && !conditionsExclude(b, a);
	}

	/** True if a field that {@code a} puts conditions on has no value that both rows allow. */
	private static boolean conditionsExclude(Encoding a, Encoding b) {
		Set<Integer> fields = new LinkedHashSet<>();
		for (Condition c : a.conditions) {
			if (c.unless() == 0) {
				fields.add(c.field());
			}
		}
		return fields.stream().anyMatch(f -> noneAllowed(a, f, b));
	}

	private static boolean noneAllowed(Encoding a, int field, Encoding b) {
		Slot slot = a.slots[field];
		if (slot.encodedBits() > ENUMERABLE) {
			return false;
		}
		List<Condition> others = sameField(slot, b);
		for (long code = 0; code < 1L << slot.encodedBits(); code++) {
			long value = slot.valueOf(code);
			if (allows(a, field, value) && fixedBitsAllow(slot, value, b) && others.stream().allMatch(c -> c.holds(value))) {
				return false;
			}
		}
		return true;
	}

	private static boolean allows(Encoding a, int field, long value) {
		for (Condition c : a.conditions) {
			if (c.field() == field && c.unless() == 0 && !c.holds(value)) {
				return false;
			}
		}
		return true;
	}

	private static boolean fixedBitsAllow(Slot slot, long value, Encoding b) {
		long[] halves = new long[2];
		slot.put(value, halves);
		return ((halves[0] ^ b.match0) & b.mask0 & slot.mask(0)) == 0 && ((halves[1] ^ b.match1) & b.mask1 & slot.mask(1)) == 0;
	}

	private static List<Condition> sameField(Slot slot, Encoding b) {
		List<Condition> same = new ArrayList<>();
		for (Condition c : b.conditions) {
			if (c.unless() == 0 && b.slots[c.field()].sameAs(slot)) {
				same.add(c);
			}
		}
		return same;
	}
}
