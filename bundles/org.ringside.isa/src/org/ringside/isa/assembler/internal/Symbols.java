package org.ringside.isa.assembler.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ringside.isa.assembler.Symbol;

/** The symbols of one pass. */
final class Symbols {

	/** A definition: its value, the section it is in or empty, and where it is. */
	private record Definition(Value value, String section, boolean label, Line line) {
	}

	private final Known before;
	private final boolean first;
	private final Map<String, Definition> definitions = new LinkedHashMap<>();
	private final Map<String, List<Long>> numeric = new HashMap<>();
	private final Set<String> globals = new HashSet<>();
	private final Map<String, String> kinds = new HashMap<>();
	private final Map<String, Long> sizes = new HashMap<>();

	Symbols(Known before, boolean first, Map<String, Long> given) {
		this.before = before;
		this.first = first;
		given.forEach((name, value) -> definitions.put(name, new Definition(Value.of(value), "", false, null)));
	}

	void label(String name, Part part, Line line, int at) {
		Definition other = definitions.get(name);
		if (other != null) {
			throw new Mistake(at, "the symbol '" + name + "' is defined twice" + (other.line == null ? "" : "; first at " + other.line.file() + ":" + other.line.number()));
		}
		definitions.put(name, new Definition(Value.of(part.here()), part.allocated ? part.name : "", true, line));
	}

	void numericLabel(String number, long address) {
		numeric.computeIfAbsent(number, _ -> new ArrayList<>()).add(address);
	}

	/** {@code .set}: may be changed, unless it is a label. */
	void set(String name, Value value, Line line, int at) {
		Definition other = definitions.get(name);
		if (other != null && other.label) {
			throw new Mistake(at, "the symbol '" + name + "' is a label; it cannot be set; it is at " + other.line.file() + ":" + other.line.number());
		}
		definitions.put(name, new Definition(value, "", false, line));
	}

	/** True if it is defined above. */
	boolean definedHere(String name) {
		return definitions.containsKey(name);
	}

	/**
	 * A symbol's value, of the pass before if it comes below; throws if it is defined nowhere.
	 *
	 * @param above true if only definitions above count
	 */
	Value value(String name, boolean above, int at) {
		Definition d = definitions.get(name);
		if (d != null || above) {
			return d == null ? Value.UNKNOWN : d.value;
		}
		if (before.values().containsKey(name)) {
			return Value.of(before.values().get(name));
		}
		if (first || before.defined().contains(name)) {
			return Value.UNKNOWN;
		}
		throw Mistake.ofValue(at, "the symbol '" + name + "' is not defined");
	}

	Value numeric(String number, boolean forward, int at) {
		List<Long> here = numeric.getOrDefault(number, List.of());
		if (!forward) {
			if (here.isEmpty()) {
				throw Mistake.ofValue(at, "there is no label '" + number + ":' above");
			}
			return Value.of(here.getLast());
		}
		List<Long> all = before.numeric().getOrDefault(number, List.of());
		if (here.size() < all.size()) {
			return Value.of(all.get(here.size()));
		}
		if (first) {
			return Value.UNKNOWN;
		}
		throw Mistake.ofValue(at, "there is no label '" + number + ":' below");
	}

	void global(String name) {
		globals.add(name);
	}

	void kind(String name, String kind) {
		kinds.put(name, kind);
	}

	void size(String name, long size) {
		sizes.put(name, size);
	}

	Map<String, Long> values() {
		Map<String, Long> values = new HashMap<>();
		definitions.forEach((name, d) -> {
			if (d.value.known()) {
				values.put(name, d.value.value());
			}
		});
		return values;
	}

	Set<String> defined() {
		return new HashSet<>(definitions.keySet());
	}

	Map<String, List<Long>> numeric() {
		return numeric;
	}

	/** Definitions whose value never became known, with their lines. */
	Map<String, Line> unresolved() {
		Map<String, Line> unresolved = new LinkedHashMap<>();
		definitions.forEach((name, d) -> {
			if (!d.value.known()) {
				unresolved.put(name, d.line);
			}
		});
		return unresolved;
	}

	List<Symbol> symbols() {
		List<Symbol> symbols = new ArrayList<>();
		definitions.forEach((name, d) -> {
			if (!name.startsWith(".L")) {
				symbols.add(new Symbol(name, d.value.value(), d.section, globals.contains(name), kinds.getOrDefault(name, ""), sizes.getOrDefault(name, 0L)));
			}
		});
		return List.copyOf(symbols);
	}
}
