package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger does: copy the template, build it against the p2 site alone, install it into the product, look at it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the product that is installed into is Linux's")
class TemplateTest {
	private static final Path LINUX = ProductTest.TARGET.resolve("products/org.ringside.product/linux/gtk/x86_64/ringside");

	@TempDir
	static Path folder;

	private static Path product;

	@BeforeAll
	static void buildACopyAndInstallItIntoACopyOfTheProduct() throws IOException {
		Path project = copy(Bundle.ROOT.resolve("releng/template"), folder.resolve("my project"));
		product = copy(LINUX, folder.resolve("product"));
		String maven = Path.of(System.getProperty("ringside.maven"), "bin", "mvn").toString();
		Commands.Outcome built = Commands.in(project).with("JAVA_HOME", System.getProperty("java.home")).run(maven, "-B", "-q",
				"-Dringside.repository=" + ProductTest.TARGET.resolve("repository").toRealPath().toUri(), "verify");
		assertEquals(0, built.status(), built.text());
		Path site = project.resolve("sites/com.example.ringside.site/target/repository");
		Commands.Outcome installed = ringside("-application", "org.eclipse.equinox.p2.director", "-nosplash", "-repository",
				site.toUri().toString(), "-installIU", "com.example.ringside.feature.feature.group");
		assertEquals(0, installed.status(), installed.text());
	}

	@Test
	void theInstalledBundlesArePartOfTheProduct() throws IOException {
		List<String> bundles = Files.readAllLines(
				product.resolve("configuration/org.eclipse.equinox.simpleconfigurator/bundles.info"));
		for (String part : List.of("isa", "device", "guest")) {
			assertTrue(bundles.stream().anyMatch(b -> b.startsWith("com.example.ringside." + part + ",")), part);
		}
	}

	static Commands.Outcome ringside(String... arguments) throws IOException {
		return Commands.in(folder).with("HOME", folder.toString()).with("RINGSIDE_JAVA", Commands.JAVA)
				.run(Commands.join(new String[] { product.resolve("ringside").toString() }, arguments));
	}

	private static Path copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.filter(f -> !from.relativize(f).startsWith("target")).toList()) {
				Path copy = to.resolve(from.relativize(file).toString());
				Files.createDirectories(copy.getParent());
				if (!Files.isDirectory(file)) {
					Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
				}
			}
		}
		return to;
	}
}
