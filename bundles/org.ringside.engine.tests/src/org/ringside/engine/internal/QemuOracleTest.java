package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.devices.board.Board;
import org.ringside.devices.board.MachineBuilder;
import org.ringside.devices.board.VirtBoard;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner.Stop;
import org.ringside.machine.Machine;
import org.ringside.testkit.Bench;

/**
 * Random programs end in the same state on QEMU, which shares nothing with us: registers, memory, page tables with their
 * accessed and dirty bits, and every trap on the way, in M, S and U mode.
 */
class QemuOracleTest {

	private static final String QEMU = "qemu-system-riscv64";
	/** RV64IMAC on both sides, so that what the random bits of one side's extensions would be is illegal on both. */
	private static final String CPU = "rv64,f=off,d=off,h=off,zba=off,zbb=off,zbc=off,zbs=off,sstc=off";
	private static final Board BOARD = Board.parse("virt",
			new VirtBoard().text().replaceFirst("extensions=\\S+ mmu=\\S+", "extensions=rv64imac mmu=sv39"));
	private static final int INSTRUCTIONS = 3000;
	private static final long ENOUGH = 5_000_000;
	private static final int BREAKPOINT = 3;
	private static final int LOG_ENTRY = 32, VALUE_IN_ENTRY = 16;

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(chars = { 'm', 's', 'u' })
	void randomProgramsEndAsOnQemu(char mode) throws Exception {
		programs(mode, 0, 12);
	}

	@Test
	@Tag("long")
	void manyRandomProgramsEndAsOnQemu() throws Exception {
		for (char mode : "msu".toCharArray()) {
			programs(mode, 1000, 500);
		}
	}

	private void programs(char mode, int seed, int count) throws IOException, InterruptedException {
		assumeTrue(found(), QEMU + " is not installed: install the package qemu-system-misc");
		for (int i = seed; i < seed + count; i++) {
			OracleProgram program = OracleProgram.random(i, mode, INSTRUCTIONS);
			byte[] ours = ours(program, OddProof.INTERPRETER);
			compare("mode %s, seed %d".formatted(mode, i), ours, qemus(program));
			if (i == seed) {
				compare("reference, mode %s, seed %d".formatted(mode, i), ours(program, OddProof.REFERENCE), ours);
			}
		}
	}

	private static boolean found() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(dir -> Files.isExecutable(Path.of(dir, QEMU)));
	}

	private static byte[] ours(OracleProgram program, ExecutorMaker executor) {
		Machine machine = new MachineBuilder(BOARD, RiscvWindowTest.CATALOG).harts(1).memory(1 << 20).build().machine();
		machine.memory().write(0, program.image());
		try (Bench bench = new Bench(machine, RiscvRounds.ISA, executor)) {
			machine.powerOn(OracleProgram.BASE);
			assertEquals(Stop.EXIT, bench.run(ENOUGH), () -> "the program does not end; it is at " + bench.instruction(0));
			return machine.memory().read(OracleProgram.RESULT, OracleProgram.RESULT_END - OracleProgram.RESULT);
		}
	}

	/** With a second hart, which does nothing: with one alone, QEMU performs atomics as a load and a store, and faults as these do. */
	private byte[] qemus(OracleProgram program) throws IOException, InterruptedException {
		Path image = Files.write(folder.resolve("image"), program.image());
		Path out = folder.resolve("out");
		Files.deleteIfExists(out);
		Process qemu = new ProcessBuilder(QEMU, "-machine", "virt", "-cpu", CPU, "-m", "16M", "-smp", "2", "-display", "none", "-monitor", "none",
				"-serial", "file:" + out, "-bios", image.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile())
						.start();
		if (!qemu.waitFor(60, TimeUnit.SECONDS)) {
			qemu.destroyForcibly();
			throw new AssertionError("QEMU does not end the program within a minute");
		}
		byte[] result = Files.readAllBytes(out);
		assertEquals(OracleProgram.RESULT_END - OracleProgram.RESULT, result.length, Files.readString(folder.resolve("log")));
		return result;
	}

	/** All but the value of a breakpoint trap, which may be zero or the address. */
	private static void compare(String what, byte[] ours, byte[] other) {
		ByteBuffer a = ByteBuffer.wrap(ours).order(ByteOrder.LITTLE_ENDIAN);
		ByteBuffer b = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
		int log = OracleProgram.LOG - OracleProgram.RESULT;
		StringBuilder found = new StringBuilder();
		int differences = 0;
		for (int at = 0; at < ours.length; at += 8) {
			boolean value = at >= log && (at - log) % LOG_ENTRY == VALUE_IN_ENTRY && a.getLong(at - VALUE_IN_ENTRY) == BREAKPOINT;
			if (a.getLong(at) != b.getLong(at) && !value && differences++ < 12) {
				found.append("\n\t%s: 0x%x, and 0x%x on the other".formatted(place(at, a), a.getLong(at), b.getLong(at)));
			}
		}
		assertTrue(differences == 0, () -> what + found);
	}

	private static String place(int at, ByteBuffer ours) {
		int offset = at + OracleProgram.RESULT;
		if (offset >= OracleProgram.LOG) {
			int entry = (offset - OracleProgram.LOG) / LOG_ENTRY * LOG_ENTRY + OracleProgram.LOG - OracleProgram.RESULT;
			return "trap %d (cause %d at 0x%x), word %d".formatted((offset - OracleProgram.LOG) / LOG_ENTRY, ours.getLong(entry),
					ours.getLong(entry + 8), offset % LOG_ENTRY / 8);
		}
		if (offset >= OracleProgram.REGISTERS) {
			return "register or CSR " + (offset - OracleProgram.REGISTERS) / 8;
		}
		return (offset >= OracleProgram.TABLES ? "page table at " : "data at ") + Long.toHexString(OracleProgram.BASE + offset);
	}
}
