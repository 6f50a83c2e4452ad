package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** A version is written once, or here it is checked that the places agree. */
class VersionsTest {
	private static final Pattern DEPENDENCY = Pattern
			.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

	@Test
	void plainTestsUseTheVersionsOfTheTargetPlatform() throws IOException {
		Map<String, String> target = dependencies("target-platform/target-platform.target");
		Map<String, String> plain = dependencies("releng/plain-tests/pom.xml");
		plain.remove("org.ringside:org.ringside.parent");
		assertTrue(plain.size() > 5, plain.toString());
		plain.forEach((library, version) -> {
			String expected = library.equals("org.junit.jupiter:junit-jupiter") ? target.get("org.junit.jupiter:junit-jupiter-api") : target.get(library);
			assertEquals(expected, version.replace("${junit.version}", property("pom.xml", "junit.version")), library);
		});
	}

	@Test
	void theTemplateUsesOurTycho() {
		String version = property("pom.xml", "tycho.version");
		assertEquals(version, property("releng/template/pom.xml", "tycho.version"));
		assertTrue(read(".mvn/extensions.xml").contains("<version>" + version + "</version>"));
		assertEquals(read(".mvn/extensions.xml"), read("releng/template/.mvn/extensions.xml"));
	}

	@Test
	void everyVersionOfTheTargetPlatformIsExact() throws IOException {
		Map<String, String> target = dependencies("target-platform/target-platform.target");
		assertTrue(target.size() > 150, "only " + target.size());
		target.forEach((library, version) -> assertTrue(version.matches("[0-9][0-9A-Za-z.-]*"), library + " " + version));
		assertFalse(read("target-platform/target-platform.target").contains("<repository"), "a p2 repository may go away");
	}

	@Test
	void everyBundleIsInAFeature() throws IOException {
		String features = read("features/org.ringside.feature/feature.xml") + read("features/org.ringside.testkit.feature/feature.xml");
		List<String> missing = Bundle.all().stream().filter(b -> !b.isFragment()).map(Bundle::name)
				.filter(n -> !features.contains("<plugin id=\"" + n + "\"")).toList();
		assertEquals(List.of(), missing);
	}

	private static Map<String, String> dependencies(String file) {
		Map<String, String> found = new TreeMap<>();
		Matcher matcher = DEPENDENCY.matcher(read(file));
		while (matcher.find()) {
			found.put(matcher.group(1) + ":" + matcher.group(2), matcher.group(3));
		}
		return found;
	}

	private static String property(String file, String name) {
		Matcher matcher = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(read(file));
		assertTrue(matcher.find(), name + " in " + file);
		return matcher.group(1);
	}

	private static String read(String file) {
		try {
			return Files.readString(Bundle.ROOT.resolve(Path.of(file)));
		} catch (IOException e) {
			throw new AssertionError(file, e);
		}
	}
}
