package org.ringside.isa.riscv;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

/** GNU's assembler and disassembler for RISC-V, as an oracle; where they are not installed, tests that ask for them are skipped. */
record Binutils(Path directory) {

	private static final String PREFIX = "riscv64-linux-gnu-";
	private static final String MARCH = "-march=rv64imafdc_zicsr_zifencei_zicbom_zicboz_zba_zbb_zbc_zbs_svinval";

	/** Skips the test if there are no such tools. */
	static void needed() {
		boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, PREFIX + "as")));
		Assumptions.assumeTrue(there, "no " + PREFIX + "as on the path: install Debian's binutils-riscv64-linux-gnu");
	}

	/** Assembles source text and links it at address 0; answers the bytes of its .text. */
	byte[] assemble(List<String> source) throws IOException, InterruptedException {
		Path text = Files.write(directory.resolve("code.s"), source);
		Path object = directory.resolve("code.o");
		Path linked = directory.resolve("code.elf");
		Path flat = directory.resolve("code.bin");
		run("as", MARCH, "-mno-relax", "-o", object.toString(), text.toString());
		run("ld", "--no-relax", "-e", "0", "-Ttext=0", "-o", linked.toString(), object.toString());
		run("objcopy", "-O", "binary", "-j", ".text", linked.toString(), flat.toString());
		return Files.readAllBytes(flat);
	}

	/**
	 * Disassembles code at address 0, without pseudo-instructions; one line for each instruction. The code is made an object,
	 * since only of one does the disassembler know which extensions it is for.
	 */
	List<String> disassemble(byte[] code) throws IOException, InterruptedException {
		List<String> source = new ArrayList<>();
		for (int at = 0; at < code.length;) {
			int length = (code[at] & 3) == 3 ? 4 : 2;
			long bits = 0;
			for (int i = length - 1; i >= 0; i--) {
				bits = bits << 8 | code[at + i] & 0xff;
			}
			source.add(".insn 0x%x".formatted(bits));
			at += length;
		}
		Path text = Files.write(directory.resolve("words.s"), source);
		Path object = directory.resolve("words.o");
		run("as", MARCH, "-o", object.toString(), text.toString());
		List<String> lines = new ArrayList<>();
		for (String line : run("objdump", "-d", "-z", "-M", "no-aliases", object.toString()).split("\n")) {
			String[] columns = line.split("\t", 3);
			if (columns.length == 3) {
				lines.add(columns[2]);
			}
		}
		return lines;
	}

	private String run(String tool, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(PREFIX + tool));
		command.addAll(List.of(arguments));
		Path errors = directory.resolve("errors");
		Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException(command + ": " + Files.readString(errors));
		}
		return output;
	}
}
