package org.ringside.guest.sbi;

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

/** A kernel that counts, prints and powers off by calls of the SBI. */
class KernelKitTest extends GuestKit {

	private static final String KERNEL = """
			_start:	li s0, 3000
			1:	addi s0, s0, -1
				bnez s0, 1b
				la s1, text
			2:	lbu a0, 0(s1)
				beqz a0, 3f
				li a7, 1
				ecall
				addi s1, s1, 1
				j 2b
			3:	li a7, 0x53525354
				li a6, 0
				li a0, 0
				li a1, 0
				ecall
			4:	j 4b
			text:	.asciz "hello"
			""";

	@Override
	protected Experiment experiment() {
		return Experiment.standard().withGuest("kernel").withMemory(8 << 20).withFile(Role.KERNEL, new GuestFile("kernel.elf", kernel()))
				.withFile(Role.INITRD, new GuestFile("initrd", new byte[5000]));
	}

	private static byte[] kernel() {
		try {
			return new Assembler(Isa.of(new RiscvArchitecture())).origin(0x8020_0000L)
					.assemble("kernel.s", KERNEL.getBytes(StandardCharsets.UTF_8)).elf();
		} catch (AssemblyException e) {
			throw new AssertionError(e);
		}
	}

	@Override
	protected Expected expected() {
		return new Expected(new Ending(Ending.Reason.POWER_OFF, 0), "hello", 1_000_000);
	}
}
