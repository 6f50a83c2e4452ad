package org.ringside.guest.bare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.guest.GuestFile;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.Program;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;
import org.ringside.lab.SavedRun;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.FlatCatalog;

/** Programs in the manner of riscv-tests, on the virt board. */
class BareOnMachineTest {

	private static final Catalog CATALOG = FlatCatalog.ofClassPath();
	private static final Isa ISA = Isa.of(new RiscvArchitecture());
	private static final Duration LONG = Duration.ofMinutes(1);

	/** Where {@code tohost} and {@code fromhost} are. */
	private static final String DATA = """
				.data
				.balign 64
				.globl tohost
			tohost:	.dword 0
				.balign 64
				.globl fromhost
			fromhost: .dword 0
			""";

	/** Prints by the proxy and by the console device; the second hart passes its number on, which becomes the status. */
	private static final String PRINTS = """
				.globl _start
			_start:	la t0, tohost
				la t1, fromhost
				bnez a0, second
				la t2, call
				sd t2, 0(t0)
			1:	ld t3, 0(t1)
				beqz t3, 1b
				sd zero, 0(t1)
				li t2, 0x0101000000000021
				sd t2, 0(t0)
			2:	ld t3, 0(t0)
				bnez t3, 2b
				la t2, passed
			3:	ld t3, 0(t2)
				beqz t3, 3b
				sd t3, 0(t0)
			4:	j 4b
			second:	la t2, passed
				slli t3, a0, 4
				ori t3, t3, 1
				sd t3, 0(t2)
			5:	wfi
				j 5b
				.data
				.balign 64
			call:	.dword 64, 1, text, 6, 0, 0, 0, 0
			passed:	.dword 0
			text:	.ascii "hello "
			""" + DATA;

	private static Experiment experiment(String source, String engine) throws Exception {
		Program program = new Assembler(ISA).origin(0x8000_0000L).assemble("test.s", source);
		return Experiment.standard().withGuest("bare").withEngine(engine).withHarts(2).withMemory(1 << 20).withFile(Experiment.Role.PROGRAM,
				new GuestFile("test.elf", program.elf()));
	}

	private static String printed(Run run, Ending expected) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		run.onOutput(out::writeBytes);
		assertEquals(expected, run.play(Run.WITHOUT_END, LONG));
		return out.toString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reference", "interpreter" })
	void aProgramPrintsAndEndsWithItsStatus(String engine) throws Exception {
		try (Run run = Run.of(CATALOG, experiment(PRINTS, engine), Inputs.none())) {
			assertEquals("hello !", printed(run, new Ending(Ending.Reason.POWER_OFF, 8)));
		}
	}

	@Test
	void aProgramDoesNotNoticeThatItIsVirtualized() throws Exception {
		Experiment experiment = experiment(PRINTS, "interpreter");
		try (Run bare = Run.of(CATALOG, experiment, Inputs.none());
				Run virtual = Run.of(CATALOG, experiment.withHypervisor("type1-shadow"), Inputs.none())) {
			Ending ending = new Ending(Ending.Reason.POWER_OFF, 8);
			assertEquals(printed(bare, ending), printed(virtual, ending));
			assertEquals(bare.digest(), virtual.digest());
		}
	}

	/** The way of riscv-tests: words, low one first, for ever. */
	@ParameterizedTest
	@CsvSource({ "1, 0", "3, 1", "2675, 1337" })
	void aTestThatPassesIsZeroAndOneThatFailsIsItsNumber(int stored, int status) throws Exception {
		String source = """
				_start:	la t0, tohost
					li t1, %d
				1:	sw t1, 0(t0)
					sw zero, 4(t0)
					j 1b
				""".formatted(stored) + DATA;
		try (Run run = Run.of(CATALOG, experiment(source, "interpreter"), Inputs.none())) {
			assertEquals("", printed(run, new Ending(Ending.Reason.POWER_OFF, status)));
		}
	}

	@Test
	void aRunSavedAtAnyStepPrintsAndEndsTheSame(@TempDir Path folder) throws Exception {
		Experiment experiment = experiment(PRINTS, "interpreter");
		String end;
		try (Run run = Run.of(CATALOG, experiment, Inputs.none())) {
			printed(run, new Ending(Ending.Reason.POWER_OFF, 8));
			end = run.digest();
		}
		for (long step = 1; step < 40; step++) {
			Path file = folder.resolve("run");
			try (Run run = Run.of(CATALOG, experiment, Inputs.none())) {
				run.play(step, LONG);
				run.save(file);
			}
			try (Run run = Run.of(CATALOG, SavedRun.read(file), "reference", Optional.empty())) {
				printed(run, new Ending(Ending.Reason.POWER_OFF, 8));
				assertEquals(end, run.digest(), "saved at step " + step);
			}
		}
	}
}
