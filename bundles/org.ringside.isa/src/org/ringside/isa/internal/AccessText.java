package org.ringside.isa.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ringside.isa.BitField;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row.ModeAccess;
import org.ringside.isa.Row.ModeAccess.Kind;

/** Reads access per mode, {@code "m:always s:unless(TSR) u:traps"}. */
final class AccessText {

	private static final Pattern MODE = Pattern.compile("(\\w+):(always|traps|differs|unless\\(([^()]+)\\))");

	private AccessText() {
	}

	/** The access of every mode, in the order of {@code modes}. */
	static List<ModeAccess> read(Where where, String text, List<String> modes) {
		List<ModeAccess> read = new ArrayList<>();
		for (String part : text.trim().split("\\s+(?![^()]*\\))")) {
			Matcher m = MODE.matcher(part);
			if (!m.matches()) {
				throw where.wrong("access '" + part + "' is not mode:always, :traps, :unless(BIT) or :differs");
			}
			String mode = m.group(1);
			if (!modes.contains(mode)) {
				throw where.wrong("access names the mode '" + mode + "'; the modes are " + String.join(" ", modes));
			}
			if (read.stream().anyMatch(a -> a.mode().equals(mode))) {
				throw where.wrong("access names the mode '" + mode + "' twice");
			}
			String kind = m.group(2).replaceAll("\\(.*", "").toUpperCase(Locale.ROOT);
			read.add(new ModeAccess(mode, Kind.valueOf(kind), m.group(3) == null ? "" : m.group(3).strip()));
		}
		for (String mode : modes) {
			if (read.stream().noneMatch(a -> a.mode().equals(mode))) {
				throw where.wrong("access lacks the mode '" + mode + "'");
			}
		}
		read.sort((a, b) -> modes.indexOf(a.mode()) - modes.indexOf(b.mode()));
		return List.copyOf(read);
	}

	/** Names by which controlling bits may be called. */
	static Set<String> bitNames(List<RegisterRow> registers) {
		Set<String> names = new java.util.HashSet<>();
		for (RegisterRow r : registers) {
			for (BitField f : r.fields()) {
				names.add(f.name());
				names.add(r.name() + "." + f.name());
			}
		}
		return names;
	}

	/** Fails if a controlling bit is not among the known names. */
	static void checkBits(Where where, List<ModeAccess> access, Set<String> known) {
		for (ModeAccess a : access) {
			if (a.kind() == Kind.UNLESS) {
				for (String bit : a.bit().split("\\|")) {
					String name = bit.strip().replaceFirst("^!", "").strip();
					if (!known.contains(name)) {
						throw where.wrong("no register has the field '" + name + "' that access names");
					}
				}
			}
		}
	}
}
