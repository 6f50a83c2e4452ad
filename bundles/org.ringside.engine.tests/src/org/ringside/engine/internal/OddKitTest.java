package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row;
import org.ringside.testkit.Bench;
import org.ringside.testkit.IsaKit;
import org.ringside.testkit.Lockstep;
import org.ringside.testkit.OddIsa;
import org.ringside.testkit.OddMachine;
import org.ringside.testkit.RandomCode;

/** The kits for instruction sets, over the odd one. */
class OddKitTest {

	private static final int ROUNDS = 150, STEPS = 400, CODE = 0x1000, DATA = 0x8000;

	@Test
	void rowsRoundTrip() {
		new IsaKit(OddIsa.isa()).rowsRoundTrip();
	}

	@Test
	void decodersAgree() {
		new IsaKit(OddIsa.isa()).decodersAgree(20_000);
	}

	@Test
	void accessIsAsDeclared() {
		int trials = new IsaKit(OddIsa.isa()).accessIsAsDeclared(new IsaKit.Modes() {
			@Override
			public Bench bench() {
				return OddMachine.make(new byte[0], 1, OddProof.REFERENCE);
			}

			@Override
			public void enter(Bench bench, String mode, byte[] instruction) {
				bench.machine().memory().write(0x100, instruction);
				set(bench, "limit", -1);
				set(bench, "tlbHigh0", 0);
				set(bench, "tlbLow0", 3);
				set(bench, "status", mode.equals("k") ? 1 : 0);
				set(bench, "pc", mode.equals("k") ? 0x8000_0100L : 0x100);
			}

			@Override
			public boolean refused(Bench bench) {
				return bench.register(0, "cause") == OddIsa.PRIVILEGED;
			}

			@Override
			public Optional<byte[]> read(RegisterRow register) {
				boolean system = register.number() > 19;
				return system ? Optional.of(OddIsa.isa().encode(OddIsa.isa().row("mfs"), 1, register.number())) : Optional.empty();
			}
		});
		assertTrue(trials > 60, "trials: " + trials);
	}

	private static void set(Bench bench, String register, long value) {
		OddIsa.isa().register(register).write(bench.machine().harts().getFirst(), value);
	}

	@Test
	void executorsAgreeOverRandomInstructions() {
		Bench.Maker maker = executor -> OddMachine.make(new byte[0], 1, executor);
		try (Lockstep both = new Lockstep(maker, OddProof.REFERENCE, OddProof.INTERPRETER)) {
			for (int round = 0; round < ROUNDS; round++) {
				begin(both.first(), round);
				begin(both.second(), round);
				try {
					both.run(STEPS, round % 10 == 0 ? 1 : 50);
				} catch (AssertionError e) {
					throw new AssertionError("round " + round + ": " + e.getMessage(), e);
				}
			}
		}
	}

	/** Random code in either mode and width; the handler steps three bytes on, within the page. */
	private static void begin(Bench bench, long seed) {
		RandomGenerator random = new SplittableRandom(seed);
		bench.machine().powerOn(0);
		byte[] handler = OddMachine.assemble("""
				mfs r12, epc
				addi r12, r12, 3
				li r13, 0x80000fff
				and r12, r13
				addi r12, r12, 0x1000
				mts epc, r12
				out 4, r0
				rte
				.org 0x80000040
				mfs r12, high
				addi r12, r12, 3
				mts low, r12
				tlbwr
				rte
				""");
		int context = random.nextInt() & (OddIsa.NARROW | OddIsa.KERNEL);
		bench.machine().memory().write(0, handler);
		RandomCode code = new RandomCode(OddIsa.isa(), random, OddKitTest::weight, OddKitTest::steered);
		bench.machine().memory().write(CODE, code.code(DATA - CODE, context));
		byte[] data = new byte[0x4000];
		random.nextBytes(data);
		bench.machine().memory().write(DATA, data);
		boolean kernel = (context & OddIsa.KERNEL) != 0;
		long base = kernel ? 0x8000_0000L : 0;
		for (int i = 0; i < 16; i++) {
			set(bench, "r" + i, (random.nextInt(4) == 0 ? random.nextInt() : base + DATA + random.nextInt(0x4000)));
		}
		set(bench, "r3", random.nextInt(40));
		set(bench, "vector", 0x8000_0000L);
		set(bench, "limit", random.nextInt(4) == 0 ? random.nextInt(0x4000, 0x10000) : 0x3fffff);
		set(bench, "base", random.nextInt(3) == 0 ? random.nextInt(0x100) << 4 : 0);
		set(bench, "status", context | OddIsa.ENABLE | (random.nextInt(4) == 0 ? random.nextInt(3) << 4 : 0));
		set(bench, "pc", base + CODE);
		bench.machine().space("ports").write(4, 4, random.nextInt(1, STEPS), 0);
	}

	private static int weight(Row row) {
		return switch (row.name()) {
		case "setps", "rte", "wait", "mts", "out" -> 1;
		case "narrow", "wide", "sys", "ssk" -> 3;
		default -> row.system() ? 6 : 12;
		};
	}

	private static OptionalLong steered(Row row, Row.Field field, RandomGenerator random) {
		if (field.called("sr")) {
			return OptionalLong.of(random.nextInt(17, 60));
		}
		if (field.called("port")) {
			return OptionalLong.of(random.nextInt(6) == 0 ? random.nextInt(32) : 4);
		}
		if (field.called("disp") && random.nextInt(8) != 0) {
			return OptionalLong.of(random.nextInt(-40, 80));
		}
		return OptionalLong.empty();
	}
}
