package org.ringside.isa.assembler.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sections of one pass, and which one is being filled. */
final class Sections {

	private final Map<String, Long> addresses;
	private final long origin;
	private final Map<String, Part> parts = new LinkedHashMap<>();
	private final Deque<Part> pushed = new ArrayDeque<>();
	private Part current;
	private Part previous;

	Sections(Map<String, Long> addresses, long origin) {
		this.addresses = addresses;
		this.origin = origin;
		current = named(".text");
		previous = current;
	}

	Part current() {
		return current;
	}

	List<Part> parts() {
		return new ArrayList<>(parts.values());
	}

	/** The section of a name whose flags are well known. */
	private Part named(String name) {
		String base = name.replaceFirst("^(\\.[a-z]+)\\..*", "$1");
		String flags = switch (base) {
		case ".text", ".init", ".fini" -> "ax";
		case ".rodata" -> "a";
		case ".data", ".sdata", ".bss", ".sbss" -> "aw";
		default -> "";
		};
		return part(name, flags, !base.equals(".bss") && !base.equals(".sbss"));
	}

	private Part part(String name, String flags, boolean stored) {
		return parts.computeIfAbsent(name, n -> new Part(n, flags, stored, addresses.getOrDefault(n, flags.contains("a") ? origin : 0)));
	}

	void to(String name) {
		to(named(name));
	}

	private void to(Part part) {
		previous = current;
		current = part;
	}

	void previous() {
		to(previous);
	}

	void push() {
		pushed.push(current);
	}

	void pop(int at) {
		if (pushed.isEmpty()) {
			throw new Mistake(at, ".popsection without .pushsection");
		}
		to(pushed.pop());
	}

	/** Reads {@code name, "flags", @type}. */
	void section(Cursor in) {
		int at = in.at;
		String name = in.nameOrString("the name of a section");
		if (!in.take(",")) {
			in.expectEnd();
			to(name);
			return;
		}
		String flags = new String(in.string(), java.nio.charset.StandardCharsets.UTF_8);
		if (!flags.matches("[awxMSGTo?]*")) {
			throw new Mistake(at, "the flags \"" + flags + "\" of " + name + " are not of a (in memory), w (writable), x (code)");
		}
		boolean stored = true;
		if (in.take(",")) {
			String type = in.take("@") || in.take("%") ? in.name() : "";
			if (!type.matches("progbits|nobits|note|init_array|fini_array")) {
				throw new Mistake(in.at, "the type of a section is @progbits or @nobits");
			}
			stored = !type.equals("nobits");
			in.rest(); // entry size or group, which mean nothing here
		}
		in.expectEnd();
		Part known = parts.get(name);
		if (known != null && (known.stored != stored || known.writable != flags.contains("w") || known.executable != flags.contains("x")
				|| known.allocated != flags.contains("a")) && known.size() > 0) {
			throw new Mistake(at, "the section " + name + " was there with other flags");
		}
		if (known != null && known.size() == 0) {
			parts.remove(name);
		}
		to(part(name, flags, stored));
	}
}
