package org.ringside.isa.riscv;

import java.util.Random;

import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;

/**
 * A program that builds tables of Sv39, Sv48 or Sv57 with random entries of all levels, and then loads, stores, modifies and fetches
 * through them as S and as U, with SUM and MXR at random. What happened to each, and the tables with their accessed and
 * dirty bits as they are at the end, lie between the symbols {@code dump} and {@code dump_end}; it ends as
 * {@link RandomProgram} does. Every page that can be reached is full of {@code ecall}, and stores store just that.
 */
final class RandomPaging {

	private static final String FRAME = """
				.text
			_start:
				csrr t0, mhartid
				bnez t0, park
				la t0, handler
				csrw mtvec, t0
				li t0, -1
				csrw pmpaddr0, t0
				li t0, 0x1f
				csrw pmpcfg0, t0
				li t0, MODE << 60 | ROOT >> 12
				csrw satp, t0
				li t0, PAGES
				li t1, PAGES + 0x10000
				li t2, 0x73
			fill:
				sw t2, 0(t0)
				addi t0, t0, 4
				bltu t0, t1, fill
				la s2, trials
				la s3, trials_end
				la s4, dump
				li s5, 0x1800
				la s6, done
			next_trial:
				ld t0, 0(s2)
				ld t1, 8(s2)
				ld t2, 16(s2)
				li t3, -1
				li t4, 0
				li t6, 0x73
				csrw mstatus, t0
				beqz t2, try_load
				addi t2, t2, -1
				beqz t2, try_store
				addi t2, t2, -1
				beqz t2, try_atomic
				csrw mepc, t1
				mret
			try_load:
				lwu t3, 0(t1)
				j done
			try_store:
				sw t6, 0(t1)
				j done
			try_atomic:
				amoor.w t3, zero, (t1)
			done:
				csrw mstatus, s5
				sd t3, 0(s4)
				sd t4, 8(s4)
				addi s4, s4, 16
				addi s2, s2, 24
				bne s2, s3, next_trial
				j output
			park:
				wfi
				j park
				.balign 8
			handler:
				csrr t3, mcause
				csrr t4, mtval
				csrw mepc, s6
				csrw mstatus, s5
				mret
			%s
				.data
				.balign 8
			trials:
			%s
			trials_end:
				.section .results, "aw"
			dump:
				.zero 0x8000
				.section .tables, "aw"
			%s
			dump_end:
			""";

	private static final long TABLES = RiscvBench.BASE + 0x2_0000;
	/** Bytes of results before the tables: sixteen for each trial. */
	private static final long RESULTS = 0x8000;
	static final int TRIALS = (int) RESULTS / 16;
	private static final long PAGES = RiscvBench.BASE + 0x3_0000;
	private static final int TABLE_COUNT = 9;
	private static final int USED_ENTRIES = 4;
	private static final int FIRST_PAGE = 0x30;
	private static final int PAGE_COUNT = 16;

	private final Isa isa;
	private final Random random;
	private final int levels;

	/** @param levels of the tables: 3 for Sv39, 4 for Sv48, 5 for Sv57 */
	RandomPaging(Isa isa, long seed, int levels) {
		this.isa = isa;
		this.levels = levels;
		random = new Random(seed);
	}

	Program assemble() throws AssemblyException {
		StringBuilder records = new StringBuilder();
		for (int i = 0; i < TRIALS; i++) {
			int kind = random.nextInt(4);
			long status = (random.nextBoolean() ? 1L << 18 : 0) | (random.nextBoolean() ? 1L << 19 : 0) | (random.nextBoolean() ? 1L << 11 : 0)
					| (kind < 3 ? 1L << 17 : 0);
			records.append("\t.8byte %d, %d, %d%n".formatted(status, address(), kind));
		}
		StringBuilder tables = new StringBuilder();
		for (int table = 0; table < TABLE_COUNT + above(); table++) {
			for (int i = 0; i < 512; i++) {
				tables.append("\t.8byte 0x%x%n".formatted(table < TABLE_COUNT ? entry(table, i) : upperEntry(table, i)));
			}
		}
		long root = TABLES + (above() == 0 ? 0 : 0x1000 * (TABLE_COUNT + above() - 1));
		return new Assembler(isa).origin(RiscvBench.BASE).place(".tables", TABLES).define("ROOT", root).define("MODE", levels + 5L).define("PAGES", PAGES)
				.place(".results", TABLES - RESULTS).assemble("paging.s", FRAME.formatted(RandomProgram.OUTPUT, records, tables));
	}

	/** An address by its indices: mostly into what the tables have, sometimes not canonical, sometimes with an offset. */
	private long address() {
		long va = (long) random.nextInt(USED_ENTRIES) << 30 | (long) random.nextInt(USED_ENTRIES) << 21
				| (long) (FIRST_PAGE + random.nextInt(PAGE_COUNT)) << 12 | random.nextInt(1024) * 4L;
		if (above() > 0 && random.nextInt(4) == 0) {
			// where a leaf of an upper level maps machine addresses as they are, only memory must be met
			long memory = va & ~(3L << 30) | RiscvBench.BASE;
			return memory | (long) (1 + random.nextInt(USED_ENTRIES - 1)) << 30 + 9 * (1 + random.nextInt(above()));
		}
		return switch (random.nextInt(16)) {
		case 0 -> va | 1L << 9 * levels + 11 + random.nextInt(53 - 9 * levels);
		case 1 -> va | -1L << 9 * levels + 11;
		default -> va;
		};
	}

	/** The entry of a table: the root, four of the middle level, four of the last. */
	private long entry(int table, int index) {
		boolean last = table > USED_ENTRIES;
		if (last ? index < FIRST_PAGE || index >= FIRST_PAGE + PAGE_COUNT : index >= USED_ENTRIES) {
			return 0;
		}
		long odd = random.nextInt(12) == 0 ? 1L << 54 + random.nextInt(10) : random.nextInt(12) == 0 ? 1L << 4 + random.nextInt(4) : 0;
		long rights = random.nextBoolean() ? 7 : random.nextInt(8);
		long bits = (random.nextInt(10) == 0 ? 0 : 1) | rights << 1 | (long) random.nextInt(64) << 4;
		if (last) {
			return frame(PAGES + 0x1000L * random.nextInt(PAGE_COUNT)) | bits | (random.nextInt(12) == 0 ? odd : 0);
		}
		if (random.nextInt(6) > 0) {
			long first = TABLES + (table == 0 ? 0x1000 : 0x1000 * (1 + USED_ENTRIES));
			return frame(first + 0x1000 * random.nextInt(USED_ENTRIES)) | 1 | odd;
		}
		return frame(RiscvBench.BASE + (random.nextInt(4) == 0 ? 0x1000 : 0)) | bits | odd;
	}

	/** Tables above those of Sv39. */
	private int above() {
		return levels - 3;
	}

	/** The entry of a table above: the first leads down, a few others are odd, or leaves that map from address 0. */
	private long upperEntry(int table, int index) {
		if (index == 0) {
			return frame(table == TABLE_COUNT ? TABLES : TABLES + 0x1000 * (table - 1)) | 1;
		}
		if (index >= USED_ENTRIES) {
			return 0;
		}
		long odd = random.nextInt(8) == 0 ? 1L << 4 + random.nextInt(4) | 1L << 10 + random.nextInt(44) : 0;
		return odd | (random.nextInt(8) == 0 ? 0 : 1) | (random.nextBoolean() ? 7 : random.nextInt(8)) << 1 | (long) random.nextInt(64) << 4;
	}

	private static long frame(long address) {
		return address >>> 12 << 10;
	}
}
