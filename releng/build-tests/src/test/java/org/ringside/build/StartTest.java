package org.ringside.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The product as a user starts it: framework, services, script and all. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the product that is started is Linux's")
class StartTest {
	@TempDir
	static Path folder;

	private static ProductCopy product;

	@BeforeAll
	static void copyTheProduct() throws IOException {
		product = new ProductCopy(folder.resolve("product"));
	}

	@Test
	void theEmbeddedKernelBootsAndPowersOff() throws IOException {
		Commands.Outcome run = product.ringside("run");
		assertEquals(0, run.status(), run.text());
		assertTrue(run.text().contains("primer: powering off with status 0"), run.text());
	}

	@Test
	void nothingIsWrongWithWhatIsShipped() throws IOException {
		assertEquals("no problems\n", product.ringside("list", "--problems").text());
	}

	@Test
	void aMistakeIsOneLineAndStatusTwo() throws IOException {
		Commands.Outcome run = product.ringside("run", "--harts", "none");
		assertEquals(2, run.status(), run.text());
		assertEquals(1, run.lines().size(), run.text());
	}

	@Test
	void theExitStatusIsTheGuests() throws IOException {
		Path source = folder.resolve("exit.s");
		// QEMU's test finisher: the status in the upper half, "fail" in the lower
		Files.writeString(source, """
				.globl _start
				_start:	li	t0, 0x100000
					li	t1, 0x2a3333
					sw	t1, 0(t0)
				1:	j	1b
				""");
		Path elf = folder.resolve("exit.elf");
		Commands.Outcome assembled = product.ringside("asm", source.toString(), "-o", elf.toString());
		assertEquals(0, assembled.status(), assembled.text());
		Commands.Outcome run = product.ringside("run", elf.toString());
		assertEquals(42, run.status(), run.text());
	}
}
