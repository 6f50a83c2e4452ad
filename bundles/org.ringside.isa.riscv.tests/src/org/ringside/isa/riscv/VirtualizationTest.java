package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner;
import org.ringside.hypervisor.Exits;
import org.ringside.hypervisor.Hypervisor;
import org.ringside.hypervisor.HypervisorContext;
import org.ringside.hypervisor.HypervisorMaker;
import org.ringside.isa.assembler.Program;
import org.ringside.machine.Component;
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

	/** KiB: fewer are refused. */
	private static final int LEAST_TABLES = 68;
	/** Two bytes, and four, before the end of what an entry of Sv57's root is for. */
	private static final long CODE = (1L << 48) - 2;
	private static final long DATA = (3L << 48) - 4;
	private static final byte[] LD_X5_X6 = { (byte) 0x83, 0x32, 0x03, 0x00 };
	private static final int LEAF = 0xcf;
	/** Frames of the guest's tables, one for each level, and after them of its pages. */
	private static final long ROOT = 1024;
	private static final long FIRST_PAGE = ROOT + 5;

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
	@CsvSource({ "31, 3, 997, 68", "32, 4, 5003, 1024", "33, 5, 101, 1024", "34, 3, 15011, 16384" })
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
		Virtual virtual = virtual(program, Map.of(), "tables=" + LEAST_TABLES);
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

	/** M and S have tables that leave three frames free, and two of the pages that S touched first have their tables in common. */
	@Test
	void tablesThatFillAllFramesComeBackAsTheyWere() throws Exception {
		Program nothing = new RandomProgram(RiscvBench.ISA, 1, 0).assemble(1);
		Map<String, String> features = Map.of("mmu", "sv57");
		Virtual left = virtual(nothing, features, "tables=" + LEAST_TABLES);
		Virtual restored = virtual(nothing, features, "tables=" + LEAST_TABLES);
		try (Bench one = left.bench(); Bench other = restored.bench()) {
			callFromS(one.machine());
			callFromS(other.machine());
			one.run(3);
			other.run(3);
			giveBack(restored.hypervisor().component());
			one.run(4);
			other.run(4);
			assertEquals(List.of(), one.differences(other));
			assertEquals(left.hypervisor().exits().state(), restored.hypervisor().exits().state());
		}
	}

	/** M enters S, which loads from a page after that of its code and from one before it, and calls M, which returns there. */
	private static void callFromS(Machine machine) {
		straddle(machine);
		long code = FIRST_PAGE + 1;
		put(machine, (ROOT + 4) * Memory.FRAME + Long.BYTES, frameNumber(FIRST_PAGE + 2) << 10 | LEAF);
		put(machine, code * Memory.FRAME + 0x100, 0x0003_b283_0003_3283L); // ld x5, 0(x6); ld x5, 0(x7)
		put(machine, code * Memory.FRAME + 0x108, 0x73); // ecall
		put(machine, 0, 0x3020_0073); // mret
		RiscvHart hart = (RiscvHart) machine.harts().getFirst();
		hart.x[6] = (1L << 48) + Memory.FRAME;
		hart.x[7] = (1L << 48) - Memory.FRAME;
		hart.mepc = (1L << 48) + 0x100;
		hart.mtvec = RiscvBench.BASE;
		hart.mstatus |= 1 << MachineCsrs.MPP_SHIFT;
		hart.pc = RiscvBench.BASE;
		hart.privilege = RiscvHart.M;
		hart.registersReplaced();
	}

	private static <S extends Record> void giveBack(Component<S> component) {
		component.restore(component.state());
	}

	/** A load that lies across a page's end and loads across another: the four pages have no table in common but the root. */
	@Test
	void theLeastTablesAreEnoughForAnyInstruction() throws Exception {
		Program nothing = new RandomProgram(RiscvBench.ISA, 1, 0).assemble(1);
		Map<String, String> features = Map.of("mmu", "sv57");
		try (Bench bare = bare(nothing, features); Bench virtual = virtual(nothing, features, "tables=" + LEAST_TABLES).bench()) {
			straddle(bare.machine());
			straddle(virtual.machine());
			bare.run(1);
			assertTimeoutPreemptively(Duration.ofSeconds(20), () -> virtual.run(1));
			assertEquals(List.of(), bare.differences(virtual));
			assertEquals(CODE + 4, virtual.machine().harts().getFirst().pc);
			assertEquals(0, virtual.machine().harts().getFirst().trapsTaken);
		}
	}

	/** In each table, the first entry and the last lead to one table below, and so at last to two pages. */
	private static void straddle(Machine machine) {
		for (int entry = 0; entry < 4; entry++) {
			pointer(machine, ROOT, entry, ROOT + 1);
		}
		for (long table = ROOT + 1; table < ROOT + 4; table++) {
			pointer(machine, table, 0, table + 1);
			pointer(machine, table, 511, table + 1);
		}
		put(machine, (ROOT + 4) * Memory.FRAME + 511 * Long.BYTES, frameNumber(FIRST_PAGE) << 10 | LEAF);
		put(machine, (ROOT + 4) * Memory.FRAME, frameNumber(FIRST_PAGE + 1) << 10 | LEAF);
		machine.memory().write((FIRST_PAGE + 1) * Memory.FRAME - 2, LD_X5_X6);
		RiscvHart hart = (RiscvHart) machine.harts().getFirst();
		hart.writeRegister(hart.registerNamed("pmpaddr0"), -1);
		hart.writeRegister(hart.registerNamed("pmpcfg0"), 0x1f);
		hart.satp = 10L << Translation.MODE_SHIFT | frameNumber(ROOT);
		hart.x[6] = DATA;
		hart.pc = CODE;
		hart.privilege = RiscvHart.S;
		hart.registersReplaced();
	}

	private static void pointer(Machine machine, long table, int entry, long below) {
		put(machine, table * Memory.FRAME + entry * Long.BYTES, frameNumber(below) << 10 | 1);
	}

	private static long frameNumber(long frame) {
		return RiscvBench.BASE / Memory.FRAME + frame;
	}

	private static void put(Machine machine, long offset, long value) {
		machine.bus().write(RiscvBench.BASE + offset, Long.BYTES, value, 0);
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
