package org.ringside.lab.internal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.ringside.engine.NextInstruction;
import org.ringside.engine.Runner;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestView;
import org.ringside.guest.Introspection;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row;
import org.ringside.lab.LabException;
import org.ringside.lab.Reasons;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;

/**
 * Writes a line for each step: number of the step, hart, mode, pc, the instruction, and the registers that it changed;
 * or, in place of the instruction, the interrupt that was taken. Looking changes nothing: only the instruction that is
 * about to be executed is fetched. A trap that asks the guest's kernel for something is told in the kernel's words, if the
 * guest can be looked into.
 */
public final class Trace implements AutoCloseable {

	/** Instructions whose texts are kept; a power of two. */
	private static final int TEXTS = 1 << 14;

	private record Text(long pc, long bits, Row row, String text) {
	}

	private final Text[] texts = new Text[TEXTS];
	private final Path file;
	private final Machine machine;
	private final Isa isa;
	private final List<RegisterRow> registers;
	private final long[] before;
	private final BufferedWriter out;
	private final GuestView view;
	private Optional<Introspection> guest;

	/** Begins a trace; throws {@link LabException} if the file cannot be written. */
	public Trace(Path file, Assembly assembly) {
		this.file = file;
		machine = assembly.machine();
		isa = assembly.isa();
		registers = isa.registers().stream().filter(RegisterRow::state)
				.filter(register -> !register.changes().contains("clock") && !register.changes().contains("steps")).toList();
		before = new long[registers.size()];
		view = GuestView.of(machine, assembly.guest().image().symbols());
		guest = assembly.guest().introspection();
		try {
			out = Files.newBufferedWriter(file);
		} catch (IOException e) {
			throw new LabException("trace " + file + " cannot be written: " + Reasons.of(e), e);
		}
	}

	/** Runs like the runner, a step at a time. */
	public Runner.Stop run(Runner runner, long steps) {
		for (long i = 0; i < steps; i++) {
			Runner.Stop stop = runner.settle();
			if (stop != Runner.Stop.STEPS) {
				return stop;
			}
			if (step(runner) == Runner.Stop.PROBE) {
				return Runner.Stop.PROBE;
			}
		}
		return Runner.Stop.STEPS;
	}

	/** Answers why the step ended. */
	private Runner.Stop step(Runner runner) {
		Hart hart = runner.current();
		long pc = hart.pc;
		String mode = hart.modeName();
		int interrupt = hart.pendingInterrupt();
		String what = interrupt == Hart.NONE ? instruction(hart) : "interrupt " + cause(hart, interrupt, true);
		for (int i = 0; i < before.length; i++) {
			before[i] = registers.get(i).read(hart);
		}
		long traps = hart.trapsTaken;
		Runner.Stop stop = runner.run(1);
		if (stop == Runner.Stop.PROBE) {
			return stop;
		}
		StringBuilder line = new StringBuilder();
		line.append(machine.clock().steps()).append(' ').append(hart.index).append(' ').append(mode).append(' ');
		line.append(HexFormat.of().toHexDigits(pc)).append(' ').append(what);
		if (interrupt == Hart.NONE && hart.trapsTaken != traps) {
			line.append(" ; trap ").append(cause(hart, hart.trapCause, false));
			systemCall(hart).ifPresent(call -> line.append(" ; ").append(call));
		}
		changes(hart, pc, line);
		write(line.append('\n'));
		return stop;
	}

	private Optional<Introspection.SystemCall> systemCall(Hart hart) {
		try {
			return guest.flatMap(known -> known.systemCall(view, hart.index));
		} catch (GuestException e) {
			// it does not tell enough of itself, and never will
			guest = Optional.empty();
			return Optional.empty();
		}
	}

	private void changes(Hart hart, long pc, StringBuilder line) {
		String separator = " ; ";
		for (int i = 0; i < before.length; i++) {
			RegisterRow register = registers.get(i);
			long now = register.read(hart);
			if (now != before[i] && !register.name().equals("pc")) {
				line.append(separator).append(register.name()).append('=').append(Long.toHexString(now));
				separator = " ";
			}
		}
	}

	private static String cause(Hart hart, int cause, boolean interrupt) {
		String name = hart.causeName(cause, interrupt);
		return name.isEmpty() ? Integer.toString(cause) : name;
	}

	private String instruction(Hart hart) {
		return NextInstruction.of(machine, hart, isa).map(next -> text(next, hart.pc)).orElse("(cannot be fetched)");
	}

	/** Programs repeat themselves, and writing an instruction costs more than executing it. */
	private String text(Decoded decoded, long pc) {
		int slot = (int) (pc >>> 1) & TEXTS - 1;
		Text known = texts[slot];
		if (known == null || known.pc() != pc || known.bits() != decoded.bits() || known.row() != decoded.row()) {
			known = new Text(pc, decoded.bits(), decoded.row(), isa.disassemble(decoded, pc));
			texts[slot] = known;
		}
		return known.text();
	}

	private void write(CharSequence line) {
		try {
			out.append(line);
		} catch (IOException e) {
			throw new UncheckedIOException("trace " + file + " cannot be written: " + Reasons.of(e), e);
		}
	}

	@Override
	public void close() {
		try {
			out.close();
		} catch (IOException e) {
			throw new UncheckedIOException("trace " + file + " cannot be written: " + Reasons.of(e), e);
		}
	}
}
