package org.ringside.cli.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.ringside.isa.Isa;
import org.ringside.lab.LabException;
import org.ringside.lab.Reasons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringside asm}. */
@Command(name = "asm", mixinStandardHelpOptions = true, description = "Assembles a source to an ELF file with symbols and line numbers.")
final class AsmCommand implements Callable<Integer> {

	private final Host host;

	@Parameters(index = "0", paramLabel = "FILE", description = "The source.")
	private String file;

	@Option(names = { "-o", "--output" }, required = true, paramLabel = "F.elf", description = "The ELF file to write.")
	private String output;

	@Option(names = "--isa", paramLabel = "ISA", description = "Instruction set (see ringside list isas). Default: riscv64.")
	private String isa = Programs.DEFAULT_ISA;

	@Option(names = "--at", paramLabel = "ADDRESS", description = "Address of the first section. Default: 0x80000000, where virt has its memory.")
	private String at = Programs.DEFAULT_ORIGIN;

	AsmCommand(Host host) {
		this.host = host;
	}

	@Override
	public Integer call() {
		InputFile.isNot("-o", output, file);
		Isa set = Programs.isa(host.catalog(), isa);
		long origin = MachineOptions.number("--at", at, 0, Long.MAX_VALUE);
		byte[] elf = Programs.assemble(set, origin, file, InputFile.textBytes("", file));
		Path to = InputFile.path("-o", output);
		try {
			Files.write(to, elf);
		} catch (IOException e) {
			throw new LabException("-o " + output + ": it cannot be written: " + Reasons.of(e), e);
		}
		return Status.OK;
	}
}
