package org.ringside.isa.riscv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;
import org.ringside.isa.riscv.FloatOperands.Kind;

/**
 * A program that executes every instruction that computes with floating-point registers on many operands: with the dynamic
 * rounding mode, which changes with each, and with every static one on some of them. The result and the flags of each lie,
 * as two doublewords, from {@link #RESULTS} on; then it powers off as {@link RandomProgram} does, and stays at {@code stop}.
 */
final class FloatProgram {

	static final long OPERANDS = RiscvBench.BASE + (1 << 20);
	static final long RESULTS = RiscvBench.BASE + (16 << 20);

	private static final int OPERAND_BYTES = 32;
	private static final int RESULT_BYTES = 16;
	private static final int DYNAMIC = 7;
	private static final int ROUNDINGS = 5;
	/** Static rounding modes get this part of the operands. */
	private static final int STATIC_PART = 8;

	private static final String FRAME = """
				.text
			_start:
				li t0, 0x6000
				csrs mstatus, t0
				li s1, RESULTS
			%s
				li a0, 0x100000
				li a1, 0x5555
				sw a1, 0(a0)
			stop:
				j stop
			""";

	private static final String BLOCK = """
				li s0, %d
				li s2, %d
			block%d:
				ld t0, 24(s0)
				csrw fcsr, t0
				fld f1, 0(s0)
				fld f2, 8(s0)
				fld f3, 16(s0)
				ld a1, 0(s0)
				.4byte 0x%x
				csrr t1, fflags
				%s
				sd t1, 8(s1)
				addi s0, s0, 32
				addi s1, s1, 16
				addi s2, s2, -1
				bnez s2, block%d
			""";

	/** The executions of one row in one rounding mode; the first result is {@code from} results into the results. */
	private record Block(Row row, int rounding, Kind kind, int from, int count) {
	}

	private final Isa isa;
	private final Map<Kind, long[][]> operands = new EnumMap<>(Kind.class);
	private final List<Block> blocks = new ArrayList<>();
	private final List<Integer> begins = new ArrayList<>();
	private int results;

	/** @param count sets of operands for each row */
	FloatProgram(Isa isa, long seed, int count) {
		this.isa = isa;
		for (Kind kind : Kind.values()) {
			FloatOperands from = new FloatOperands(new Random(seed + kind.ordinal()), kind);
			long[][] sets = new long[count][];
			for (int i = 0; i < count; i++) {
				sets[i] = from.next();
			}
			operands.put(kind, sets);
		}
		for (Row row : isa.rows()) {
			String chapter = row.method().getDeclaringClass().getSimpleName();
			if (chapter.endsWith("Float") && row.pure()) {
				boolean rounds = row.fields().stream().anyMatch(field -> field.name().equals("rm"));
				add(row, DYNAMIC, count);
				for (int rounding = 0; rounds && rounding < ROUNDINGS; rounding++) {
					add(row, rounding, count / STATIC_PART);
				}
			}
		}
	}

	private void add(Row row, int rounding, int count) {
		String name = row.name();
		boolean integer = row.fields().stream().anyMatch(field -> field.name().equals("rs1"));
		Kind kind = integer ? Kind.INTEGER : name.endsWith(".d") ? Kind.DOUBLE : Kind.SINGLE;
		blocks.add(new Block(row, rounding, kind, results, count));
		begins.add(results);
		results += count;
	}

	/** Executions in all. */
	int results() {
		return results;
	}

	int rows() {
		return (int) blocks.stream().map(Block::row).distinct().count();
	}

	int resultBytes() {
		return results * RESULT_BYTES;
	}

	Program assemble() throws AssemblyException {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < blocks.size(); i++) {
			Block block = blocks.get(i);
			boolean toFloat = block.row.fields().stream().anyMatch(field -> field.name().equals("frd"));
			long address = OPERANDS + (long) block.kind.ordinal() * table(block.kind).length;
			text.append(BLOCK.formatted(address, block.count, i, code(block), toFloat ? "fsd f10, 0(s1)" : "sd a0, 0(s1)", i));
		}
		return new Assembler(isa).origin(RiscvBench.BASE).define("RESULTS", RESULTS).assemble("floats.s", FRAME.formatted(text));
	}

	private int code(Block block) {
		long[] values = block.row.fields().stream().mapToLong(field -> switch (field.name()) {
		case "frd", "rd" -> 10;
		case "rs1" -> 11;
		case "frs1" -> 1;
		case "frs2" -> 2;
		case "frs3" -> 3;
		default -> block.rounding;
		}).toArray();
		byte[] bytes = isa.encode(block.row, values);
		return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
	}

	/** The operands of all kinds, to be put at {@link #OPERANDS}. */
	byte[] operands() {
		byte[][] tables = { table(Kind.SINGLE), table(Kind.DOUBLE), table(Kind.INTEGER) };
		ByteBuffer all = ByteBuffer.allocate(3 * tables[0].length);
		for (byte[] table : tables) {
			all.put(table);
		}
		return all.array();
	}

	private byte[] table(Kind kind) {
		long[][] sets = operands.get(kind);
		ByteBuffer bytes = ByteBuffer.allocate(sets.length * OPERAND_BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (long[] set : sets) {
			for (long value : set) {
				bytes.putLong(value);
			}
		}
		return bytes.array();
	}

	/** What the result of that number is of. */
	String describe(int result) {
		Block block = block(result);
		long[] set = set(result);
		String mode = block.rounding == DYNAMIC ? "" : " rm " + block.rounding;
		return "%s 0x%x, 0x%x, 0x%x, fcsr 0x%x%s".formatted(block.row.name(), set[0], set[1], set[2], set[3], mode);
	}

	/** The flags before it. */
	long flagsBefore(int result) {
		return set(result)[3] & 0x1f;
	}

	private long[] set(int result) {
		Block block = block(result);
		return operands.get(block.kind)[result - block.from];
	}

	private Block block(int result) {
		int at = Collections.binarySearch(begins, result);
		return blocks.get(at >= 0 ? at : -at - 2);
	}
}
