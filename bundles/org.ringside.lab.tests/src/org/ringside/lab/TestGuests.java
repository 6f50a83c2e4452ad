package org.ringside.lab;

import java.util.Map;

import org.ringside.guest.GuestFile;
import org.ringside.isa.Architecture;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.lab.Experiment.Role;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.FlatCatalog;

/** Small guests for tests, on the virt board with 1 MiB of memory. */
final class TestGuests {

	static final Catalog CATALOG = FlatCatalog.ofClassPath();

	/** Says hello; then polls and echoes until it reads a q, which powers off with status 7. */
	static final String ECHO = """
			_start:
				csrr t0, mhartid
				bnez t0, park
				la a0, hello
				li a1, 0x10000000
			1:	lbu a2, 0(a0)
				beqz a2, 2f
				sb a2, 0(a1)
				addi a0, a0, 1
				j 1b
			2:	lbu a2, 5(a1)
				andi a2, a2, 1
				beqz a2, 2b
				lbu a2, 0(a1)
				sb a2, 0(a1)
				li a3, 'q'
				bne a2, a3, 2b
				li t0, 0x100000
				li t1, 0x73333
				sw t1, 0(t0)
			park:
				wfi
				j park
			hello:
				.asciz "hello\\n"
			""";

	/** The same with interrupts from the UART through the PLIC, and wfi; a timer interrupt each 100 us prints a dot. */
	static final String SLEEPER = """
			_start:
				csrr t0, mhartid
				bnez t0, park
				la t0, trap
				csrw mtvec, t0
				li s0, 0x10000000
				li s1, 0x0c000000
				li s2, 0x0200bff8
				li s3, 0x02004000
				li t0, 1
				sb t0, 1(s0)
				sw t0, 40(s1)
				li t1, 0x0c002000
				li t0, 1024
				sw t0, 0(t1)
				ld t0, 0(s2)
				addi t0, t0, 1000
				sd t0, 0(s3)
				li t0, 0x880
				csrw mie, t0
				csrsi mstatus, 8
			park:
				wfi
				j park
				.balign 4
			trap:
				csrr t0, mcause
				andi t0, t0, 15
				li t1, 7
				beq t0, t1, tick
				li t1, 0x0c200004
				lw t2, 0(t1)
				lbu t0, 0(s0)
				sb t0, 0(s0)
				sw t2, 0(t1)
				li t1, 'q'
				bne t0, t1, 1f
				li t0, 0x100000
				li t1, 0x5555
				sw t1, 0(t0)
			1:	mret
			tick:
				ld t0, 0(s3)
				addi t0, t0, 1000
				sd t0, 0(s3)
				li t0, '.'
				sb t0, 0(s0)
				mret
			""";

	/** Waits without anything that could wake it. */
	static final String DEAD = "_start: wfi\n j _start\n";

	/** Counts for ever. */
	static final String SPIN = "_start: addi a0, a0, 1\n j _start\n";

	private TestGuests() {
	}

	/** An experiment with a program of assembly, on one hart with 1 MiB. */
	static Experiment program(String source) {
		Isa isa = Isa.of(CATALOG.find(Architecture.class, "riscv64").orElseThrow().maker());
		try {
			byte[] flat = new Assembler(isa).origin(0x8000_0000L).assemble("test.s", source).flat();
			return Experiment.standard().withGuest("bare").withMemory(1 << 20).withFile(Role.PROGRAM, new GuestFile("test.s", flat));
		} catch (AssemblyException e) {
			throw new AssertionError(e.getMessage(), e);
		}
	}

	/** The report without the only thing that may differ. */
	static String timeless(Report report) {
		return report.json().replaceAll("\"wallSeconds\": [0-9.E-]+", "");
	}

	/** All experiments that differ only in what makes no difference. */
	static Map<String, Experiment> onEveryEngine(Experiment experiment) {
		return Map.of("interpreter", experiment.withEngine("interpreter"), "reference", experiment.withEngine("reference"));
	}
}
