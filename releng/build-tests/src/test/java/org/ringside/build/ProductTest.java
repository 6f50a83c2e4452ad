package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each archive that a user downloads holds what its platform needs, and nothing of another. */
class ProductTest {
	static final Path TARGET = Path.of(System.getProperty("ringside.product"));
	private static final Path ARCHIVES = TARGET.resolve("products");

	/** A platform, its archive and the native fragments that only it may hold. */
	enum Platform {
		LINUX("ringside-linux.gtk.x86_64.tar.gz", "ringside/", "ringside", "org.eclipse.swt.gtk.linux.x86_64", "org.eclipse.e4.ui.swt.gtk"),
		WINDOWS("ringside-win32.win32.x86_64.zip", "ringside/", "ringside.cmd", "org.eclipse.swt.win32.win32.x86_64", "org.eclipse.ui.win32"),
		MAC("ringside-macosx.cocoa.aarch64.tar.gz", "Ringside.app/Contents/Eclipse/", "ringside", "org.eclipse.swt.cocoa.macosx.aarch64", "org.eclipse.ui.cocoa");

		final String archive;
		final String home;
		final String script;
		final Set<String> fragments;

		Platform(String archive, String home, String script, String... fragments) {
			this.archive = archive;
			this.home = home;
			this.script = script;
			this.fragments = Set.of(fragments);
		}

		Archive read() throws IOException {
			return Archive.read(ARCHIVES.resolve(archive));
		}
	}

	@ParameterizedTest
	@EnumSource
	void anArchiveIsOneFolderWithBundlesScriptAndSettings(Platform platform) throws IOException {
		Archive archive = platform.read();
		String root = platform.home.substring(0, platform.home.indexOf('/') + 1);
		assertEquals(List.of(), archive.entries().keySet().stream().filter(n -> !n.startsWith(root)).toList());
		Set<String> plugins = plugins(platform, archive);
		for (Bundle bundle : Bundle.all()) {
			boolean shipped = !bundle.isFragment() && !bundle.name().equals("org.ringside.testkit");
			assertEquals(shipped, plugins.contains(bundle.name()), bundle.name());
		}
		assertTrue(plugins.containsAll(List.of("org.eclipse.osgi", "org.eclipse.osgi.compatibility.state", "org.apache.felix.scr",
				"org.eclipse.equinox.launcher", "org.eclipse.equinox.p2.director.app", "picocli")), plugins.toString());
		assertFalse(plugins.contains("junit-jupiter-api"));
	}

	@ParameterizedTest
	@EnumSource
	void anArchiveHoldsTheNativeFragmentsOfItsPlatformOnly(Platform platform) throws IOException {
		Set<String> plugins = plugins(platform, platform.read());
		for (Platform other : Platform.values()) {
			for (String fragment : other.fragments) {
				assertEquals(other == platform, plugins.contains(fragment), fragment);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyBundleThatTheArchiveStartsWithIsInIt(Platform platform) throws IOException {
		Archive archive = platform.read();
		List<String> installed = archive.entry(platform.home + "configuration/org.eclipse.equinox.simpleconfigurator/bundles.info").text()
				.lines().filter(l -> !l.startsWith("#")).toList();
		assertTrue(installed.size() > 100, installed.toString());
		for (String line : installed) {
			String place = line.split(",")[2];
			assertTrue(archive.entries().keySet().stream().anyMatch(n -> n.startsWith(platform.home + place)), line);
		}
		assertTrue(installed.stream().anyMatch(l -> l.startsWith("org.apache.felix.scr,") && l.endsWith(",2,true")));
		assertTrue(installed.stream().anyMatch(l -> l.startsWith("org.ringside.machine,")));
	}

	@ParameterizedTest
	@EnumSource
	void theSettingsNameTheProductAndTheJvmArguments(Platform platform) throws IOException {
		Archive archive = platform.read();
		String config = archive.entry(platform.home + "configuration/config.ini").text();
		List<String> ini = archive.entry(platform.home + "eclipse.ini").text().lines().toList();
		int vmargs = ini.indexOf("-vmargs");
		assertAll(() -> assertTrue(config.contains("eclipse.product=org.ringside.ui.product"), config),
				() -> assertTrue(config.contains("eclipse.application=org.ringside.ui.application"), config),
				() -> assertTrue(vmargs >= 0, ini.toString()),
				() -> assertTrue(ini.indexOf("--enable-native-access=ALL-UNNAMED") > vmargs, ini.toString()),
				() -> assertEquals(platform == Platform.MAC, ini.contains("-XstartOnFirstThread"), ini.toString()),
				// the second compiler is what makes guests fast
				() -> assertTrue(ini.stream().noneMatch(l -> l.contains("TieredStopAtLevel")), ini.toString()));
	}

	@ParameterizedTest
	@EnumSource
	void theScriptIsThereAndNoOtherPlatforms(Platform platform) throws IOException {
		Archive archive = platform.read();
		Archive.Entry script = archive.entry(platform.home + platform.script);
		assertTrue(platform == Platform.WINDOWS || script.executable(), "mode " + Integer.toOctalString(script.mode()));
		assertEquals(platform == Platform.WINDOWS, archive.entries().containsKey(platform.home + "ringside.cmd"));
		assertEquals(platform != Platform.WINDOWS, archive.entries().containsKey(platform.home + "ringside"));
	}

	@Test
	void theArchiveForMacIsAnApplicationThatTheFinderCanStart() throws IOException {
		Archive archive = Platform.MAC.read();
		String plist = archive.entry("Ringside.app/Contents/Info.plist").text();
		assertTrue(plist.replaceAll("\\s+", "").contains("<key>CFBundleExecutable</key><string>ringside</string>"), plist);
		Archive.Entry started = archive.entry("Ringside.app/Contents/MacOS/ringside");
		assertTrue(started.executable(), Integer.toOctalString(started.mode()));
		assertTrue(started.text().contains("../Eclipse/ringside"), started.text());
	}

	/** Read, because cmd.exe is not here to run it. */
	@Test
	void theScriptForWindowsReadsSettingsChecksJavaAndPassesTheExitStatus() throws IOException {
		String script = Platform.WINDOWS.read().entry("ringside/ringside.cmd").text();
		// cmd.exe loses labels in files whose lines end without CR
		assertTrue(script.lines().count() > 40 && script.replace("\r\n", "").indexOf('\n') < 0, "line ends");
		for (String needed : List.of("eclipse.ini", "-vmargs", "set \"NEED=25\"", "GEQ %NEED%", "exit /b %ERRORLEVEL%", "%ERRORLEVEL%==23",
				"%ERRORLEVEL%==24", "-application org.ringside.cli.application -data @none -nosplash %*", "JAVA_HOME")) {
			assertTrue(script.contains(needed), needed);
		}
		List<String> labels = script.lines().filter(l -> l.startsWith(":")).map(l -> l.substring(1).strip()).toList();
		script.lines().flatMap(l -> java.util.regex.Pattern.compile("(?:goto |call :)(\\w+)").matcher(l).results().map(m -> m.group(1)))
				.forEach(to -> assertTrue(labels.contains(to), to));
	}

	@Test
	void theSiteHoldsEveryFeatureAndBundleThatAPluginIsBuiltAgainst() throws IOException {
		Archive site = Archive.read(ARCHIVES.resolve("ringside-site.zip"));
		Set<String> names = site.entries().keySet().stream().map(n -> n.replaceAll("_[^_]*$", "")).collect(Collectors.toCollection(TreeSet::new));
		for (String needed : List.of("plugins/org.ringside.machine", "plugins/org.ringside.testkit", "plugins/junit-jupiter-api",
				"features/org.ringside.feature", "features/org.ringside.platform.feature", "features/org.ringside.testkit.feature")) {
			assertTrue(names.contains(needed), needed);
		}
		assertTrue(site.entries().keySet().stream().anyMatch(n -> n.startsWith("content.")));
		assertTrue(Files.isDirectory(TARGET.resolve("repository")));
	}

	private static Set<String> plugins(Platform platform, Archive archive) {
		return archive.entries().keySet().stream().filter(n -> n.startsWith(platform.home + "plugins/"))
				.map(n -> n.substring(platform.home.length()).split("/")[1].replaceAll("_[^_]*$", "")).collect(Collectors.toCollection(TreeSet::new));
	}
}
