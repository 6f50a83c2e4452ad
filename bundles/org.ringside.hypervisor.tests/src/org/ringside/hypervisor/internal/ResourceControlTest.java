package org.ringside.hypervisor.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.hypervisor.HypervisorContext;
import org.ringside.isa.HartComponent;
import org.ringside.isa.Isa;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.testkit.Bench;

/**
 * Guests that are noise: random bytes for code, for tables that mostly point at one another, for all registers, entered in
 * any mode. Each is equal to the bare machine, throws nothing, and reaches no frame but its own: whoever reads the hardware's
 * tables from their root, and knows nothing of the VMM, finds no other.
 */
class ResourceControlTest {

	private static final Isa ISA = Isa.of(new RiscvArchitecture());
	private static final ExecutorMaker INTERPRETER = ExecutorMaker.shipped().getLast();
	private static final long BASE = 0x8000_0000L;
	private static final int FRAMES = 48, TRIALS = 20, ROUNDS = 6, M = 3;
	private static final int[] MODES = { 0, 8, 8, 8, 9, 10 };
	private static final Map<String, String> FEATURES = Map.of("mmu", "sv57");

	private static Machine machine(Memory memory) {
		Machine machine = new Machine(100, memory);
		machine.bus().mapMemory(BASE, 0, FRAMES);
		Hart hart = ISA.architecture().createHart(0, FEATURES);
		machine.add(hart);
		machine.add("hart0", new HartComponent(ISA.architecture(), hart));
		machine.powerOn(BASE);
		return machine;
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void noiseIsEqualToTheBareMachineAndStaysInItsFrames(long seed) {
		HypervisorContext context = new HypervisorContext(ISA.architecture(), ISA, FEATURES, 100, BASE, (long) FRAMES * Memory.FRAME, INTERPRETER);
		Type1Shadow hypervisor = (Type1Shadow) new Type1Shadow.Maker().create(new Type1Shadow.Options(68), context);
		Machine vm = machine(hypervisor.memory());
		Random random = new Random(seed);
		try (Bench bare = new Bench(machine(new Memory((long) FRAMES * Memory.FRAME)), ISA, INTERPRETER);
				Bench virtual = new Bench(vm, ISA, hypervisor.take(vm))) {
			for (int trial = 0; trial < TRIALS; trial++) {
				long noise = random.nextLong();
				fill(bare.machine(), new Random(noise));
				fill(vm, new Random(noise));
				for (int round = 0; round < ROUNDS; round++) {
					int steps = 1 + random.nextInt(100);
					assertEquals(bare.run(steps), virtual.run(steps));
					assertEquals(List.of(), bare.differences(virtual), "trial %d, round %d".formatted(trial, round));
					audit(hypervisor.hardware());
				}
			}
			assertTrue(hypervisor.exits().direct() > 10 * TRIALS, "the hardware made " + hypervisor.exits().direct() + " steps");
			assertTrue(vm.traps().size() > 5, "causes of traps: " + vm.traps());
		}
	}

	/** Half of the frames hold tables, the others bytes of any kind, with some real instructions among them. */
	private static void fill(Machine machine, Random random) {
		for (int frame = 0; frame < FRAMES; frame++) {
			byte[] bytes = new byte[Memory.FRAME];
			random.nextBytes(bytes);
			machine.memory().write((long) frame * Memory.FRAME, bytes);
			for (int at = 0; at < Memory.FRAME; at += 8) {
				machine.memory().write(frame, at, 8, frame % 2 == 0 ? entry(random) : (long) instruction(random) << 32 | instruction(random) & 0xffff_ffffL);
			}
		}
		registers(machine.harts().getFirst(), random);
	}

	/** To a frame of the machine or near it: a table below, or a page with most rights. */
	private static long entry(Random random) {
		if (random.nextInt(16) == 0) {
			return random.nextLong();
		}
		boolean table = random.nextBoolean();
		long frame = (BASE >>> 12) + 2 * (random.nextInt(FRAMES / 2 + 4) - 2) + (table ? 0 : 1);
		return frame << 10 | (table ? 1 : random.nextInt(4) == 0 ? random.nextInt(256) | 1 : 0xcf | (random.nextBoolean() ? 0x10 : 0));
	}

	private static int instruction(Random random) {
		int row = random.nextInt(ISA.rows().size());
		return random.nextInt(4) == 0 ? random.nextInt() : ISA.rows().get(row).length() == 4 ? real(row, random) : 0x13;
	}

	private static int real(int row, Random random) {
		long[] values = ISA.rows().get(row).fields().stream().mapToLong(field -> random.nextInt(field.signed() ? 8 : 16) & ~1L).toArray();
		try {
			byte[] bytes = ISA.encode(ISA.rows().get(row), values);
			return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
		} catch (RuntimeException e) {
			return random.nextInt();
		}
	}

	private static void registers(Hart hart, Random random) {
		for (RegisterRow row : ISA.registers()) {
			if (row.number() < 0x1020 && !row.name().equals("satp") && !row.name().startsWith("pmp")) {
				hart.writeRegister(row.number(), random.nextBoolean() ? random.nextLong() : address(random));
			}
		}
		for (String vector : List.of("mtvec", "stvec")) {
			hart.writeRegister(hart.registerNamed(vector), BASE + Memory.FRAME * (1 + 2L * random.nextInt(FRAMES / 2)));
		}
		// never locked, or it would stay for all trials
		hart.writeRegister(hart.registerNamed("pmpaddr1"), -1);
		hart.writeRegister(hart.registerNamed("pmpaddr0"), address(random) >>> 2);
		hart.writeRegister(hart.registerNamed("pmpcfg0"), 0x1f00 | random.nextInt(4) / 3 * random.nextInt(0x20));
		long root = (BASE >>> 12) + 2L * random.nextInt(FRAMES / 2);
		hart.writeRegister(hart.registerNamed("satp"), (long) MODES[random.nextInt(MODES.length)] << 60 | root);
		hart.writeRegister(hart.registerNamed("mepc"), address(random));
		hart.leave(M);
	}

	private static long address(Random random) {
		return random.nextBoolean() ? BASE + random.nextInt(FRAMES * Memory.FRAME) : random.nextLong() & 0x7f_ffff_ffffL;
	}

	// ---- the audit

	private static void audit(Machine hardware) {
		Hart hart = hardware.harts().getFirst();
		long satp = hart.readRegister(hart.registerNamed("satp"));
		int levels = (int) (satp >>> 60) - 5;
		if (levels > 0) {
			audit(hardware, (satp & (1L << 44) - 1) << 12, levels);
		}
	}

	private static void audit(Machine hardware, long table, int levels) {
		int first = hardware.memory().frames() - FRAMES;
		assertTrue(hardware.bus().frameAt(table) >= 0 && hardware.bus().frameAt(table) < first, () -> "a table at 0x%x".formatted(table));
		for (int i = 0; i < 512; i++) {
			long entry = hardware.bus().read(table + 8L * i, 8, 0);
			long to = entry >>> 10 << 12;
			if ((entry & 1) != 0 && (entry & 0xe) == 0) {
				audit(hardware, to, levels - 1);
			} else if ((entry & 1) != 0) {
				assertEquals(1, levels, "pages are of 4 KiB");
				assertTrue(hardware.bus().frameAt(to) >= first, () -> "the guest reaches 0x%x".formatted(to));
			}
		}
	}
}
