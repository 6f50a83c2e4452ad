package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The product's script for Linux and macOS, run in a made-up installation whose java writes down what it is told. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class LauncherTest {
	private static final Path SCRIPT = Bundle.ROOT.resolve("features/org.ringside.platform.feature/rootfiles.unix/ringside");

	@TempDir
	Path folder;

	private Path home;
	private Path script;

	@BeforeEach
	void install() throws IOException {
		home = folder.resolve("a product");
		Files.createDirectories(home.resolve("plugins"));
		Files.createFile(home.resolve("plugins/org.eclipse.equinox.launcher_1.0.jar"));
		Files.writeString(home.resolve("eclipse.ini"), "-startup\nx.jar\n-vmargs\n-Xmx1g\n-Dlast=1");
		script = Files.copy(SCRIPT, home.resolve("ringside"));
		java("25.0.1", "exit 0");
	}

	@Test
	void withoutArgumentsTheWindowIsStartedWithTheJvmArgumentsOfTheIniFile() throws IOException {
		assertEquals(0, ringside().status());
		List<String> told = told();
		assertFalse(told.contains("-application"), told.toString());
		assertTrue(told.indexOf("-Xmx1g") < told.indexOf("-jar") && told.contains("-Dlast=1"), told.toString());
		assertFalse(told.contains("x.jar"), told.toString());
		assertTrue(told.contains(home.toRealPath().resolve("plugins/org.eclipse.equinox.launcher_1.0.jar").toString()), told.toString());
	}

	@Test
	void aSubcommandIsForTheHeadlessApplicationAndItsArgumentsArriveWhole() throws IOException {
		ringside("run", "two words", "--append", "", "$HOME *");
		List<String> told = told();
		int at = told.indexOf("-application");
		assertEquals(List.of("-application", "org.ringside.cli.application", "-data", "@none", "-nosplash", "run", "two words", "--append", "",
				"$HOME *"), told.subList(at, told.size()));
	}

	@Test
	void helpAndVersionAreForTheHeadlessApplication() throws IOException {
		for (String option : List.of("--help", "--version", "-h", "-V")) {
			ringside(option);
			assertTrue(told().contains("org.ringside.cli.application"), option);
		}
	}

	@Test
	void argumentsOfThePlatformArePassedThrough() throws IOException {
		ringside("-application", "org.eclipse.equinox.p2.director", "-nosplash");
		List<String> told = told();
		assertEquals(List.of("-application", "org.eclipse.equinox.p2.director", "-nosplash"), told.subList(told.size() - 3, told.size()));
		assertFalse(told.contains("org.ringside.cli.application"));
	}

	@Test
	void theExitStatusOfASubcommandIsPassedThroughEvenIfItMeansRestartElsewhere() throws IOException {
		for (int status : new int[] { 0, 1, 2, 23, 24, 255 }) {
			java("25.0.1", "exit " + status);
			assertEquals(status, ringside("run").status());
			assertEquals(1, starts());
		}
	}

	@Test
	void theWindowIsStartedAgainWhenItAsksForARestart() throws IOException {
		java("25.0.1", "case $(wc -l < \"$0.starts\") in *1) exit 23 ;; *2) exit 24 ;; *) exit 5 ;; esac");
		assertEquals(5, ringside().status());
		assertEquals(3, starts());
	}

	@Test
	void aJavaThatIsTooOldIsRefusedInOneLine() throws IOException {
		java("21.0.2", "exit 0");
		// this machine may have a good one where the script would find it
		Files.writeString(script, Files.readString(script).replace("$(command -v java)", "").replaceAll("(/usr/lib/jvm|/opt/java)", "/nowhere"));
		Commands.Outcome outcome = Commands.in(folder).with("HOME", folder.toString()).with("RINGSIDE_JAVA", "")
				.with("JAVA_HOME", home.resolve("jre").toString()).run("sh", script.toString(), "list");
		assertEquals(69, outcome.status(), outcome.text());
		assertEquals(1, outcome.lines().size(), outcome.text());
		assertTrue(outcome.text().startsWith("ringside: no Java 25 or newer found"), outcome.text());
		assertFalse(Files.exists(home.resolve("jre/bin/java.told")));
	}

	@Test
	void theScriptMayBeALinkElsewhere() throws IOException {
		Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a product/ringside"));
		assertEquals(0, Commands.in(folder).with("HOME", folder.toString()).with("RINGSIDE_JAVA", "").run("sh", link.toString(), "list").status());
		assertTrue(told().contains("list"));
	}

	@Test
	void theHomeThatTheEnvironmentNamesIsJavas() throws IOException {
		ringside("list");
		assertTrue(told().contains("-Duser.home=" + folder), told().toString());
	}

	@Test
	void aHomeThatCannotBeWrittenDoesNotStopIt() throws IOException {
		Path file = Files.createFile(folder.resolve("file"));
		Commands.Outcome outcome = Commands.in(folder).with("HOME", file.toString()).with("TMPDIR", folder.toString()).with("RINGSIDE_JAVA", "")
				.run("sh", script.toString(), "list");
		assertEquals(0, outcome.status(), outcome.text());
	}

	private Commands.Outcome ringside(String... arguments) throws IOException {
		Files.deleteIfExists(home.resolve("jre/bin/java.starts"));
		return Commands.in(folder).with("HOME", folder.toString()).with("RINGSIDE_JAVA", "").run(Commands.join(new String[] { "sh", script.toString() }, arguments));
	}

	/** A java of a version that notes its arguments, one on each line, and then does as told. */
	private void java(String version, String then) throws IOException {
		Path java = home.resolve("jre/bin/java");
		Files.createDirectories(java.getParent());
		Files.writeString(home.resolve("jre/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
		Files.writeString(java, """
				#!/bin/sh
				echo x >> "$0.starts"
				printf '%s\\n' "$@" > "$0.told"
				""" + then + "\n");
		assertTrue(java.toFile().setExecutable(true));
	}

	private List<String> told() throws IOException {
		return Files.readAllLines(home.resolve("jre/bin/java.told"));
	}

	private int starts() throws IOException {
		return Files.readAllLines(home.resolve("jre/bin/java.starts")).size();
	}
}
