package org.ringside.isa.riscv;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.ringside.isa.Control;
import org.ringside.isa.Isa;
import org.ringside.isa.IsaException;
import org.ringside.isa.Row;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;

/**
 * A program of random instructions of all rows, and of bits that are no instruction, in one of the modes. Its handlers
 * write down every trap and go on after the instruction that trapped. At the end all registers are written down too; what was
 * written down, and the data that the program worked on, lies between the symbols {@code dump} and {@code dump_end}. From
 * the symbol {@code output} on, the program sends that to a 16550 at 0x10000000 and powers off through a test device at
 * 0x100000, as QEMU's {@code virt} machine has them.
 */
final class RandomProgram {

	private static final String FRAME = """
				.text
			_start:
				csrr t0, mhartid
				bnez t0, park
				la t0, handler_m
				csrw mtvec, t0
				la t0, handler_s
				csrw stvec, t0
				la t0, save_m
				csrw mscratch, t0
				la t0, save_s
				csrw sscratch, t0
				li t0, DELEGATED
				csrw medeleg, t0
				la s11, log
				la t0, log_next
				sd s11, 0(t0)
				li t0, -1
				csrw pmpaddr0, t0
				li t0, 0x1f
				csrw pmpcfg0, t0
				la t0, body
				csrw mepc, t0
				li t0, STATUS
				csrw mstatus, t0
			%s
				la sp, data + 512
				la s0, data + 1024
				la s1, data + 1029
				li gp, 0x20000
			%s
				mret
			park:
				wfi
				j park
			%s
				.balign 4
			body:
			%s
				.balign 4
			end:
				ecall
			finish:
				ld t5, 0(t6)
				ld t4, 8(t6)
				ld t3, 16(t6)
				csrw mscratch, t6
				ld t6, 24(t6)
			%s
			%s
				.data
				.balign 16
			save_m:
				.zero 32
			save_s:
				.zero 32
			log_next:
				.zero 8
				.balign 16
			dump:
			registers:
				.zero 1024
			data:
			%s
			log:
				.zero LOG
			dump_end:
			""";

	/** Sends the dump, and powers off. */
	static final String OUTPUT = """
			output:
				la a0, dump
				la a1, dump_end
				li a2, 0x10000000
			next:
				lbu a3, 5(a2)
				andi a3, a3, 0x20
				beqz a3, next
				lbu a3, 0(a0)
				sb a3, 0(a2)
				addi a0, a0, 1
				bne a0, a1, next
				li a0, 0x100000
				li a1, 0x5555
				sw a1, 0(a0)
			stop:
				j stop
			""";

	/** The handler of M or S, which writes down what happened, or ends the program at its last instruction. */
	private static final String HANDLER = """
				.balign 8
			handler_PREFIX:
				csrrw t6, PREFIXscratch, t6
				sd t5, 0(t6)
				sd t4, 8(t6)
				sd t3, 16(t6)
				csrr t5, PREFIXscratch
				sd t5, 24(t6)
				la t5, log_next
				ld t4, 0(t5)
				csrr t3, PREFIXcause
				sd t3, 0(t4)
				csrr t3, PREFIXtval
				sd t3, 8(t4)
				csrr t3, PREFIXstatus
				sd t3, 16(t4)
				csrr t3, PREFIXepc
				sd t3, 24(t4)
				addi t4, t4, 32
				sd t4, 0(t5)
				la t5, end
				bne t3, t5, skip_PREFIX
				j finish
			skip_PREFIX:
				lhu t5, 0(t3)
				andi t5, t5, 3
				addi t3, t3, 2
				li t4, 3
				bne t5, t4, short_PREFIX
				addi t3, t3, 2
			short_PREFIX:
				csrw PREFIXepc, t3
				ld t5, 0(t6)
				ld t4, 8(t6)
				ld t3, 16(t6)
				csrw PREFIXscratch, t6
				ld t6, 24(t6)
				PREFIXret
			""";

	private static final int DATA = 2048;
	private static final String[] SKIPPED = { "add", "sub", "xor", "mulhsu", "sltu", "sraw" };
	private static final long[] EDGES = { 0, 1, -1, 2, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, 0x7ff, -0x800 };

	/** Registers that hold addresses, and stay: into the data (sp, s0, s1 misaligned), and to where nothing is (gp). */
	private static final int SP = 2;
	private static final int NOWHERE = 3;
	private static final int S0 = 8;
	private static final int S1 = 9;

	/** Registers of S and M that the program may write anything to, and those that it reads. */
	private static final int[] WRITABLE = { 0x001, 0x002, 0x003, 0x142, 0x143, 0x342, 0x343 };
	private static final int[] READABLE = { 0x141, 0x142, 0x143, 0x105, 0x100, 0x300, 0x301, 0x303, 0x304, 0x342, 0x343, 0xf11, 0xf14,
			0x180, 0x800, 0x015, 0x003, 0x747 };

	private final Random random;
	private final int mode;
	/** Whether S finds the traps of TVM and TW set. */
	private final boolean traps;
	private final boolean floats;
	private final long delegated;
	private final Isa isa;
	private final List<Row> rows;

	/** @param mode that it runs in; in S, some of its traps are delegated and others go to M */
	RandomProgram(Isa isa, long seed, int mode) {
		this.isa = isa;
		this.mode = mode;
		random = new Random(seed);
		traps = mode == RiscvHart.S && random.nextBoolean();
		floats = random.nextInt(4) != 0;
		delegated = mode == RiscvHart.S ? random.nextLong() & ~(1 << Cause.ECALL_FROM_U + RiscvHart.S) & 0xb3ff : 0;
		rows = isa.rows().stream().filter(this::suitable).toList();
	}

	/** What would lead out of the program, or to values that two machines may differ in, is left out. */
	private boolean suitable(Row row) {
		return switch (row.name()) {
		// QEMU 7.2 has none of these
		case "czero.eqz", "czero.nez", "cbo.inval", "cbo.clean", "cbo.flush", "cbo.zero" -> false;
		// which QEMU 7.2 lets U execute, and whose bits it does not tell when it traps
		case "sfence.w.inval", "sfence.inval.ir", "sinval.vma" -> mode == RiscvHart.M || mode == RiscvHart.S && !traps;
		case "c.jr", "c.jalr", "jalr", "c.addi16sp", "lr.w", "lr.d" -> false;
		case "mret" -> mode != RiscvHart.M;
		case "sret" -> mode == RiscvHart.U;
		case "wfi" -> mode == RiscvHart.U || traps;
		default -> true;
		};
	}

	/** Assembles a program of so many instructions. */
	Program assemble(int instructions) throws AssemblyException {
		StringBuilder body = new StringBuilder();
		for (int i = 0; i < instructions; i++) {
			body.append(instruction());
		}
		StringBuilder load = new StringBuilder();
		StringBuilder store = new StringBuilder();
		for (int x = 31; x > 0; x--) {
			load.append("\tli x%d, %d%n".formatted(x, value()));
		}
		store.append("\tcsrw mscratch, t6\n\tla t6, registers\n");
		for (int x = 0; x < 31; x++) {
			store.append("\tsd x%d, %d(t6)%n".formatted(x, 8 * x));
		}
		store.append("\tcsrr t5, mscratch\n\tsd t5, 248(t6)\n\tli t5, 0x6000\n\tcsrs mstatus, t5\n");
		StringBuilder loadFloats = new StringBuilder();
		for (int f = 0; f < 32; f++) {
			store.append("\tfsd f%d, %d(t6)%n".formatted(f, 512 + 8 * f));
			loadFloats.append(floats ? "\tfld f%d, %d(s0)%n".formatted(f, 8 * f) : "");
		}
		for (int i = 0; i < WRITABLE.length; i++) {
			store.append("\tcsrr t5, 0x%x%n\tsd t5, %d(t6)%n".formatted(WRITABLE[i], 256 + 8 * i));
		}
		StringBuilder data = new StringBuilder();
		for (int i = 0; i < DATA; i += 8) {
			data.append("\t.8byte %d%n".formatted(value()));
		}
		String source = FRAME.formatted(load, loadFloats, HANDLER.replace("PREFIX", "m") + HANDLER.replace("PREFIX", "s"), body, store, OUTPUT, data);
		return new Assembler(isa).origin(RiscvBench.BASE).define("STATUS", (long) mode << 11 | (floats ? MachineCsrs.FS : 0) | (traps ? MachineCsrs.TVM | MachineCsrs.TW : 0)).define("DELEGATED", delegated).define("LOG", 32L * (instructions + 1))
				.assemble("random.s", source);
	}

	private long value() {
		return switch (random.nextInt(3)) {
		case 0 -> EDGES[random.nextInt(EDGES.length)];
		case 1 -> random.nextInt(256) - 128;
		default -> random.nextLong();
		};
	}

	/** An instruction; a jump with one that it may skip, a conditional store sometimes with its reservation. */
	private String instruction() {
		if (random.nextInt(40) == 0) {
			return undefined();
		}
		Row row = rows.get(random.nextInt(rows.size()));
		if (row.control() != Control.NEXT) {
			return data(bytes(row)) + data(bytes(isa.row(SKIPPED[random.nextInt(SKIPPED.length)])));
		}
		if (row.name().startsWith("sc.") && random.nextBoolean()) {
			byte[] reserve = isa.encode(isa.row(row.name().replace("sc", "lr")), 0, random.nextInt(4) == 0 ? S1 : S0, 0);
			return data(reserve) + data(bytes(row));
		}
		return data(bytes(row));
	}

	private static String data(byte[] bytes) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < bytes.length; i += 2) {
			text.append("\t.2byte 0x%x%n".formatted(bytes[i] & 0xff | (bytes[i + 1] & 0xff) << 8));
		}
		return text.toString();
	}

	/** Bits that are no instruction. */
	private String undefined() {
		while (true) {
			int bits = random.nextBoolean() ? random.nextInt() | 3 : random.nextInt(1 << 16);
			byte[] bytes = { (byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24) };
			var decoded = isa.decode(i -> bytes[i] & 0xff, isa.architecture().listingContext());
			if (!decoded.defined() && (bits & 3) != 3) {
				return data(new byte[] { bytes[0], bytes[1] });
			}
			if (!decoded.defined() && decoded.length() == 4) {
				return data(bytes);
			}
		}
	}

	/** An instruction of the row; values that the row's conditions exclude are drawn again. */
	private byte[] bytes(Row row) {
		while (true) {
			long[] values = new long[row.fields().size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = field(row, i);
			}
			if (row.name().matches("csrr[sc]i?") && random.nextBoolean()) {
				values[0] = READABLE[random.nextInt(READABLE.length)];
				values[1] = 0;
			}
			try {
				return isa.encode(row, values);
			} catch (IsaException another) {
				// drawn again
			}
		}
	}

	private long field(Row row, int index) {
		Row.Field field = row.fields().get(index);
		boolean atomic = row.name().matches("(lr|sc|amo).*");
		boolean based = (row.memory() || atomic) && field.name().startsWith("rs1");
		if (based) {
			// QEMU fails a misaligned conditional store without a trap, unless the address was reserved
			int misaligned = row.name().startsWith("sc.") ? S0 : S1;
			int[] bases = { S0, S0, S0, misaligned, SP, NOWHERE };
			// not atomics where nothing is: QEMU 7.2 reports them as loads
			int base = bases[random.nextInt(atomic ? 5 : row.length() == 4 ? 6 : 4)];
			return field.plus() == 8 && base == SP ? S0 : base;
		}
		if (field.name().startsWith("rd")) {
			int rd;
			do {
				rd = field.plus() + random.nextInt(1 << field.bits());
			} while (rd == SP || rd == NOWHERE || rd == S0 || rd == S1);
			return rd;
		}
		if (field.file() != null) {
			return field.plus() + random.nextInt(1 << field.bits());
		}
		if (row.control() != Control.NEXT) {
			return row.length() + 4;
		}
		if (field.name().equals("csr")) {
			return WRITABLE[random.nextInt(WRITABLE.length)];
		}
		if (row.memory() && field.signed()) {
			return random.nextInt(128) * 8 - 512;
		}
		long[] boundaries = isa.boundaries(row, index);
		long least = boundaries[0];
		long step = boundaries[1] - least;
		return least + step * random.nextLong((boundaries[boundaries.length - 1] - least) / step + 1);
	}
}
