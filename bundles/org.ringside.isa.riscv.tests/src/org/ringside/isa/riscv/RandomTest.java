package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Scheduler;
import org.ringside.isa.assembler.Program;
import org.ringside.machine.Machine;
import org.ringside.testkit.Bench;
import org.ringside.testkit.Lockstep;

/** Random programs: the executors agree with each other at every step, and with QEMU at the end. */
class RandomTest {

	private static final String QEMU = "qemu-system-riscv64";
	/** What this hart has, and nothing else of what QEMU's would have by default. QEMU 7.2 has no Zicbom, Zicboz and Zicond. */
	private static final String CPU = "rv64,h=false,zba=true,zbb=true,zbc=true,zbs=true,svinval=true";
	private static final int INSTRUCTIONS = 1500;
	private static final int DUMPED_REGISTERS = 128;
	private static final int DATA_WORDS = 256;

	@TempDir
	Path directory;

	private static Program program(long seed, int mode) throws Exception {
		return new RandomProgram(RiscvBench.ISA, seed, mode).assemble(INSTRUCTIONS);
	}

	private static RiscvBench loaded(ExecutorMaker executor, Program program, Map<String, String> features) {
		RiscvBench bench = new RiscvBench(executor, features);
		bench.machine.memory().write(program.origin() - RiscvBench.BASE, program.flat());
		return bench;
	}

	/** Runs to the symbol {@code output}; answers what lies in the dump. */
	private static long[] dump(ExecutorMaker executor, Program program) {
		return dump(executor, program, Map.of());
	}

	private static long[] dump(ExecutorMaker executor, Program program, Map<String, String> features) {
		try (RiscvBench bench = loaded(executor, program, features)) {
			long output = program.symbol("output");
			for (int i = 0; bench.hart.pc != output; i++) {
				assertTrue(i < 200 * INSTRUCTIONS, "the program does not end");
				bench.step(1);
			}
			long from = program.symbol("dump") - RiscvBench.BASE;
			return longs(bench.machine.memory().read(from, (int) (program.symbol("dump_end") - RiscvBench.BASE - from)));
		}
	}

	private static long[] longs(byte[] bytes) {
		long[] longs = new long[bytes.length / 8];
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(longs);
		return longs;
	}

	private long[] qemu(Program program) throws IOException, InterruptedException {
		Path image = Files.write(directory.resolve("image"), program.flat());
		Path serial = directory.resolve("serial");
		Process process = new ProcessBuilder(QEMU, "-M", "virt", "-smp", "2", "-cpu", CPU, "-accel", "tcg,thread=multi", "-bios",
				image.toString(), "-display", "none", "-monitor", "none", "-serial", "file:" + serial).redirectErrorStream(true)
				.redirectOutput(directory.resolve("qemu.log").toFile()).start();
		if (!process.waitFor(60, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new IOException("QEMU did not end");
		}
		return longs(Files.readAllBytes(serial));
	}

	private static void needQemu() {
		boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, QEMU)));
		Assumptions.assumeTrue(there, "no " + QEMU + " on the path: install Debian's qemu-system-misc");
	}

	@ParameterizedTest
	@CsvSource({ "1, 3", "2, 0", "3, 1", "4, 1" })
	void qemuAgrees(long seed, int mode) throws Exception {
		needQemu();
		Program program = program(seed, mode);
		long[] theirs = qemu(program);
		for (ExecutorMaker executor : ExecutorMaker.shipped()) {
			compare(program, theirs, dump(executor, program));
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 3", "2, 3", "3, 4", "4, 5" })
	void qemuWalksTablesAlike(long seed, int levels) throws Exception {
		needQemu();
		Program program = new RandomPaging(RiscvBench.ISA, seed, levels).assemble();
		long[] theirs = qemu(program);
		for (ExecutorMaker executor : ExecutorMaker.shipped()) {
			long[] ours = dump(executor, program, Map.of("mmu", "sv57"));
			for (int i = 0; i < theirs.length; i++) {
				int at = i;
				assertEquals(Long.toHexString(theirs[i]), Long.toHexString(ours[i]), () -> at < 2 * RandomPaging.TRIALS ? "trial " + at / 2
						: "entry %d of table %d".formatted((at - 2 * RandomPaging.TRIALS) % 512, (at - 2 * RandomPaging.TRIALS) / 512));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void qemuProtectsAlike(long seed) throws Exception {
		needQemu();
		Program program = new RandomProtection(RiscvBench.ISA, seed).assemble();
		long[] theirs = qemu(program);
		for (ExecutorMaker executor : ExecutorMaker.shipped()) {
			long[] ours = dump(executor, program);
			for (int i = 0; i < theirs.length; i++) {
				int at = i;
				assertEquals(Long.toHexString(theirs[i]), Long.toHexString(ours[i]), () -> "trial " + at / 2);
			}
		}
	}

	private static void compare(Program program, long[] theirs, long[] ours) {
		int log = DUMPED_REGISTERS + DATA_WORDS;
		for (int i = log; i + 3 < Math.min(theirs.length, ours.length); i += 4) {
			String expected = trap(program, theirs, i);
			assertEquals(expected, trap(program, ours, i), "trap " + (i - log) / 4);
		}
		for (int i = 0; i < log; i++) {
			int at = i;
			assertEquals(Long.toHexString(theirs[i]), Long.toHexString(ours[i]),
					() -> at < 32 ? "x" + at : at >= 64 && at < 96 ? "f" + (at - 64) : at < DUMPED_REGISTERS ? "CSR " + (at - 32) : "data " + 8 * (at - DUMPED_REGISTERS));
		}
		assertEquals(theirs.length, ours.length);
	}

	private static String trap(Program program, long[] dump, int i) {
		return "cause %d, value 0x%x, status 0x%x at 0x%x: %s".formatted(dump[i], dump[i + 1], dump[i + 2], dump[i + 3],
				instruction(program, dump[i + 3]));
	}

	private static String instruction(Program program, long pc) {
		byte[] flat = program.flat();
		int at = (int) (pc - program.origin());
		if (at < 0 || at + 4 > flat.length) {
			return "";
		}
		return RiscvBench.ISA.disassemble(RiscvBench.ISA.decode(i -> flat[at + i] & 0xff, RiscvBench.ISA.architecture().listingContext()), pc);
	}

	@Test
	void allModesTrapInManyWays() throws Exception {
		for (int mode : new int[] { RiscvHart.M, RiscvHart.S, RiscvHart.U }) {
			long[] dump = dump(ExecutorMaker.shipped().getLast(), program(7, mode));
			int log = DUMPED_REGISTERS + DATA_WORDS;
			long causes = 0;
			for (int i = log; i < dump.length; i += 4) {
				causes |= dump[i + 3] == 0 ? 0 : 1L << dump[i];
			}
			long call = 1L << Cause.ECALL_FROM_U + mode;
			assertEquals(Long.toBinaryString(call | 0b1111_1100), Long.toBinaryString(causes), "causes seen");
		}
	}

	@ParameterizedTest
	@CsvSource({ "11, 3, 1", "12, 0, 1", "13, 1, 37", "14, 1, 5000" })
	void theExecutorsAgreeAtEveryStep(long seed, int mode, int chunk) throws Exception {
		Program program = program(seed, mode);
		Bench.Maker maker = executor -> {
			Machine made = RiscvBench.machine(Map.of());
			made.memory().write(program.origin() - RiscvBench.BASE, program.flat());
			return new Bench(made, RiscvBench.ISA, executor);
		};
		List<ExecutorMaker> executors = ExecutorMaker.shipped();
		try (Lockstep both = new Lockstep(maker, executors.getFirst(), executors.getLast())) {
			assertEquals(Scheduler.Stop.STEPS, both.run(6000, chunk));
		}
	}
}
