package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger does: copy the template, build it against the p2 site alone, install it into the product, look at it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the product that is installed into is Linux's")
class TemplateTest {
	@TempDir
	static Path folder;

	private static ProductCopy product;

	@BeforeAll
	static void buildACopyAndInstallItIntoACopyOfTheProduct() throws IOException {
		Path project = ProductCopy.copy(Bundle.ROOT.resolve("releng/template"), folder.resolve("my project"));
		product = new ProductCopy(folder.resolve("product"));
		String maven = Path.of(System.getProperty("ringside.maven"), "bin", "mvn").toString();
		Commands.Outcome built = Commands.in(project).with("JAVA_HOME", System.getProperty("java.home")).run(maven, "-B", "-q",
				"-Dringside.repository=" + ProductTest.TARGET.resolve("repository").toRealPath().toUri(), "verify");
		assertEquals(0, built.status(), built.text());
		Path site = project.resolve("sites/com.example.ringside.site/target/repository");
		Commands.Outcome installed = product.ringside("-application", "org.eclipse.equinox.p2.director", "-nosplash", "-repository",
				site.toUri().toString(), "-installIU", "com.example.ringside.feature.feature.group");
		assertEquals(0, installed.status(), installed.text());
	}

	@Test
	void theInstalledBundlesArePartOfTheProduct() throws IOException {
		for (String part : List.of("isa", "device", "guest")) {
			assertTrue(product.bundles().stream().anyMatch(b -> b.startsWith("com.example.ringside." + part + ",")), part);
		}
	}

	@Test
	void nothingIsWrongWithThem() throws IOException {
		Commands.Outcome listed = product.ringside("list", "--problems");
		assertEquals("no problems\n", listed.text());
		assertEquals(0, listed.status());
	}

	@Test
	void whatTheyContributeIsListed() throws IOException {
		String listed = product.ringside("list").text();
		for (String id : List.of("tally", "toy", "dice", "dice-game")) {
			assertTrue(listed.lines().anyMatch(l -> l.strip().startsWith(id + " ") && l.contains("com.example.ringside")), id + "\n" + listed);
		}
	}

	@Test
	void theGuestRunsOnTheInstructionSetAndThrowsTheDieOnEitherEngine() throws IOException {
		Commands.Outcome run = product.ringside("run", "dice-game", "--board", "toy", "--set", "times=4");
		String thrown = run.text().strip();
		assertTrue(thrown.matches("[1-6]{4}"), run.text());
		assertEquals(thrown.chars().map(c -> c - '0').sum(), run.status());
		assertEquals(run, product.ringside("run", "dice-game", "--board", "toy", "--set", "times=4", "--engine", "reference"));
	}
}
