package org.ringside.cli.internal;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.elf.Elf;
import org.ringside.lab.LabException;
import org.ringside.machine.Trap;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringside disasm}. */
@Command(name = "disasm", mixinStandardHelpOptions = true, description = "Disassembles the code of an ELF file, or a flat binary.")
final class DisasmCommand implements Callable<Integer> {

	private final Host host;

	@Parameters(index = "0", paramLabel = "FILE", description = "ELF or flat binary.")
	private String file;

	@Option(names = "--isa", paramLabel = "ISA", description = "Instruction set (see ringside list isas). Default: riscv64.")
	private String isa = Programs.DEFAULT_ISA;

	@Option(names = "--at", paramLabel = "ADDRESS", description = "Address of a flat binary's first byte. Default: 0.")
	private String at = "0";

	DisasmCommand(Host host) {
		this.host = host;
	}

	@Override
	public Integer call() {
		Isa set = Programs.isa(host.catalog(), isa);
		byte[] bytes = InputFile.bytes("", file);
		if (bytes.length == 0) {
			throw new LabException(file + " is empty: there is nothing to disassemble");
		}
		if (!Elf.recognizes(bytes)) {
			print(set, bytes, MachineOptions.number("--at", at, 0, Long.MAX_VALUE), Map.of());
			return Status.OK;
		}
		Elf elf = Elf.read(file, bytes);
		int machine = set.description().elfMachine();
		if (machine != 0 && elf.machine() != machine) {
			throw new LabException(file + " is a program for ELF machine " + elf.machine() + ", and " + isa + " is " + machine
					+ ": name its instruction set with --isa");
		}
		Map<Long, List<String>> names = elf.symbols().stream()
				.collect(Collectors.groupingBy(Elf.Symbol::address, Collectors.mapping(Elf.Symbol::name, Collectors.toList())));
		List<Elf.Segment> code = elf.segments().stream().filter(Elf.Segment::executable).toList();
		if (code.isEmpty()) {
			throw new LabException(file + ": it has no code, as no segment of it is executable");
		}
		code.forEach(segment -> print(set, segment.bytes(), segment.virtual(), names));
		return Status.OK;
	}

	private void print(Isa set, byte[] bytes, long address, Map<Long, List<String>> names) {
		int context = set.architecture().listingContext();
		int digits = address + bytes.length >>> 32 == 0 ? 8 : 16;
		StringBuilder lines = new StringBuilder();
		int length;
		for (int offset = 0; offset < bytes.length; offset += length) {
			long pc = address + offset;
			names.getOrDefault(pc, List.of()).forEach(name -> lines.append(name).append(":\n"));
			String text;
			try {
				Decoded decoded = set.decode(new Cursor(bytes, offset)::at, context);
				length = Math.max(1, Math.min(decoded.length(), bytes.length - offset));
				text = set.disassemble(decoded, pc);
			} catch (Trap e) {
				// the last instruction is cut off by the end
				length = bytes.length - offset;
				text = ".byte 0x" + HexFormat.ofDelimiter(", 0x").formatHex(bytes, offset, bytes.length);
			}
			lines.append(HexFormat.of().toHexDigits(pc, digits)).append("  ").append("%-12s".formatted(hex(set, bytes, offset, length)))
					.append("  ").append(text).append('\n');
			if (lines.length() > 1 << 16) {
				host.out().print(lines);
				lines.setLength(0);
			}
		}
		host.out().print(lines);
	}

	/** The bytes as one number, in the ISA's order. */
	private static String hex(Isa set, byte[] bytes, int offset, int length) {
		byte[] instruction = Arrays.copyOfRange(bytes, offset, offset + length);
		if (!set.description().bigEndian()) {
			for (int i = 0; i < length / 2; i++) {
				byte first = instruction[i];
				instruction[i] = instruction[length - 1 - i];
				instruction[length - 1 - i] = first;
			}
		}
		return HexFormat.of().formatHex(instruction);
	}

	private record Cursor(byte[] bytes, int from) {

		int at(int index) {
			if (from + index >= bytes.length) {
				throw Trap.TRAP;
			}
			return bytes[from + index] & 0xff;
		}
	}
}
