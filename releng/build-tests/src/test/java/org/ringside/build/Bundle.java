package org.ringside.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A bundle of the workspace as its manifest source says. */
record Bundle(Path folder, Attributes headers) {
	/** The root of the working tree. */
	static final Path ROOT = Path.of(System.getProperty("ringside.root")).toAbsolutePath();

	/** One clause of a header: its paths and its attributes and directives, directives named with their colon. */
	record Clause(String name, Map<String, String> parameters) {
	}

	/** All bundles and fragments under {@code bundles/}, by folder name. */
	static List<Bundle> all() throws IOException {
		return in(ROOT.resolve("bundles"));
	}

	static List<Bundle> in(Path parent) throws IOException {
		try (Stream<Path> folders = Files.list(parent)) {
			return folders.filter(f -> Files.exists(f.resolve("META-INF/MANIFEST.MF"))).sorted().map(Bundle::read).toList();
		}
	}

	static Bundle read(Path folder) {
		try (var in = Files.newInputStream(folder.resolve("META-INF/MANIFEST.MF"))) {
			return new Bundle(folder, new Manifest(in).getMainAttributes());
		} catch (IOException e) {
			throw new UncheckedIOException(folder.toString(), e);
		}
	}

	String name() {
		return clauses("Bundle-SymbolicName").getFirst().name();
	}

	boolean isFragment() {
		return headers.getValue("Fragment-Host") != null;
	}

	/** The clauses of a header, none if the header is absent. */
	List<Clause> clauses(String header) {
		String value = headers.getValue(header);
		return value == null ? List.of() : split(value, ',').stream().map(Bundle::clause).toList();
	}

	private static Clause clause(String text) {
		List<String> parts = split(text, ';');
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String part : parts.subList(1, parts.size())) {
			int equals = part.indexOf('=');
			String key = part.substring(0, equals);
			parameters.put(key, part.substring(equals + 1).replaceAll("^\"|\"$", ""));
		}
		return new Clause(parts.getFirst(), parameters);
	}

	private static List<String> split(String text, char separator) {
		List<String> parts = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i <= text.length(); i++) {
			if (i == text.length() || text.charAt(i) == separator && !quoted) {
				parts.add(text.substring(start, i).strip());
				start = i + 1;
			} else if (text.charAt(i) == '"') {
				quoted = !quoted;
			}
		}
		return parts;
	}
}
