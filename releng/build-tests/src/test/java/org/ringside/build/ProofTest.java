package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table that ends the build, made from reports written here. */
class ProofTest {
	@TempDir
	static Path compiled;

	@TempDir
	Path root;

	@BeforeAll
	static void compileOnce() {
		assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", compiled.toString(),
				Bundle.ROOT.resolve("releng/proof/Proof.java").toString()));
	}

	@BeforeEach
	void aFragmentWithOneTestClass() throws IOException {
		write("bundles/org.ringside.isa.tests/src/org/ringside/isa/RowTest.java", "class RowTest {}");
	}

	@Test
	void aTestCountsForTheBundleWhoseFragmentHoldsIt() throws IOException {
		report("<testcase name='a' classname='org.ringside.isa.RowTest' time='1.5'/><testcase name='b' classname='org.ringside.isa.RowTest$In' time='1'/>");
		Commands.Outcome table = proof();
		assertEquals(0, table.status(), table.text());
		assertTrue(table.text().contains("org.ringside.isa                          2        0        0      2.5"), table.text());
	}

	@Test
	void aSkippedTestShowsItsReason() throws IOException {
		report("<testcase name='a' classname='org.ringside.isa.RowTest'/><testcase name='b' classname='org.ringside.isa.RowTest'>"
				+ "<skipped message='Assumption failed: qemu-system-riscv64 is not installed'/></testcase>");
		Commands.Outcome table = proof();
		assertEquals(0, table.status(), table.text());
		assertTrue(table.text().contains("  qemu-system-riscv64 is not installed\n    RowTest.b\n"), table.text());
	}

	@Test
	void aTestSkippedWithoutAReasonFailsTheBuild() throws IOException {
		report("<testcase name='b' classname='org.ringside.isa.RowTest'><skipped message='void org.ringside.isa.RowTest.b() is @Disabled'/></testcase>");
		Commands.Outcome table = proof();
		assertEquals(1, table.status());
		assertTrue(table.text().contains("NO REASON GIVEN"), table.text());
	}

	@Test
	void aFailureIsNamedAndFailsTheBuild() throws IOException {
		report("<testcase name='b' classname='org.ringside.isa.RowTest'><failure message='expected: 1&#10;but was: 2'>at x</failure></testcase>");
		Commands.Outcome table = proof();
		assertEquals(1, table.status());
		assertTrue(table.text().contains("Failed\n  expected: 1\n    RowTest.b\n"), table.text());
	}

	@Test
	void aDamagedReportFailsTheBuild() throws IOException {
		write("releng/plain-tests/target/surefire-reports/TEST-x.xml", "<testsuite><testcase name='a'");
		Commands.Outcome table = proof();
		assertEquals(1, table.status());
		assertTrue(table.text().contains("the report is damaged"), table.text());
	}

	@Test
	void reportsOfAnEarlierBuildDoNotCount() throws IOException {
		report("<testcase name='a' classname='org.ringside.isa.RowTest'/>");
		Commands.Outcome table = proof("2200-01-01T00:00:00Z");
		assertEquals(1, table.status());
		assertFalse(table.text().contains("1        0        0"), table.text());
		assertTrue(table.text().contains("no test ran"), table.text());
	}

	private void report(String cases) throws IOException {
		write("releng/plain-tests/target/surefire-reports/TEST-org.ringside.isa.RowTest.xml",
				"<?xml version='1.0' encoding='UTF-8'?><testsuite name='org.ringside.isa.RowTest'>" + cases + "</testsuite>");
	}

	private void write(String path, String text) throws IOException {
		Path file = root.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private Commands.Outcome proof(String... more) throws IOException {
		String[] command = { Commands.JAVA, "-Xshare:auto", "-cp", compiled.toString(), "Proof", root.toString() };
		return Commands.in(root).run(Commands.join(command, more));
	}
}
