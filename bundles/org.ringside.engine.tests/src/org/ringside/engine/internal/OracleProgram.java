package org.ringside.engine.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.ringside.isa.Control;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;
import org.ringside.testkit.RandomCode;

/**
 * A random RISC-V program that ends, for two machines that know nothing of each other: branches lead forward or are loops
 * that count down, addresses are of memory that both have, and every trap is noted and stepped over.
 *
 * <p>It uses nothing that the architecture leaves to the implementation: no counters, no stray store-conditional, no
 * table that changes under its translations. Nor does it use what QEMU 7.2 does otherwise: it keeps the lowest bit of
 * {@code sepc}, 64 bits of {@code mcounteren}, bits of a hypervisor in {@code mie}, and what {@code MPRV} translated when
 * {@code mret} changes {@code MPP}.
 *
 * @param image to be loaded at {@link #BASE}, where it begins in M mode
 */
record OracleProgram(byte[] image) {

	static final long BASE = 0x8000_0000L;
	/** What is compared: data, page tables, registers at the end, and the ring of traps; offsets from {@link #BASE}. */
	static final int RESULT = 0x20000, TABLES = 0x24000, REGISTERS = 0x27000, LOG = 0x28000, RESULT_END = 0x30000;

	private static final int CODE = 0x10000, DATA = RESULT, PAGE = 4096, DATA_PAGES = 4;
	private static final int FIRST_POINTER = 8, LAST_POINTER = 13, LOOP = 27;
	private static final Isa ISA = RiscvRounds.ISA;
	private static final Program FRAME = frame();
	private static final List<String> BRANCHES = List.of("beq", "bne", "blt", "bge", "bltu", "bgeu", "c.beqz", "c.bnez");
	private static final int SSCRATCH = 0x140, SCAUSE = 0x142, STVAL = 0x143, MTVAL = 0x343, SIE = 0x104, FFLAGS = 1,
			FRM = 2, FCSR = 3, SSTATUS = 0x100, MSTATUS = 0x300;
	private static final int[] CSRS = { SSCRATCH, SSCRATCH, SCAUSE, STVAL, MTVAL, SIE, FFLAGS, FRM, FCSR };

	private static Program frame() {
		try (InputStream in = OracleProgram.class.getResourceAsStream("oracle.s")) {
			return new Assembler(ISA).origin(BASE).assemble("oracle.s", in.readAllBytes());
		} catch (IOException | AssemblyException e) {
			throw new IllegalStateException(e.getMessage(), e);
		}
	}

	/**
	 * @param mode {@code m}, {@code s} or {@code u}
	 * @param length instructions, those of loops once
	 */
	static OracleProgram random(long seed, char mode, int length) {
		return new Maker(new SplittableRandom(seed), mode).make(length);
	}

	/** Part of a program that is not jumped into; a transfer has its displacement filled in when lengths are known. */
	private record Piece(byte[] bytes, Row transfer, long[] values, int to) {
	}

	private static final class Maker {
		private final RandomGenerator random;
		private final char mode;
		private final RandomCode plain;
		private final List<Piece> pieces = new ArrayList<>();

		Maker(RandomGenerator random, char mode) {
			this.random = random;
			this.mode = mode;
			plain = new RandomCode(ISA, random, this::weight, this::steered);
		}

		OracleProgram make(int length) {
			while (pieces.size() < length) {
				switch (random.nextInt(24)) {
				case 0, 1, 2 -> branch();
				case 3 -> loop();
				case 4 -> csr();
				case 5 -> reserved();
				case 6 -> status();
				case 7 -> trap();
				case 8 -> jump();
				default -> add(plain.instruction(0));
				}
			}
			return new OracleProgram(image(code()));
		}

		private void add(byte[]... instructions) {
			ByteBuffer all = ByteBuffer.allocate(8 * instructions.length);
			for (byte[] one : instructions) {
				all.put(one);
			}
			pieces.add(new Piece(java.util.Arrays.copyOf(all.array(), all.position()), null, null, 0));
		}

		private static byte[] instruction(String name, long... values) {
			return ISA.encode(ISA.row(name), values);
		}

		// ---- flow

		private void branch() {
			Row row = ISA.row(BRANCHES.get(random.nextInt(BRANCHES.size())));
			pieces.add(new Piece(null, row, plain.values(row), pieces.size() + 1 + random.nextInt(1, 8)));
		}

		private void jump() {
			Row row = ISA.row(random.nextBoolean() ? "jal" : "c.j");
			pieces.add(new Piece(null, row, plain.values(row), pieces.size() + 1 + random.nextInt(1, 8)));
			// through a register, over what follows: auipc x5, 0; jalr x1, 12(x5)
			add(encode("auipc", "rd", 5, "imm", 0), encode("jalr", "rd", 1, "rs1", 5, "imm", 12), encode("addi", "rd", 6, "rs1", 6, "imm", 1));
		}

		/** Entered in its middle it ends as well, since it goes on only while the count is positive. */
		private void loop() {
			add(encode("addi", "rd", LOOP, "rs1", 0, "imm", random.nextInt(2, 20)));
			int begin = pieces.size();
			add(encode("addi", "rd", LOOP, "rs1", LOOP, "imm", -1)); // at the begin, where no branch of the body leads past it
			int body = random.nextInt(3, 12);
			for (int i = 0; i < body; i++) {
				if (random.nextInt(5) == 0) {
					branch();
				} else {
					add(plain.instruction(0));
				}
			}
			pieces.add(new Piece(null, ISA.row("blt"), values("blt", "rs1", 0, "rs2", LOOP, "imm", 0), begin));
		}

		// ---- what is not plain

		private void csr() {
			String[] names = { "csrrw", "csrrs", "csrrc", "csrrwi", "csrrsi", "csrrci" };
			Row row = ISA.row(names[random.nextInt(names.length)]);
			long[] values = plain.values(row);
			values[index(row, "csr")] = CSRS[random.nextInt(CSRS.length)];
			add(ISA.encode(row, values));
		}

		/** A field of the status, of those whose legal values are the same everywhere; x26 carries its bits. */
		private void status() {
			int[] shifts = { 18, 19, 8, 5, 13 };
			int shift = shifts[random.nextInt(shifts.length)];
			add(encode("addi", "rd", 26, "rs1", 0, "imm", shift == 13 ? 3 : 1), encode("slli", "rd", 26, "rs1", 26, "shamt", shift),
					encode(random.nextBoolean() ? "csrrs" : "csrrc", "csr", mode == 'm' && random.nextBoolean() ? MSTATUS : SSTATUS, "rs1", 26, "rd",
							25));
		}

		/** A load-reserved with its store-conditional: other pairs are the implementation's business. */
		private void reserved() {
			String width = random.nextBoolean() ? ".w" : ".d";
			int base = random.nextInt(FIRST_POINTER, FIRST_POINTER + 2);
			add(encode("lr" + width, "rd", 14, "rs1", base), encode("addi", "rd", 15, "rs1", 14, "imm", 1),
					encode("sc" + width, "rd", 16, "rs1", base, "rs2", 15));
		}

		private void trap() {
			switch (random.nextInt(6)) {
			case 0 -> add(instruction("ecall"));
			case 1 -> add(instruction("ebreak"));
			case 2 -> add(new byte[4]);
			case 3 -> add(new byte[] { -1, -1, -1, -1 });
			case 4 -> add(instruction(mode == 'u' ? "sret" : "fence.i"));
			default -> add(mode == 'm' ? instruction("fence.i") : instruction("mret"));
			}
		}

		// ---- plain instructions

		private int weight(Row row) {
			boolean flow = row.control() != Control.NEXT;
			boolean special = row.system() && !row.name().startsWith("amo") || row.name().equals("c.addi16sp");
			return flow || special || row.name().startsWith("lr.") || row.name().startsWith("sc.") ? 0 : row.memory() ? 3 : 2;
		}

		private OptionalLong steered(Row row, Row.Field field, RandomGenerator chance) {
			boolean wide = field.bits() == 5;
			if (field.called("rd") && field.file() != null) {
				return OptionalLong.of(wide ? chance.nextInt(8) == 0 ? chance.nextInt(3, 8) : chance.nextInt(14, 25) : chance.nextInt(14, 16));
			}
			if (field.called("rs1") && field.file() != null && row.memory()) {
				int last = row.name().startsWith("amo") ? FIRST_POINTER + 1 : LAST_POINTER;
				return OptionalLong.of(chance.nextInt(FIRST_POINTER, last + 1));
			}
			return OptionalLong.empty();
		}

		private static int index(Row row, String field) {
			for (int i = 0; i < row.fields().size(); i++) {
				if (row.fields().get(i).called(field)) {
					return i;
				}
			}
			throw new IllegalArgumentException(row.name() + " has no field " + field);
		}

		private static long[] values(String name, Object... fields) {
			Row row = ISA.row(name);
			long[] values = new long[row.fields().size()];
			for (int i = 0; i < fields.length; i += 2) {
				values[index(row, (String) fields[i])] = ((Number) fields[i + 1]).longValue();
			}
			return values;
		}

		private static byte[] encode(String name, Object... fields) {
			return ISA.encode(ISA.row(name), values(name, fields));
		}

		// ---- putting it together

		private byte[] code() {
			int[] at = new int[pieces.size() + 1];
			for (int i = 0; i < pieces.size(); i++) {
				Piece piece = pieces.get(i);
				at[i + 1] = at[i] + (piece.transfer == null ? piece.bytes.length : piece.transfer.length());
			}
			ByteBuffer code = ByteBuffer.allocate(at[pieces.size()] + 4);
			for (int i = 0; i < pieces.size(); i++) {
				Piece piece = pieces.get(i);
				if (piece.transfer == null) {
					code.put(piece.bytes);
				} else {
					long[] values = piece.values.clone();
					values[index(piece.transfer, "imm")] = at[Math.min(piece.to, pieces.size())] - at[i];
					code.put(ISA.encode(piece.transfer, values));
				}
			}
			return code.put(instruction("ecall")).array();
		}

		private byte[] image(byte[] code) {
			ByteBuffer image = ByteBuffer.allocate(RESULT_END).order(ByteOrder.LITTLE_ENDIAN);
			image.put(0, FRAME.flat());
			if (code.length > DATA - CODE) {
				throw new IllegalArgumentException("the program is too long");
			}
			image.put(CODE, code);
			for (int i = 0; i < DATA_PAGES * PAGE; i += 8) {
				image.putLong(DATA + i, random.nextLong());
			}
			tables(image);
			boolean paging = mode != 'm' || random.nextBoolean();
			put(image, "satp_value", paging ? 8L << 60 | BASE + TABLES >>> 12 : 0);
			put(image, "status_value", (long) "us.m".indexOf(mode) << 11 | (random.nextBoolean() ? 1L << 18 : 0));
			put(image, "end_value", BASE + CODE + code.length - 4);
			int registers = (int) (FRAME.symbol("registers") - BASE);
			for (int i = 1; i < 32; i++) {
				image.putLong(registers + 8 * i, i == LOOP ? 0 : register(i));
			}
			return image.array();
		}

		private static void put(ByteBuffer image, String symbol, long value) {
			image.putLong((int) (FRAME.symbol(symbol) - BASE), value);
		}

		private long register(int number) {
			if (number == 2 || number >= FIRST_POINTER && number <= LAST_POINTER) {
				long at = BASE + DATA + 2048 + random.nextInt((DATA_PAGES - 1) * PAGE);
				return number > FIRST_POINTER + 1 && random.nextInt(3) == 0 ? at : at & -8;
			}
			return switch (random.nextInt(4)) {
			case 0 -> random.nextInt(-64, 64);
			case 1 -> 1L << random.nextInt(64);
			case 2 -> random.nextInt();
			default -> random.nextLong();
			};
		}

		/** Code is mapped for the mode; data with rights at random; the frame of the program and the tables not at all. */
		private void tables(ByteBuffer image) {
			long user = mode == 'u' ? 0x10 : 0;
			image.putLong(TABLES + 8 * 2, BASE + TABLES + PAGE >>> 12 << 10 | 1);
			image.putLong(TABLES + PAGE, BASE + TABLES + 2 * PAGE >>> 12 << 10 | 1);
			for (int page = CODE / PAGE; page < DATA / PAGE; page++) {
				image.putLong(TABLES + 2 * PAGE + 8 * page, BASE + page * PAGE >>> 12 << 10 | 0x4b | user);
			}
			for (int i = 0; i < DATA_PAGES; i++) {
				int page = DATA / PAGE + i;
				long rights = 0x7 | (random.nextInt(3) == 0 ? 0x10 ^ user : user) | (random.nextBoolean() ? 0x40 : 0) | (random.nextBoolean() ? 0xc0 : 0);
				rights &= random.nextInt(5) == 0 ? ~4L : -1;
				rights &= random.nextInt(8) == 0 ? random.nextLong() : -1;
				image.putLong(TABLES + 2 * PAGE + 8 * page, BASE + page * PAGE >>> 12 << 10 | rights);
			}
		}
	}
}
