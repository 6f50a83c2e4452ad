package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Scheduler;
import org.ringside.isa.assembler.Program;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;

/** Every instruction of F and D that computes, result and flags, in all rounding modes, at edges and at random: as QEMU has it. */
class FloatTest {

	private static final String QEMU = "qemu-system-riscv64";
	private static final int MEGABYTES = 64;
	private static final int STEPS_EACH = 20;
	private static final int MOST_SHOWN = 20;

	@TempDir
	Path directory;

	@Test
	void qemuComputesTheSame() throws Exception {
		compare(directory, 1, 4096);
	}

	static void compare(Path directory, long seed, int count) throws Exception {
		boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, QEMU)));
		Assumptions.assumeTrue(there, "no " + QEMU + " on the path: install Debian's qemu-system-misc");
		FloatProgram floats = new FloatProgram(RiscvBench.ISA, seed, count);
		assertEquals(58, floats.rows());
		byte[] theirs = qemu(directory, floats);
		byte[] ours = ours(floats);
		assertEquals(Set.of(0L, 1L, 3L, 5L, 8L, 16L), flags(floats, theirs), "what was raised where nothing had been before");
		List<String> different = new ArrayList<>();
		for (int i = 0; i < floats.results(); i++) {
			if (!Arrays.equals(theirs, 16 * i, 16 * i + 16, ours, 16 * i, 16 * i + 16) && different.size() < MOST_SHOWN) {
				different.add("%s: QEMU has %s, we have %s%n".formatted(floats.describe(i), result(theirs, i), result(ours, i)));
			}
		}
		assertTrue(different.isEmpty(), different::toString);
	}

	private static Set<Long> flags(FloatProgram floats, byte[] results) {
		ByteBuffer longs = ByteBuffer.wrap(results).order(ByteOrder.LITTLE_ENDIAN);
		return IntStream.range(0, floats.results()).filter(i -> floats.flagsBefore(i) == 0).mapToObj(i -> longs.getLong(16 * i + 8))
				.collect(Collectors.toSet());
	}

	private static String result(byte[] results, int index) {
		ByteBuffer longs = ByteBuffer.wrap(results).order(ByteOrder.LITTLE_ENDIAN);
		return "0x%x with flags 0x%x".formatted(longs.getLong(16 * index), longs.getLong(16 * index + 8));
	}

	/** The memory of QEMU's machine is a file, that the program and its operands are put into and the results read from. */
	private static byte[] qemu(Path directory, FloatProgram floats) throws Exception {
		Path memory = directory.resolve("memory");
		try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "rw")) {
			file.setLength((long) MEGABYTES << 20);
			file.write(floats.assemble().flat());
			file.seek(FloatProgram.OPERANDS - RiscvBench.BASE);
			file.write(floats.operands());
		}
		Process process = new ProcessBuilder(QEMU, "-M", "virt,memory-backend=ram", "-m", MEGABYTES + "M", "-object",
				"memory-backend-file,id=ram,share=on,size=" + MEGABYTES + "M,mem-path=" + memory, "-bios", "none", "-display", "none", "-monitor",
				"none", "-serial", "none").redirectErrorStream(true).redirectOutput(directory.resolve("qemu.log").toFile()).start();
		if (!process.waitFor(120, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new IOException("QEMU did not end");
		}
		assertEquals(0, process.exitValue(), () -> log(directory));
		try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "r")) {
			byte[] results = new byte[floats.resultBytes()];
			file.seek(FloatProgram.RESULTS - RiscvBench.BASE);
			file.readFully(results);
			return results;
		}
	}

	private static String log(Path directory) {
		try {
			return Files.readString(directory.resolve("qemu.log"));
		} catch (IOException e) {
			return e.getMessage();
		}
	}

	private static byte[] ours(FloatProgram floats) throws Exception {
		Program program = floats.assemble();
		Machine machine = new Machine(RiscvBench.RATE, (long) MEGABYTES << 20);
		machine.bus().mapMemory(RiscvBench.BASE, 0, (MEGABYTES << 20) / Memory.FRAME);
		Hart hart = RiscvBench.ISA.architecture().createHart(0, Map.of());
		machine.add(hart);
		machine.powerOn(RiscvBench.BASE);
		machine.memory().write(0, program.flat());
		machine.memory().write(FloatProgram.OPERANDS - RiscvBench.BASE, floats.operands());
		// the store that powers off finds no device, and traps to here
		hart.writeRegister(hart.registerNamed("mtvec"), program.symbol("stop"));
		try (Scheduler scheduler = new Scheduler(machine, RiscvBench.ISA, ExecutorMaker.shipped().getLast())) {
			scheduler.run((long) STEPS_EACH * floats.results());
		}
		assertEquals(program.symbol("stop"), hart.pc, "the program did not end");
		return machine.memory().read(FloatProgram.RESULTS - RiscvBench.BASE, floats.resultBytes());
	}
}
