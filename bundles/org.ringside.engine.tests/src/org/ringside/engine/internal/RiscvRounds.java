package org.ringside.engine.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.HartComponent;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.testkit.Bench;
import org.ringside.testkit.RandomCode;

/**
 * Random RISC-V machines: memory full of random instructions, pages mapped and permitted at random, registers that mostly
 * point into them, handlers of M and S that step over whatever trapped.
 */
final class RiscvRounds {

	static final Isa ISA = Isa.of(new RiscvArchitecture());
	static final long BASE = 0x8000_0000L;
	static final int MEMORY = 1 << 20;

	private static final int HANDLERS = 0, CODE = 0x10000, DATA = 0x20000, TABLES = 0x30000, PAGE = Memory.FRAME;
	private static final int CODE_PAGES = 4;
	/** Registers that mostly hold addresses of data, and seldom are results: those that compressed instructions name. */
	private static final int FIRST_POINTER = 8, LAST_POINTER = 13;
	private static final Set<Integer> CODE_POINTERS = Set.of(1, 5);

	private static final String HANDLER = """
				# t6 and t5 belong to the handlers
		machine:	csrr t6, mcause
				bltz t6, 2f
				li t5, 1
				beq t6, t5, 3f
				li t5, 12
				beq t6, t5, 3f
				csrr t6, mepc
				addi t6, t6, 4
				csrw mepc, t6
				mret
		2:		csrw mip, zero
				csrw mie, zero
				mret
		3:		csrr t5, mscratch
				addi t5, t5, 74
				slli t5, t5, 51
				srli t5, t5, 51
				csrw mscratch, t5
				li t6, 0x80010000
				add t6, t6, t5
				csrw mepc, t6
				mret
				.align 4
		supervisor:	csrr t6, scause
				bltz t6, 4f
				li t5, 12
				beq t6, t5, 5f
				csrr t6, sepc
				addi t6, t6, 4
				csrw sepc, t6
				sret
		4:		csrw sip, zero
				csrw sie, zero
				sret
		5:		ecall
				csrr t6, sepc
				addi t6, t6, 512
				csrw sepc, t6
				sret
		""";

	private RiscvRounds() {
	}

	/** An empty machine of one hart. */
	static Bench bench(ExecutorMaker executor) {
		Machine machine = new Machine(100, MEMORY);
		machine.bus().mapMemory(BASE, 0, MEMORY / Memory.FRAME);
		RiscvArchitecture architecture = new RiscvArchitecture();
		Hart hart = architecture.createHart(0, Map.of());
		machine.add(hart);
		machine.add("hart0", new HartComponent(architecture, hart));
		return new Bench(machine, ISA, executor);
	}

	/** Brings a machine into the state that a seed stands for, in mode {@code m}, {@code s} or {@code u}. */
	static void begin(Bench bench, long seed, char mode) {
		RandomGenerator random = new SplittableRandom(seed);
		bench.machine().powerOn(BASE + CODE);
		bench.machine().memory().write(0, image(random, mode));
		write(bench, "mtvec", BASE + HANDLERS);
		write(bench, "stvec", BASE + HANDLERS + SUPERVISOR);
		for (int i = 1; i < 32; i++) {
			write(bench, "x" + i, register(i, random));
		}
		write(bench, "pmpaddr0", -1L >>> 10);
		write(bench, "pmpcfg0", 0x1f);
		write(bench, "medeleg", random.nextInt(3) == 0 ? 0 : random.nextLong() & random.nextLong());
		write(bench, "mideleg", random.nextLong());
		write(bench, "mie", random.nextLong());
		write(bench, "mip", random.nextLong());
		write(bench, "mcounteren", random.nextInt(8));
		write(bench, "scounteren", random.nextInt(8));
		write(bench, "satp", random.nextInt(5) == 0 ? 0 : 8L << 60 | BASE + TABLES >>> 12);
		long status = (random.nextBoolean() ? 1L << 18 : 0) | (random.nextBoolean() ? 1L << 19 : 0) | 0x60aaL & random.nextLong()
				| (random.nextInt(8) == 0 ? 7L << 20 & random.nextLong() : 0);
		write(bench, "mstatus", status | (long) "us.m".indexOf(mode) << 11);
		write(bench, "mepc", BASE + CODE);
		if (mode != 'm') {
			bench.machine().harts().getFirst().leave(3);
		}
	}

	private static void write(Bench bench, String register, long value) {
		ISA.register(register).write(bench.machine().harts().getFirst(), value);
	}

	private static long register(int number, RandomGenerator random) {
		if (CODE_POINTERS.contains(number)) {
			return BASE + CODE + random.nextInt(CODE_PAGES * PAGE) & -2;
		}
		if (number == 2 || number >= FIRST_POINTER && number <= LAST_POINTER || random.nextInt(8) == 0) {
			int area = random.nextInt(10);
			long at = area < 7 ? DATA : area < 9 ? CODE : TABLES;
			return (BASE + at + random.nextInt(CODE_PAGES * PAGE)) & (random.nextInt(4) == 0 ? -1 : -8);
		}
		return switch (random.nextInt(4)) {
		case 0 -> random.nextInt(-64, 64);
		case 1 -> 1L << random.nextInt(64);
		case 2 -> random.nextInt();
		default -> random.nextLong();
		};
	}

	private static final byte[] HANDLER_BYTES = handlers();
	private static final int SUPERVISOR = supervisor();

	private static org.ringside.isa.assembler.Program assembled() {
		try {
			return new Assembler(ISA).origin(BASE).assemble("handlers", HANDLER);
		} catch (AssemblyException e) {
			throw new IllegalArgumentException(e.getMessage(), e);
		}
	}

	private static byte[] handlers() {
		return assembled().flat();
	}

	private static int supervisor() {
		return (int) (assembled().symbol("supervisor") - BASE);
	}

	private static byte[] image(RandomGenerator random, char mode) {
		ByteBuffer image = ByteBuffer.allocate(TABLES + 4 * PAGE).order(ByteOrder.LITTLE_ENDIAN);
		image.put(HANDLERS, HANDLER_BYTES);
		byte[] code = new RandomCode(ISA, random, row -> weight(row, mode), RiscvRounds::steered).code(CODE_PAGES * PAGE, 0);
		image.put(CODE, code, 0, CODE_PAGES * PAGE);
		for (int i = 0; i < CODE_PAGES * PAGE; i += 8) {
			image.putLong(DATA + i, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(256));
		}
		tables(image, random, mode);
		return image.array();
	}

	/** Three levels over the 2 MiB from BASE: mapped to itself mostly, with rights that mostly suffice. */
	private static void tables(ByteBuffer image, RandomGenerator random, char mode) {
		image.putLong(TABLES + 8 * 2, BASE + TABLES + PAGE >>> 12 << 10 | 1);
		image.putLong(TABLES + PAGE, BASE + TABLES + 2 * PAGE >>> 12 << 10 | 1);
		for (int i = 0; i < 512; i++) {
			int page = random.nextInt(16) == 0 ? DATA / PAGE + random.nextInt(CODE_PAGES) : i & MEMORY / PAGE - 1;
			long rights = 0xcf | (random.nextInt(8) == 0 == (mode == 'u') ? 0 : 0x10);
			if (random.nextInt(6) == 0) {
				rights &= random.nextLong() | 1;
			}
			if (i == HANDLERS / PAGE) {
				page = i;
				rights = 0xcf;
			}
			image.putLong(TABLES + 2 * PAGE + 8 * i, (BASE >>> 12) + page << 10 | rights);
		}
	}

	private static int weight(Row row, char mode) {
		return switch (row.name()) {
		case "wfi" -> 1;
		case "mret", "sret" -> mode == 'm' ? 4 : 1;
		case "ecall", "ebreak", "c.ebreak" -> 2;
		case "sfence.vma" -> 6;
		case "fence.i" -> 4;
		case "csrrw", "csrrs", "csrrc", "csrrwi", "csrrsi", "csrrci" -> mode == 'u' ? 2 : 8;
		case "jalr", "c.jr", "c.jalr" -> 8;
		default -> row.memory() ? 20 : 16;
		};
	}

	/** Registers that the rounds keep as they are: without their handlers they would end in a loop of traps. */
	private static final Set<Integer> KEPT = Set.of(0x305, 0x105, 0x180, 0x3a0, 0x3a2, 0x3b0);

	private static OptionalLong steered(Row row, Row.Field field, RandomGenerator random) {
		if (field.called("csr")) {
			int csr = ISA.registers().get(random.nextInt(ISA.registers().size())).number();
			boolean reads = row.name().startsWith("csrrs") || row.name().startsWith("csrrc");
			return csr >= 4096 || KEPT.contains(csr) && !(reads && random.nextBoolean()) ? OptionalLong.of(0x340) : OptionalLong.of(csr);
		}
		boolean jumps = row.name().equals("jalr") || row.name().equals("c.jr") || row.name().equals("c.jalr");
		if (field.called("rs1") && field.file() != null) {
			if (jumps) {
				return OptionalLong.of(random.nextBoolean() ? 1 : 5);
			}
			if (row.memory() && field.bits() == 5 && random.nextInt(10) != 0) {
				return OptionalLong.of(random.nextInt(FIRST_POINTER, LAST_POINTER + 1));
			}
		}
		if (field.called("rd") && field.file() != null && field.bits() == 5 && random.nextInt(8) != 0) {
			return OptionalLong.of(random.nextInt(14, 30));
		}
		if (field.called("rd") && field.bits() == 3 && random.nextInt(8) != 0) {
			return OptionalLong.of(random.nextInt(14, 16));
		}
		if (field.called("imm") && row.control() != org.ringside.isa.Control.NEXT && random.nextInt(20) != 0) {
			return OptionalLong.of(jumps ? random.nextInt(-64, 64) & -2 : random.nextInt(-30, 100) & -2);
		}
		return OptionalLong.empty();
	}
}
