package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner;
import org.ringside.hypervisor.Exits;
import org.ringside.hypervisor.Hypervisor;
import org.ringside.hypervisor.HypervisorContext;
import org.ringside.hypervisor.HypervisorMaker;
import org.ringside.isa.assembler.Program;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.catalog.Options;
import org.ringside.testkit.Bench;
import org.ringside.testkit.FlatCatalog;
import org.ringside.testkit.Lockstep;

/**
 * Random programs that use all modes, tables that are random bits, protection in odd pieces: a hart that a hypervisor runs
 * in U mode is at every checkpoint in the state of one that is hardware, whatever is done to both from outside.
 */
class VirtualizationTest {

	private static final ExecutorMaker INTERPRETER = ExecutorMaker.shipped().getLast();
	private static final int[] PINS = { RiscvHart.MSI, RiscvHart.MTI, RiscvHart.MEI, RiscvHart.SEI, RiscvHart.SSI };

	/** A VM, and what runs it. */
	private record Virtual(Hypervisor hypervisor, Bench bench) {
	}

	private static Bench bare(Program program, Map<String, String> features) {
		Machine machine = RiscvBench.machine(features);
		load(machine, program);
		return new Bench(machine, RiscvBench.ISA, INTERPRETER);
	}

	private static Virtual virtual(Program program, Map<String, String> features, String option) {
		HypervisorMaker<?> maker = FlatCatalog.ofClassPath().find(HypervisorMaker.class, "type1-shadow").orElseThrow().maker();
		Hypervisor hypervisor = create(maker, option, new HypervisorContext(RiscvBench.ISA.architecture(), RiscvBench.ISA, features, RiscvBench.RATE,
				RiscvBench.BASE, (long) RiscvBench.FRAMES * Memory.FRAME, INTERPRETER));
		Machine machine = RiscvBench.machine(features, hypervisor.memory());
		load(machine, program);
		Runner runner = hypervisor.take(machine);
		return new Virtual(hypervisor, new Bench(machine, RiscvBench.ISA, runner));
	}

	private static <O extends Record> Hypervisor create(HypervisorMaker<O> maker, String option, HypervisorContext context) {
		return maker.create(Options.parse(maker.options(), List.of(option)), context);
	}

	private static void load(Machine machine, Program program) {
		machine.memory().write(program.origin() - RiscvBench.BASE, program.flat());
	}

	private static void accounted(Virtual virtual) {
		Exits exits = virtual.hypervisor().exits();
		assertEquals(virtual.bench().steps(), exits.direct() + exits.emulated() + exits.reflected());
	}

	@ParameterizedTest
	@CsvSource({ "21, 3, 7", "22, 0, 1", "23, 1, 37", "24, 1, 5000", "25, 0, 311" })
	void randomProgramsOfAllModesDoNotNotice(long seed, int mode, int chunk) throws Exception {
		Program program = new RandomProgram(RiscvBench.ISA, seed, mode).assemble(1500);
		Virtual virtual = virtual(program, Map.of(), "tables=1024");
		try (Lockstep both = new Lockstep(bare(program, Map.of()), virtual.bench())) {
			assertEquals(Runner.Stop.STEPS, both.run(1000L + 10 * chunk, chunk));
			accounted(virtual);
		}
	}

	@ParameterizedTest
	@CsvSource({ "31, 3, 997, 64", "32, 4, 5003, 1024", "33, 5, 101, 1024", "34, 3, 15011, 16384" })
	void randomTablesMeanTheSame(long seed, int levels, int chunk, int tables) throws Exception {
		Program program = new RandomPaging(RiscvBench.ISA, seed, levels).assemble();
		Map<String, String> features = Map.of("mmu", "sv57");
		Virtual virtual = virtual(program, features, "tables=" + tables);
		try (Lockstep both = new Lockstep(bare(program, features), virtual.bench())) {
			assertEquals(Runner.Stop.STEPS, both.run(30_000, chunk));
			accounted(virtual);
		}
	}

	@ParameterizedTest
	@CsvSource({ "41, 503", "42, 10007" })
	void randomProtectionMeansTheSame(long seed, int chunk) throws Exception {
		Program program = new RandomProtection(RiscvBench.ISA, seed).assemble();
		Virtual virtual = virtual(program, Map.of(), "tables=1024");
		try (Lockstep both = new Lockstep(bare(program, Map.of()), virtual.bench())) {
			assertEquals(Runner.Stop.STEPS, both.run(30_000, chunk));
			accounted(virtual);
		}
	}

	@ParameterizedTest
	@CsvSource({ "51, 0", "52, 0", "53, 1", "54, 1" })
	void interruptsAndStoresFromOutsideAtRandomStepsAreSeenAlike(long seed, int mode) throws Exception {
		Program program = new RandomProgram(RiscvBench.ISA, seed, mode).assemble(1500);
		Virtual virtual = virtual(program, Map.of(), "tables=64");
		Random random = new Random(seed);
		try (Bench bare = bare(program, Map.of()); Bench bench = virtual.bench()) {
			enable(bare.machine());
			enable(bench.machine());
			for (int i = 0; i < 400; i++) {
				long disturbance = random.nextLong();
				disturb(bare.machine(), program, new Random(disturbance));
				disturb(bench.machine(), program, new Random(disturbance));
				int steps = 1 + random.nextInt(60);
				assertEquals(bare.run(steps), bench.run(steps));
				assertEquals(List.of(), bare.differences(bench), "after " + bare.steps() + " steps");
			}
			assertTrue(bare.machine().interrupts().values().stream().mapToLong(Long::longValue).sum() > 10);
			accounted(virtual);
		}
	}

	private static void enable(Machine machine) {
		Hart hart = machine.harts().getFirst();
		hart.writeRegister(hart.registerNamed("mie"), -1);
	}

	/** A pin changes, or a few bytes of program or data do, as by a device. */
	private static void disturb(Machine machine, Program program, Random random) {
		Hart hart = machine.harts().getFirst();
		if (random.nextBoolean()) {
			hart.pin(PINS[random.nextInt(PINS.length)], random.nextInt(4) == 0);
		} else {
			byte[] bytes = new byte[4];
			random.nextBytes(bytes);
			long at = random.nextInt(program.flat().length) & -4;
			machine.memory().write(program.origin() - RiscvBench.BASE + at, bytes);
			hart.storeSeen(program.origin() + at, bytes.length);
		}
	}
}
