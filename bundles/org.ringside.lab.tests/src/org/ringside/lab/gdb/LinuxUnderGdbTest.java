package org.ringside.lab.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.InstalledGuest;
import org.ringside.lab.InstalledGuests;
import org.ringside.lab.Run;

/** Debian's unmodified kernel under Debian's gdb, with the symbols that the kernel keeps for itself. */
class LinuxUnderGdbTest {

	/** Behind the kernel's first process, well before the shell. */
	private static final long STEPS = 120_000_000;

	@TempDir
	Path folder;

	@Test
	@Timeout(300)
	void kernelStopsBySymbolStepsAndShowsItsTablesAndItsRunIsThatOfOneWithout() throws IOException {
		Optional<InstalledGuest> guest = InstalledGuests.ofUser().find("debian-riscv64");
		assumeTrue(guest.isPresent(), "the guest debian-riscv64 is not installed: releng/guests/debian-riscv64 fetches it where there is apt");
		Experiment experiment = guest.get().experiment(Served.CATALOG, Experiment.standard()).withHarts(2);
		try (Served served = new Served(experiment, Inputs.none(), STEPS)) {
			Path symbols = folder.resolve("linux.elf");
			Files.write(symbols, served.run.symbolFile());
			try (Gdb gdb = new Gdb(served.server.port(), symbols)) {
				gdb.ask("break start_kernel");
				has(gdb.ask("continue"), "hit Breakpoint 1", "in start_kernel ()");
				long pc = gdb.value("$pc");
				gdb.ask("stepi");
				assertTrue(gdb.value("$pc") - pc >= 2 && gdb.value("$pc") - pc <= 4, "the next instruction");

				gdb.ask("delete");
				gdb.ask("break kernel_init");
				has(gdb.ask("continue"), "in kernel_init ()");
				long satp = gdb.value("$satp");
				assertTrue(satp >>> 60 >= 8, "pages are on: " + Long.toHexString(satp));
				has(gdb.ask("x/s linux_banner"), "Linux version 6");
				long root = (satp & (1L << 44) - 1) << 12;
				gdb.ask("maint packet Qqemu.PhyMemMode:1");
				String page = gdb.ask("x/512gx " + root);
				assertEquals(256, page.lines().filter(line -> line.startsWith("0x")).count(), page);
				gdb.ask("maint packet Qqemu.PhyMemMode:0");

				gdb.ask("delete");
				gdb.ask("watch *(long*)&jiffies_64");
				has(gdb.ask("continue"), "hit Hardware watchpoint", "Old value", "in do_timer ()");
				gdb.ask("delete");
				has(gdb.ask("detach"), "detached");
			}
			Ending ending = served.ending();
			assertEquals(Ending.Reason.STEPS, ending.reason(), served.said::toString);
			try (Run undisturbed = Run.of(Served.CATALOG, experiment, Inputs.none())) {
				assertEquals(Served.timeless(undisturbed, undisturbed.play(STEPS, Duration.ofSeconds(120))), Served.timeless(served.run, ending));
			}
		}
	}

	private static void has(String answer, String... words) {
		for (String word : words) {
			assertTrue(answer.contains(word), () -> "no \"" + word + "\" in: " + answer);
		}
	}
}
