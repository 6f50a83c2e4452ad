package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plug-ins with the mistakes that people make, installed into a copy of the product. Each contributes a device; the tests ask
 * the product what is wrong with it.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the product that is installed into is Linux's")
class ProblemsTest {
	private static final String LAZY = "Bundle-ActivationPolicy: lazy\n";
	private static final String MACHINE = "Import-Package: org.ringside.machine;version=\"[1.0.0,2.0.0)\"\n";

	@TempDir
	static Path folder;

	private static ProductCopy product;
	private static List<String> problems;

	@BeforeAll
	static void installThem() throws IOException {
		product = new ProductCopy(folder.resolve("product"));
		install("stopped", MACHINE, "stopped", "");
		install("throwing", LAZY + MACHINE, "throwing", "throw new IllegalStateException(\"no licence file\");");
		install("newer", LAZY + "Import-Package: org.ringside.machine;version=\"[2.0.0,3.0.0)\"\n", "newer", "");
		install("twice", LAZY + MACHINE, "clint", "");
		install("good", LAZY + MACHINE, "good", "");
		problems = product.ringside("list", "--problems").lines();
	}

	@Test
	void eachMistakeIsOneLineAndNothingElseIs() {
		assertEquals(4, problems.size(), String.join("\n", problems));
	}

	@Test
	void aBundleWithoutTheLazyHeaderIsReportedWithTheLineThatItLacks() {
		assertAll(() -> one("com.example.stopped", "is not started"), () -> one("com.example.stopped", "Bundle-ActivationPolicy: lazy"));
	}

	@Test
	void aConstructorThatThrowsIsReportedWithWhatItSaid() {
		one("com.example.throwing", "no licence file");
	}

	@Test
	void aWrongVersionOfTheApiIsReportedWithBothVersions() {
		assertAll(() -> one("com.example.newer", "org.ringside.machine"), () -> one("com.example.newer", "2.0.0"),
				() -> one("com.example.newer", "1.0.0"));
	}

	@Test
	void anIdThatIsTakenIsReportedWithBothBundles() {
		assertAll(() -> one("com.example.twice", "\"clint\""), () -> one("com.example.twice", "org.ringside.devices"));
	}

	@Test
	void theOthersAreListedAndProblemsAreMentioned() throws IOException {
		Commands.Outcome listed = product.ringside("list", "devices");
		assertEquals(0, listed.status(), listed.text());
		assertTrue(listed.lines().stream().anyMatch(l -> l.strip().startsWith("good ")), listed.text());
		assertEquals(1, listed.lines().stream().filter(l -> l.contains("--problems")).count(), listed.text());
	}

	private static void one(String bundle, String said) {
		assertEquals(1, problems.stream().filter(l -> l.contains(bundle) && l.contains(said)).count(),
				bundle + ": " + said + "\n" + String.join("\n", problems));
	}

	/** Compiles a maker of devices against the product and packs it with a component description as Tycho would write it. */
	private static void install(String name, String headers, String id, String constructor) throws IOException {
		String bundle = "com.example." + name;
		Path source = folder.resolve(name + "/Maker.java");
		Files.createDirectories(source.getParent());
		Files.writeString(source, """
				package com.example.%s;
				import org.ringside.machine.*;
				public class Maker implements DeviceMaker<Maker.Options> {
					public record Options() { }
					public Maker() { %s }
					public Class<Options> options() { return Options.class; }
					public long size() { return 4096; }
					public Device<?> create(Options options, DeviceContext context) { throw new UnsupportedOperationException(); }
				}
				""".formatted(name, constructor));
		int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", source.getParent().toString(), "-cp",
				classPath(), source.toString());
		assertEquals(0, status, "javac");
		Path jar = product.plugins().resolve(bundle + "_1.0.0.jar");
		pack(jar, Map.of("META-INF/MANIFEST.MF", """
				Manifest-Version: 1.0
				Bundle-ManifestVersion: 2
				Bundle-SymbolicName: %s
				Bundle-Version: 1.0.0
				Service-Component: OSGI-INF/maker.xml
				Require-Capability: osgi.ee;filter:="(&(osgi.ee=JavaSE)(version=25))"
				""".formatted(bundle) + headers, "OSGI-INF/maker.xml", """
				<scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s.Maker">
				  <implementation class="%s.Maker"/>
				  <service><provide interface="org.ringside.machine.DeviceMaker"/></service>
				  <property name="ringside.id" value="%s"/>
				  <property name="ringside.label" value="A device"/>
				</scr:component>
				""".formatted(bundle, bundle, id)), source.getParent().resolve("com"));
		product.add(bundle, jar);
	}

	private static String classPath() throws IOException {
		try (Stream<Path> jars = Files.list(product.plugins())) {
			return String.join(":", jars.map(Path::toString).filter(j -> j.contains("/org.ringside.")).toList());
		}
	}

	private static void pack(Path jar, Map<String, String> texts, Path classes) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar); var out = new JarOutputStream(file); var all = Files.walk(classes)) {
			for (var text : texts.entrySet()) {
				out.putNextEntry(new ZipEntry(text.getKey()));
				out.write(text.getValue().getBytes(StandardCharsets.UTF_8));
			}
			for (Path type : all.filter(Files::isRegularFile).toList()) {
				out.putNextEntry(new ZipEntry(classes.getParent().relativize(type).toString()));
				Files.copy(type, out);
			}
		}
	}
}
