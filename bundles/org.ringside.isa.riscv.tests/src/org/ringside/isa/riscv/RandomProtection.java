package org.ringside.isa.riscv;

import java.util.Random;

import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;

/**
 * A program that sets the protection unit's entries 0 to 6 at random, again and again, and each time loads, stores and
 * fetches as U around their borders. What happened to each lies between {@code dump} and {@code dump_end}; it ends as
 * {@link RandomProgram} does. The page that is accessed is full of {@code ecall}, and stores store just that.
 */
final class RandomProtection {

	private static final String FRAME = """
				.text
			_start:
				csrr t0, mhartid
				bnez t0, park
				la t0, handler
				csrw mtvec, t0
				li t0, PAGE
				li t1, PAGE + 0x1000
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
				csrw pmpcfg0, zero
			%s
				ld t1, 64(s2)
				ld t2, 72(s2)
				li t3, -1
				li t4, 0
				li t6, 0x73
				li t0, 0x20000
				andi t5, t2, 8
				beqz t5, lower
				li t0, 0x21800
			lower:
				andi t2, t2, 7
				csrw mstatus, t0
				beqz t2, try_load
				addi t2, t2, -1
				beqz t2, try_store
				csrw mstatus, zero
				csrw mepc, t1
				mret
			try_load:
				lwu t3, 0(t1)
				j done
			try_store:
				sw t6, 0(t1)
			done:
				csrw mstatus, s5
				sd t3, 0(s4)
				sd t4, 8(s4)
				addi s4, s4, 16
				addi s2, s2, 80
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
			dump:
				.zero RESULTS
			dump_end:
			""";

	private static final long PAGE = RiscvBench.BASE + 0x10_0000;
	private static final int ENTRIES = 7;
	static final int TRIALS = 1000;

	private final Isa isa;
	private final Random random;

	RandomProtection(Isa isa, long seed) {
		this.isa = isa;
		random = new Random(seed);
	}

	Program assemble() throws AssemblyException {
		StringBuilder set = new StringBuilder();
		for (int i = 0; i < ENTRIES; i++) {
			set.append("\tld t0, %d(s2)%n\tcsrw pmpaddr%d, t0%n".formatted(8 + 8 * i, i));
		}
		set.append("\tld t0, 0(s2)\n\tcsrw pmpcfg0, t0\n");
		StringBuilder records = new StringBuilder();
		for (int i = 0; i < TRIALS; i++) {
			records.append(record());
		}
		return new Assembler(isa).origin(RiscvBench.BASE).define("PAGE", PAGE).define("RESULTS", 16L * TRIALS).assemble("protection.s",
				FRAME.formatted(set, RandomProgram.OUTPUT, records));
	}

	/** Configuration, addresses, where to access, and how. */
	private String record() {
		long config = 0;
		StringBuilder addresses = new StringBuilder();
		for (int i = 0; i < ENTRIES; i++) {
			// writable but not readable is reserved; with no entry at all, QEMU 7.2 refuses the mret instead of the fetch
			int rights = new int[] { 0, 1, 3, 4, 5, 7 }[random.nextInt(6)];
			int mode = i < ENTRIES - 1 ? random.nextInt(4) : 1 + random.nextInt(3);
			config |= (long) (rights | mode << 3) << 8 * i;
			long at = PAGE + random.nextInt(16) * 4L >>> 2;
			addresses.append(", 0x%x".formatted(mode == 3 ? at | (1 << random.nextInt(5)) - 1 : at));
		}
		long at = PAGE + random.nextInt(20) * 4L;
		return "\t.8byte 0x%x%s, 0x%x, %d%n".formatted(config, addresses, at, random.nextInt(3) | (random.nextInt(8) == 0 ? 8 : 0));
	}
}
