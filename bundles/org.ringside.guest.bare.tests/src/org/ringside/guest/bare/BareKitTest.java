package org.ringside.guest.bare;

import java.nio.charset.StandardCharsets;

import org.ringside.guest.GuestFile;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Experiment.Role;
import org.ringside.testkit.GuestKit;

/** A program that counts, prints through Spike's interface, and passes its status there. */
class BareKitTest extends GuestKit {

	private static final String PROGRAM = """
				.globl _start
			_start:	bnez a0, park
				la t0, tohost
				la t1, fromhost
				li s0, 3000
			1:	addi s0, s0, -1
				bnez s0, 1b
				la t2, call
				sd t2, 0(t0)
			2:	ld t3, 0(t1)
				beqz t3, 2b
				li t2, 15
				sd t2, 0(t0)
			park:	wfi
				j park
				.data
				.balign 64
			call:	.dword 64, 1, text, 6, 0, 0, 0, 0
			text:	.ascii "hello\\n"
				.balign 64
				.globl tohost
			tohost:	.dword 0
				.balign 64
				.globl fromhost
			fromhost: .dword 0
			""";

	@Override
	protected Experiment experiment() {
		return Experiment.standard().withGuest("bare").withMemory(1 << 20).withFile(Role.PROGRAM, new GuestFile("program.elf", program()));
	}

	private static byte[] program() {
		try {
			return new Assembler(Isa.of(new RiscvArchitecture())).origin(0x8000_0000L)
					.assemble("program.s", PROGRAM.getBytes(StandardCharsets.UTF_8)).elf();
		} catch (AssemblyException e) {
			throw new AssertionError(e);
		}
	}

	@Override
	protected Expected expected() {
		return new Expected(new Ending(Ending.Reason.POWER_OFF, 7), "hello", 1_000_000);
	}
}
