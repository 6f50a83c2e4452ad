package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ringside.devices.board.MachineBuilder;
import org.ringside.devices.board.VirtBoard;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner.Stop;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.Machine;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.Bench;
import org.ringside.testkit.FlatCatalog;
import org.ringside.testkit.Lockstep;
import org.ringside.testkit.ProbeKit;
import org.ringside.testkit.SnapshotKit;

/** A RISC-V machine with all its devices, two harts and three modes, saved, restored and interrupted at every step of windows. */
class RiscvWindowTest {

	private static final long BASE = 0x8000_0000L;
	private static final long ENOUGH = 100_000;
	static final Catalog CATALOG = FlatCatalog.ofClassPath();
	private static final Isa ISA = Isa.of(new RiscvArchitecture());
	private static final byte[] PROGRAM = program();

	private static byte[] program() {
		try (InputStream in = RiscvWindowTest.class.getResourceAsStream("two-modes.s")) {
			return new Assembler(ISA).origin(BASE).assemble("two-modes.s", in.readAllBytes()).flat();
		} catch (IOException | AssemblyException e) {
			throw new IllegalStateException(e.getMessage(), e);
		}
	}

	private static Bench virt(ExecutorMaker executor) {
		Machine machine = new MachineBuilder(new VirtBoard().board(), CATALOG).harts(2).memory(1 << 20).build().machine();
		machine.memory().write(0, PROGRAM);
		Bench bench = new Bench(machine, ISA, executor);
		machine.powerOn(BASE);
		return bench;
	}

	private static long length() {
		try (Bench bench = virt(OddProof.INTERPRETER)) {
			assertEquals(Stop.EXIT, bench.run(ENOUGH), () -> bench.instruction(0));
			assertTrue(bench.machine().interrupts().get(7) > 5, "the timer ticked");
			assertTrue(bench.machine().interrupts().get(1) > 5, "and was passed on");
			assertTrue(bench.machine().interrupts().get(3) > 5, "and the other hart called");
			assertTrue(bench.machine().traps().get(13) > 5, "and pages were mapped anew");
			return bench.steps();
		}
	}

	@Test
	void executorsAgree() {
		for (int chunk : new int[] { 1, 97, (int) ENOUGH }) {
			try (Lockstep both = new Lockstep(RiscvWindowTest::virt, OddProof.REFERENCE, OddProof.INTERPRETER)) {
				assertEquals(Stop.EXIT, both.run(ENOUGH, chunk));
			}
		}
	}

	@Test
	void savingAtAnyStepChangesNothing() {
		long length = length();
		SnapshotKit.everyStep(RiscvWindowTest::virt, OddProof.INTERPRETER, 0, 400, 50);
		SnapshotKit.everyStep(RiscvWindowTest::virt, OddProof.INTERPRETER, length / 2, 1500, 30);
		SnapshotKit.everyStep(RiscvWindowTest::virt, OddProof.REFERENCE, length - 300, 300, 30);
	}

	@Test
	void interruptAtAnyStepIsTakenEqually() {
		SnapshotKit.everyStepDisturbed(RiscvWindowTest::virt, OddProof.INTERPRETER, OddProof.REFERENCE, length() / 2, 1000, 40,
				RiscvWindowTest::call);
	}

	@Test
	void stoppingAtProbesChangesNothing() {
		new ProbeKit(RiscvWindowTest::virt, List.of(OddProof.REFERENCE, OddProof.INTERPRETER), (int) length(), BASE, address -> address, 7)
				.rounds(4);
	}

	@Test
	@Tag("long")
	void savingAtAnyOfTenThousandStepsChangesNothing() {
		long length = length();
		SnapshotKit.everyStep(RiscvWindowTest::virt, OddProof.INTERPRETER, 0, 10_000, 100);
		SnapshotKit.everyStepDisturbed(RiscvWindowTest::virt, OddProof.INTERPRETER, OddProof.REFERENCE, length / 2, 10_000, 50,
				RiscvWindowTest::call);
	}

	/** Another master rings both harts. */
	private static void call(Machine machine) {
		machine.bus().write(0x200_0000, 4, 1, 0);
		machine.bus().write(0x200_0004, 4, 1, 0);
	}
}
