import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Prints what the tests of one build have proved, what was skipped, and why, from the reports that surefire wrote.
 * <p>
 * Usage: {@code java Proof.java ROOT [BEGAN [DISPLAY]]}. Reports older than BEGAN (an instant) are of another build and do not
 * count. DISPLAY is {@code none} where there was no display. The exit status is 1 if a test failed, if one was skipped without
 * saying why, or if no test ran at all.
 */
final class Proof {
	/** What JUnit says by itself when a test does not say why it was skipped. */
	private static final Pattern NO_REASON = Pattern.compile("|.* is @Disabled|(Assumption failed: )?assumption is not (true|false)");

	private enum Outcome {
		PASSED, SKIPPED, FAILED
	}

	private record Result(String subject, String test, Outcome outcome, String why, double seconds) {
		boolean skippedSilently() {
			return outcome == Outcome.SKIPPED && NO_REASON.matcher(why).matches();
		}
	}

	private final Path root;
	private final Instant began;

	private Proof(Path root, Instant began) {
		this.root = root;
		this.began = began;
	}

	public static void main(String[] arguments) throws IOException {
		Path root = Path.of(arguments[0]);
		var proof = new Proof(root, arguments.length > 1 ? Instant.parse(arguments[1]) : Instant.EPOCH);
		List<Result> results = proof.results();
		boolean display = arguments.length < 3 || !arguments[2].equals("none");
		String table = proof.table(results, display);
		System.out.print(table);
		Path kept = root.resolve("releng/proof/target");
		Files.createDirectories(kept);
		Files.writeString(kept.resolve("proof.txt"), table + proof.everyTest(results));
		boolean good = !results.isEmpty()
				&& results.stream().noneMatch(r -> r.outcome == Outcome.FAILED || r.skippedSilently());
		System.exit(good ? 0 : 1);
	}

	private List<Result> results() throws IOException {
		List<Result> results = new ArrayList<>();
		for (String parent : List.of("bundles", "releng")) {
			for (Path module : children(root.resolve(parent))) {
				for (Path report : children(module.resolve("target/surefire-reports"))) {
					String name = report.getFileName().toString();
					// file systems and reports count whole seconds
					if (name.startsWith("TEST-") && name.endsWith(".xml")
							&& !Files.getLastModifiedTime(report).toInstant().isBefore(began.minusSeconds(1))) {
						read(module, report, results);
					}
				}
			}
		}
		return results;
	}

	private static List<Path> children(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> all = Files.list(folder)) {
			return all.sorted().toList();
		}
	}

	private void read(Path module, Path report, List<Result> results) throws IOException {
		try {
			var suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
			var cases = suite.getElementsByTagName("testcase");
			for (int i = 0; i < cases.getLength(); i++) {
				results.add(result(module, suite, (Element) cases.item(i)));
			}
		} catch (ParserConfigurationException | SAXException e) {
			// a forked JVM that died leaves half a report
			results.add(new Result(module.getFileName().toString(), report.getFileName().toString(), Outcome.FAILED,
					"the report is damaged: " + e.getMessage(), 0));
		}
	}

	private Result result(Path module, Element suite, Element test) throws IOException {
		String type = test.getAttribute("classname").isEmpty() ? suite.getAttribute("name") : test.getAttribute("classname");
		String name = type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
		double seconds = test.getAttribute("time").isEmpty() ? 0 : Double.parseDouble(test.getAttribute("time").replace(",", ""));
		Optional<Element> bad = child(test, "failure").or(() -> child(test, "error"));
		Optional<Element> skipped = child(test, "skipped");
		Outcome outcome = bad.isPresent() ? Outcome.FAILED : skipped.isPresent() ? Outcome.SKIPPED : Outcome.PASSED;
		String why = bad.or(() -> skipped).map(e -> firstLine(e.getAttribute("message"))).orElse("");
		return new Result(subject(module, type), name, outcome, why, seconds);
	}

	private static String firstLine(String message) {
		String line = message.lines().findFirst().orElse("").strip();
		return line.length() <= 160 ? line : line.substring(0, 160) + " ...";
	}

	private static Optional<Element> child(Element parent, String tag) {
		return Optional.ofNullable((Element) parent.getElementsByTagName(tag).item(0));
	}

	/** The bundle that a test is about: the fragment whose sources hold it, else the module that ran it. */
	private String subject(Path module, String type) throws IOException {
		String source = type.replaceAll("[\\[$].*", "").replace('.', '/') + ".java";
		for (Path bundle : children(root.resolve("bundles"))) {
			if (Files.exists(bundle.resolve("src").resolve(source))) {
				return bundle.getFileName().toString().replaceAll("\\.tests$", "");
			}
		}
		return root.relativize(module).toString();
	}

	private String table(List<Result> results, boolean display) throws IOException {
		Map<String, List<Result>> bySubject = results.stream()
				.collect(Collectors.groupingBy(Result::subject, TreeMap::new, Collectors.toList()));
		for (Path bundle : children(root.resolve("bundles"))) {
			String name = bundle.getFileName().toString();
			if (name.endsWith(".tests")) {
				bySubject.putIfAbsent(name.replaceAll("\\.tests$", ""), List.of());
			}
		}
		var out = new StringBuilder();
		String line = "-".repeat(78) + "\n";
		out.append(line).append("%-34s %8s %8s %8s %8s\n".formatted("What was proved", "passed", "skipped", "failed", "seconds"));
		out.append(line);
		bySubject.forEach((subject, tests) -> out.append(row(subject, tests)));
		out.append(line).append(row("all", results)).append(line);
		section(out, "Skipped, and why", results, Outcome.SKIPPED);
		section(out, "Failed", results, Outcome.FAILED);
		if (!display) {
			out.append("Not run: the window's tests, because there is no display (install xvfb and xauth)\n");
		}
		out.append("Tests tagged \"long\" run by releng/long, all others by verify.\n");
		return out.toString();
	}

	private static String row(String subject, List<Result> tests) {
		double seconds = tests.stream().mapToDouble(Result::seconds).sum();
		return "%-34s %8d %8d %8d %8.1f%s\n".formatted(subject, count(tests, Outcome.PASSED), count(tests, Outcome.SKIPPED),
				count(tests, Outcome.FAILED), seconds, tests.isEmpty() ? "  no test ran" : "");
	}

	private static long count(List<Result> tests, Outcome outcome) {
		return tests.stream().filter(t -> t.outcome == outcome).count();
	}

	private static void section(StringBuilder out, String title, List<Result> results, Outcome outcome) {
		// tests that were skipped or failed for one reason share a line
		Map<String, List<Result>> byReason = results.stream().filter(r -> r.outcome == outcome)
				.collect(Collectors.groupingBy(r -> r.skippedSilently() ? "NO REASON GIVEN: say why in @Disabled or in the assumption"
						: r.why.replaceFirst("^Assumption failed: ", ""), TreeMap::new, Collectors.toList()));
		if (byReason.isEmpty()) {
			return;
		}
		out.append(title).append('\n');
		byReason.forEach((why, tests) -> {
			out.append("  ").append(why).append('\n');
			tests.stream().limit(8).forEach(t -> out.append("    ").append(t.test).append('\n'));
			if (tests.size() > 8) {
				out.append("    and ").append(tests.size() - 8).append(" more (releng/proof/target/proof.txt)\n");
			}
		});
	}

	private String everyTest(List<Result> results) {
		var out = new StringBuilder("\nEvery test\n");
		results.stream().sorted(Comparator.comparing(Result::subject).thenComparing(Result::test))
				.forEach(r -> out.append("%-8s %9.3f  %s  %s%s\n".formatted(r.outcome.name().toLowerCase(), r.seconds, r.subject,
						r.test, r.why.isEmpty() ? "" : ": " + r.why)));
		return out.toString();
	}
}
