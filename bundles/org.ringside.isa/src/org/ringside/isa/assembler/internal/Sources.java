package org.ringside.isa.assembler.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.isa.assembler.Includes;

/** The files that a source includes, found and split once for all passes. */
final class Sources {

	private final Includes includes;
	private final Map<String, Optional<byte[]>> contents = new HashMap<>();
	private final Map<String, Optional<List<Line>>> lines = new HashMap<>();

	Sources(Includes includes) {
		this.includes = includes;
	}

	Optional<byte[]> content(String name) {
		return contents.computeIfAbsent(name, includes::find);
	}

	Optional<List<Line>> lines(String name) {
		return lines.computeIfAbsent(name, n -> content(n).map(c -> Lines.of(n, new String(c, StandardCharsets.UTF_8))));
	}
}
