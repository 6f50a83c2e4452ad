package org.ringside.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The floors of the workspace. A bundle depends on lower floors only: by package or by bundle, optional or not. The rules are
 * written once, here; {@link FloorsTest} applies them to the workspace and to manifests made to break them.
 */
final class Floors {
	/** The testkit stands beside the floors: it may see 0 to 5 and no product bundle may see it. */
	static final int BESIDE = 6;

	/** What decides a bundle's floor, first match first; a plugin of a later issue needs no new row. */
	private record Rule(Pattern name, int floor) {
	}

	private static final List<Rule> RULES = List.of(rule("org.ringside.machine", 0), rule("org.ringside.isa", 1),
			rule("org.ringside.engine", 2), rule("org.ringside.isa.*", 3), rule("org.ringside.devices", 3),
			rule("org.ringside.guest", 4), rule("org.ringside.hypervisor", 4), rule("org.ringside.guest.*", 5),
			rule("org.ringside.hypervisor.*", 5), rule("org.ringside.lab", 5), rule("org.ringside.testkit", BESIDE),
			rule("org.ringside.cli", 6), rule("org.ringside.ui", 7), rule("org.ringside.ui.*", 7));

	private Floors() {
	}

	private static Rule rule(String glob, int floor) {
		return new Rule(Pattern.compile(glob.replace(".", "\\.").replace("\\.*", "\\.[a-z0-9.]+")), floor);
	}

	static Optional<Integer> floorOf(String bundle) {
		return RULES.stream().filter(r -> r.name.matcher(bundle).matches()).map(Rule::floor).findFirst();
	}

	/** All that is wrong with these bundles, one line each; fragments may look wherever their tests need. */
	static List<String> problems(List<Bundle> bundles) {
		List<String> problems = new ArrayList<>();
		Map<String, Bundle> exporters = new HashMap<>();
		List<Bundle> hosts = bundles.stream().filter(b -> !b.isFragment()).toList();
		for (Bundle b : hosts) {
			b.clauses("Export-Package").forEach(c -> exporters.put(c.name(), b));
		}
		Map<String, Bundle> byName = new HashMap<>();
		hosts.forEach(b -> byName.put(b.name(), b));
		for (Bundle b : hosts) {
			headers(b, problems);
			exports(b, problems);
			if (floorOf(b.name()).isEmpty()) {
				problems.add(b.name() + " is on no floor: name it after one, or add a rule");
				continue;
			}
			for (var c : b.clauses("Import-Package")) {
				imported(b, c, exporters, problems);
			}
			for (var c : b.clauses("Require-Bundle")) {
				if (byName.containsKey(c.name())) {
					problems.add(b.name() + " requires bundle " + c.name() + ": import its packages instead");
					edge(b, byName.get(c.name()), "Require-Bundle " + c.name(), problems);
				}
			}
		}
		return problems;
	}

	private static void headers(Bundle b, List<String> problems) {
		expect(b, "Bundle-ActivationPolicy", "lazy", problems);
		expect(b, "Bundle-RequiredExecutionEnvironment", "JavaSE-25", problems);
		expect(b, "Automatic-Module-Name", b.name(), problems);
		if (!b.folder().getFileName().toString().equals(b.name())) {
			problems.add(b.name() + " lies in folder " + b.folder().getFileName());
		}
	}

	private static void expect(Bundle b, String header, String value, List<String> problems) {
		String found = b.headers().getValue(header);
		if (!value.equals(found)) {
			problems.add(b.name() + ": " + header + " must be " + value + (found == null ? ", is missing" : ", is " + found));
		}
	}

	private static void exports(Bundle b, List<String> problems) {
		for (var c : b.clauses("Export-Package")) {
			if (!c.parameters().containsKey("version")) {
				problems.add(b.name() + " exports " + c.name() + " without a version");
			}
			if (c.parameters().containsKey("x-friends:") || c.parameters().containsKey("x-internal:")) {
				problems.add(b.name() + " exports " + c.name() + " to friends: a test that needs internals is a fragment");
			}
			if (c.name().contains(".internal")) {
				problems.add(b.name() + " exports " + c.name() + ", which is internal");
			}
			if (!(c.name() + ".").startsWith(b.name() + ".")) {
				problems.add(b.name() + " exports " + c.name() + ", which is not under its own name");
			}
		}
	}

	private static void imported(Bundle b, Bundle.Clause c, Map<String, Bundle> exporters, List<String> problems) {
		Bundle exporter = exporters.get(c.name());
		if (exporter == null) {
			if (c.name().startsWith("org.ringside.")) {
				problems.add(b.name() + " imports " + c.name() + ", which no bundle exports");
			}
		} else if (exporter != b) {
			if (!c.parameters().containsKey("version")) {
				problems.add(b.name() + " imports " + c.name() + " without a version range");
			}
			edge(b, exporter, "Import-Package " + c.name(), problems);
		}
	}

	private static void edge(Bundle from, Bundle to, String how, List<String> problems) {
		Optional<Integer> upper = floorOf(from.name());
		Optional<Integer> lower = floorOf(to.name());
		boolean toBeside = to.name().equals("org.ringside.testkit");
		if (upper.isPresent() && lower.isPresent() && (lower.get() >= upper.get() || toBeside)) {
			problems.add("%s (floor %d) looks up at %s (%s) by %s".formatted(from.name(), upper.get(), to.name(),
					toBeside ? "the testkit, which is for tests" : "floor " + lower.get(), how));
		}
	}
}
