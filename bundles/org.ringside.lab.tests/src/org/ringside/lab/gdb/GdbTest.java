package org.ringside.lab.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;

/** Debian's gdb on the embedded kernel, and on programs of a few lines. */
@Timeout(180)
class GdbTest {

	private static final String FLOATS = """
		_start:	li t0, 0x6000
			csrs mstatus, t0
			li t1, 0x400c000000000000
			fmv.d.x fa0, t1
			j stop
			.balign 64
		stop:	j stop
		""";

	@TempDir
	Path folder;

	private Gdb gdb(Served served) throws IOException {
		Path symbols = folder.resolve("symbols.elf");
		Files.write(symbols, served.run.symbolFile());
		return new Gdb(served.server.port(), symbols);
	}

	private static void has(String answer, String... words) {
		for (String word : words) {
			assertTrue(answer.contains(word), () -> "no \"" + word + "\" in: " + answer);
		}
	}

	/** What the guest could see, of a report. */
	private static String visible(String report) {
		int exits = report.indexOf("\"hypervisors\": [");
		return exits < 0 ? report : report.substring(0, exits);
	}

	private static String undisturbed(Experiment experiment) {
		try (Run run = Run.of(Served.CATALOG, experiment, Inputs.none())) {
			return Served.timeless(run, run.play(Run.WITHOUT_END, Duration.ofSeconds(120)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { Experiment.BARE, "type1-shadow" })
	void kernelIsStoppedSteppedAndLookedAtAndItsReportIsThatOfARunWithout(String hypervisor) throws IOException {
		Experiment experiment = Experiment.standard().withHarts(2).withHypervisor(hypervisor);
		try (Served served = new Served(experiment, Inputs.none()); Gdb gdb = gdb(served)) {
			has(gdb.ask("info threads"), "Thread 1 \"hart0\" (hart 0 (S))", "Thread 2 \"hart1\"");
			assertEquals(0x8020_0000L, gdb.value("$pc"));
			gdb.ask("break syscall");
			has(gdb.ask("continue"), "hit Breakpoint 1", "in syscall ()");
			long syscall = gdb.value("&syscall");
			assertEquals(syscall, gdb.value("$pc"));
			long satp = gdb.value("$satp");
			assertEquals(8, satp >>> 60);
			assertEquals(8, gdb.value("$scause"), "a call from U");
			assertEquals(1, gdb.value("$priv"));
			has(gdb.ask("stepi"), "in syscall ()");
			assertTrue(gdb.value("$pc") > syscall, "a step ahead");

			long code = gdb.value("*(long*)" + syscall);
			gdb.ask("maint packet Qqemu.PhyMemMode:1");
			assertEquals(code, gdb.value("*(long*)" + (syscall - 0xffff_ffc0_0000_0000L)), "at the machine address too");
			gdb.ask("maint packet Qqemu.PhyMemMode:0");
			has(gdb.ask("x/2gx 0x10000000"), "Cannot access memory");
			has(gdb.ask("x/2gx 0"), "Cannot access memory");

			gdb.ask("delete");
			gdb.ask("watch *(int*)&sched_lock");
			has(gdb.ask("continue"), "hit Hardware watchpoint", "Old value = 0", "New value = 1", "in lock ()");
			gdb.ask("delete");
			gdb.ask("hbreak schedule");
			gdb.ask("thread 2");
			long there = gdb.value("$pc");
			gdb.ask("stepi");
			assertTrue(there != gdb.value("$pc"), "hart 1 made a step");
			has(gdb.ask("thread"), "Current thread is 2");
			has(gdb.ask("continue"), "hit Breakpoint", "in schedule ()");
			has(gdb.ask("monitor info"), "hart 1 (S)", " ns of machine time");
			has(gdb.ask("detach"), "detached");
			Ending ending = served.ending();
			assertEquals(new Ending(Ending.Reason.POWER_OFF, 0), ending);
			// under a hypervisor too the report is that of the bare machine, but for the exits
			assertEquals(visible(undisturbed(experiment.withHypervisor(Experiment.BARE))), visible(Served.timeless(served.run, ending)));
			assertEquals(List.of(), served.said);
		}
	}

	@Test
	void powerOffIsTheEndOfTheProgram() throws IOException {
		try (Served served = new Served(Experiment.standard(), Inputs.none()); Gdb gdb = gdb(served)) {
			has(gdb.ask("continue"), "exited normally");
			assertEquals(Ending.Reason.POWER_OFF, served.ending().reason());
		}
	}

	@Test
	void registersAreReadWrittenAndShownByTheirTypes() {
		try (Served served = new Served(Served.program(FLOATS, 1), Inputs.none()); Gdb gdb = new Gdb(served.server.port(), folder.resolve("none"))) {
			gdb.ask("hbreak *0x80000040");
			String stopped = gdb.ask("continue");
			has(stopped, "Breakpoint 1");
			has(gdb.ask("info registers fa0"), "double = 3.5");
			gdb.ask("set $t1 = 0x123456789abcdef0");
			assertEquals(0x1234_5678_9abc_def0L, gdb.value("$t1"));
			gdb.ask("set $mscratch = 77");
			assertEquals(77, gdb.value("$mscratch"));
			gdb.ask("set $fcsr = 0x21");
			assertEquals(1, gdb.value("$fflags"));
			gdb.ask("set $pc = 0x80000004");
			has(gdb.ask("x/i $pc"), "csrs");
			gdb.ask("set {int} 0x80000100 = 0x5aa5");
			assertEquals(0x5aa5, gdb.value("*(int*) 0x80000100"));
			has(gdb.ask("info registers csr"), "mhartid", "pmpaddr15");
		}
	}

	@Test
	void interruptHoldsARunThatWouldNotEndAndAnotherDebuggerMayComeAfterTheFirst() {
		try (Served served = new Served(Served.program("_start: addi a0, a0, 1\n j _start\n", 2), Inputs.none());
				Gdb gdb = new Gdb(served.server.port(), folder.resolve("none"))) {
			for (int i = 0; i < 2; i++) {
				long before = gdb.value("$a0");
				gdb.tell("continue");
				while (served.run.progress().steps() < (i + 1) * 200_000L) {
					Thread.onSpinWait();
				}
				gdb.interrupt();
				has(gdb.answer(), "received signal SIGINT");
				assertTrue(gdb.value("$a0") > before, "it ran");
			}
			gdb.ask("detach");
			long steps = served.run.progress().steps();
			while (served.run.progress().steps() <= steps) {
				Thread.onSpinWait();
			}
			try (Gdb another = new Gdb(served.server.port(), folder.resolve("none"))) {
				assertTrue(another.value("$a0") > 0, "it is held, and seen");
				another.ask("kill");
			}
			assertEquals(Ending.Reason.QUIT, served.ending().reason());
			assertEquals(List.of(), served.said);
		}
	}

	@Test
	void debuggerThatDiesLetsTheRunGoOn() throws IOException, InterruptedException {
		Experiment experiment = Experiment.standard();
		try (Served served = new Served(experiment, Inputs.none())) {
			try (Gdb gdb = gdb(served)) {
				gdb.ask("break syscall");
				gdb.ask("continue");
				gdb.die();
			}
			Ending ending = served.ending();
			assertEquals(undisturbed(experiment), Served.timeless(served.run, ending));
			assertEquals(1, served.said.size(), served.said::toString);
			has(served.said.getFirst(), "gdb: ", "the run goes on");
		}
	}
}
