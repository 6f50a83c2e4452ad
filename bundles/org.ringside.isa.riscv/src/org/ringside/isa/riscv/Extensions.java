package org.ringside.isa.riscv;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What of the standard's extensions a hart has, by the ISA string of its board, such as {@code rv64imafdc_zicsr_zba} (manual,
 * chapter "ISA Extension Naming Conventions"). What a hart lacks is noted in its context, so that the rows of that
 * extension do not exist for it.
 */
final class Extensions {

	/** What every hart has. */
	private static final String BASE = "rv64imac";
	/** With floating point. */
	private static final String FLOATS = "rv64imafdc";
	/** What every hart has, too, whether or not it is named: some are hints, which need no row. */
	private static final List<String> ALWAYS = List.of("zicsr", "zifencei", "zicntr", "zihpm", "zihintpause", "zicbop");

	/** What a hart may lack, in the order of ISA strings. */
	enum Choice {
		ZICBOM, ZICBOZ, ZICOND, ZBA, ZBB, ZBC, ZBS, SSTC, SVINVAL, SVPBMT;

		/** The context's lower bits say what changes as the hart runs. */
		private static final int FIRST_BIT = 8;

		/** As ISA strings have it. */
		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

		/** What rows call the bit of the context that is set on a hart without it. */
		String lack() {
			return "without" + name().charAt(0) + text().substring(1);
		}

		/** The bit of {@link #lack}. */
		int lackBit() {
			return 1 << FIRST_BIT + ordinal();
		}
	}

	private final boolean floats;
	private final Set<Choice> present;

	private Extensions(boolean floats, Set<Choice> present) {
		this.floats = floats;
		this.present = present;
	}

	/** All that there is. */
	static Extensions all() {
		return new Extensions(true, EnumSet.allOf(Choice.class));
	}

	/**
	 * Reads an ISA string.
	 *
	 * @throws IllegalArgumentException for what it should not have, or lacks
	 */
	static Extensions parse(String text) {
		String[] parts = text.split("_");
		if (!parts[0].equals(BASE) && !parts[0].equals(FLOATS)) {
			throw new IllegalArgumentException("extensions=" + text + ": a RISC-V hart is " + FLOATS + " or " + BASE);
		}
		Set<Choice> present = EnumSet.noneOf(Choice.class);
		for (int i = 1; i < parts.length; i++) {
			present.addAll(named(text, parts[i]));
		}
		return new Extensions(parts[0].equals(FLOATS), present);
	}

	private static Set<Choice> named(String text, String part) {
		for (Choice choice : Choice.values()) {
			if (choice.text().equals(part)) {
				return EnumSet.of(choice);
			}
		}
		if (!ALWAYS.contains(part)) {
			List<String> known = new ArrayList<>(ALWAYS);
			for (Choice choice : Choice.values()) {
				known.add(choice.text());
			}
			throw new IllegalArgumentException("extensions=" + text + ": there is no " + part + "; beside that there are "
					+ String.join(", ", known));
		}
		return EnumSet.noneOf(Choice.class);
	}

	/** True if it has F and D. */
	boolean floats() {
		return floats;
	}

	boolean has(Choice choice) {
		return present.contains(choice);
	}

	/** The bits of the context for all that is lacking. */
	int lacking() {
		int bits = 0;
		for (Choice choice : Choice.values()) {
			bits |= has(choice) ? 0 : choice.lackBit();
		}
		return bits;
	}

	/** As {@link org.ringside.isa.Architecture#contextBit}; 0 for a name unknown. */
	static int contextBit(String name) {
		for (Choice choice : Choice.values()) {
			if (choice.lack().equals(name)) {
				return choice.lackBit();
			}
		}
		return 0;
	}
}
