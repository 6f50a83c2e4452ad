package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorsTest {
	@TempDir
	Path folder;

	@Test
	void everyBundleDependsOnLowerFloorsOnlyAndCarriesItsHeaders() throws IOException {
		assertEquals(List.of(), Floors.problems(Bundle.all()));
	}

	@Test
	void theWorkspaceWasReallyRead() throws IOException {
		List<String> names = Bundle.all().stream().map(Bundle::name).toList();
		assertTrue(names.contains("org.ringside.machine") && names.contains("org.ringside.ui.tests"), names.toString());
		Bundle engine = Bundle.read(Bundle.ROOT.resolve("bundles/org.ringside.engine"));
		assertTrue(engine.clauses("Import-Package").stream().anyMatch(c -> c.name().equals("org.ringside.machine")));
	}

	@Test
	void anImportFromAHigherFloorIsReported() throws IOException {
		bundle("org.ringside.engine", "Export-Package: org.ringside.engine;version=\"1.0.0\"\n");
		bundle("org.ringside.machine", "Import-Package: org.ringside.engine;version=\"[1.0.0,2.0.0)\";resolution:=optional\n");
		assertEquals(List.of("org.ringside.machine (floor 0) looks up at org.ringside.engine (floor 2)"
				+ " by Import-Package org.ringside.engine"), Floors.problems(Bundle.in(folder)));
	}

	@Test
	void aNeighbourOnTheSameFloorIsReportedAndSoIsRequiringABundle() throws IOException {
		bundle("org.ringside.devices", "");
		bundle("org.ringside.isa.riscv", "Require-Bundle: org.ringside.devices\n");
		assertEquals(List.of("org.ringside.isa.riscv requires bundle org.ringside.devices: import its packages instead",
				"org.ringside.isa.riscv (floor 3) looks up at org.ringside.devices (floor 3) by Require-Bundle org.ringside.devices"),
				Floors.problems(Bundle.in(folder)));
	}

	@Test
	void noProductBundleMayUseTheTestkit() throws IOException {
		bundle("org.ringside.testkit", "Export-Package: org.ringside.testkit;version=\"1.0.0\"\n");
		bundle("org.ringside.ui", "Import-Package: org.ringside.testkit;version=\"[1.0.0,2.0.0)\"\n");
		assertEquals(1, Floors.problems(Bundle.in(folder)).size());
	}

	@Test
	void exportsWithoutVersionToFriendsOrOfInternalsAreReported() throws IOException {
		bundle("org.ringside.lab", "Export-Package: org.ringside.lab,\n org.ringside.lab.x;version=\"1.0.0\";x-friends:=\"org.ringside.ui\",\n"
				+ " org.ringside.lab.internal;version=\"1.0.0\",\n org.ringside.other;version=\"1.0.0\"\n");
		assertEquals(List.of("org.ringside.lab exports org.ringside.lab without a version",
				"org.ringside.lab exports org.ringside.lab.x to friends: a test that needs internals is a fragment",
				"org.ringside.lab exports org.ringside.lab.internal, which is internal",
				"org.ringside.lab exports org.ringside.other, which is not under its own name"), Floors.problems(Bundle.in(folder)));
	}

	@Test
	void aBundleWithoutTheLazyHeaderIsReported() throws IOException {
		Path made = bundle("org.ringside.cli", "");
		Path manifest = made.resolve("META-INF/MANIFEST.MF");
		Files.writeString(manifest, Files.readString(manifest).replace("Bundle-ActivationPolicy: lazy\n", ""));
		assertEquals(List.of("org.ringside.cli: Bundle-ActivationPolicy must be lazy, is missing"), Floors.problems(Bundle.in(folder)));
	}

	private Path bundle(String name, String more) throws IOException {
		Path made = folder.resolve(name);
		Files.createDirectories(made.resolve("META-INF"));
		Files.writeString(made.resolve("META-INF/MANIFEST.MF"), """
				Manifest-Version: 1.0
				Bundle-ManifestVersion: 2
				Bundle-SymbolicName: %s;singleton:=true
				Bundle-RequiredExecutionEnvironment: JavaSE-25
				Automatic-Module-Name: %s
				Bundle-ActivationPolicy: lazy
				""".formatted(name, name) + more);
		return made;
	}
}
