package org.ringside.guest.primer.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.ringside.guest.GuestView;
import org.ringside.guest.Introspection;
import org.ringside.guest.riscv.AddressSpace;

/**
 * Reads the kernel's tables. The kernel may be in the middle of changing them: a row whose state makes no sense is left
 * out, and no pointer is followed that does not point to the begin of a row.
 */
final class PrimerIntrospection implements Introspection {

	private static final int NAME_BYTES = 16;
	private static final int SHOWN_BYTES = 24;
	private static final int MOST_ARGUMENTS = 6;
	private static final long FRAME_NUMBERS = (1L << 44) - 1;

	/** What the arguments are called, of the calls that the kernel is shipped with. */
	private static final Map<String, List<String>> ARGUMENTS = Map.of("exit", List.of("status"), "write", List.of("fd", "buffer", "length"),
			"read", List.of("fd", "buffer", "length"), "sleep", List.of("milliseconds"), "brk", List.of("address"));

	private final Layout layout;
	private final Layout.Table processes;
	private final Layout.Table harts;
	private final Layout.Table calls;
	private final Map<Long, String> states;

	PrimerIntrospection(Layout layout) {
		this.layout = layout;
		processes = layout.table("proc_table", "PROC_SIZE", "MAX_PROCS");
		harts = layout.table("hart_table", "HART_SIZE", "MAX_HARTS");
		calls = layout.table("syscall_table", "SYSCALL_SIZE", "SYSCALL_COUNT");
		states = Map.of(layout.value("STATE_READY"), "ready", layout.value("STATE_RUNNING"), "running", layout.value("STATE_SLEEPING"),
				"sleeping", layout.value("STATE_EXITED"), "exited");
	}

	@Override
	public List<Process> processes(GuestView guest) {
		return IntStream.range(0, processes.count()).mapToObj(row -> process(guest, row)).flatMap(Optional::stream).toList();
	}

	private Optional<Process> process(GuestView guest, int row) {
		long at = processes.row(row);
		long number = guest.read(at + layout.value("PROC_PID"), Long.BYTES);
		long state = guest.read(at + layout.value("PROC_STATE"), Long.BYTES);
		if (number != row + 1 || !states.containsKey(state)) {
			return Optional.empty();
		}
		boolean exited = state == layout.value("STATE_EXITED");
		long satp = guest.read(at + layout.value("PROC_SATP"), Long.BYTES);
		return Optional.of(new Process(number, text(guest, at + layout.value("PROC_NAME")), states.get(state),
				exited ? 0 : (satp & FRAME_NUMBERS) << 12));
	}

	@Override
	public Optional<Process> current(GuestView guest, int hart) {
		if (hart < 0 || hart >= harts.count()) {
			return Optional.empty();
		}
		long pointer = guest.read(harts.row(hart) + layout.value("HART_CURRENT"), Long.BYTES);
		int row = processes.index(layout.toPhysical(pointer));
		return row < 0 ? Optional.empty() : process(guest, row);
	}

	@Override
	public Optional<SystemCall> systemCall(GuestView guest, int hart) {
		boolean trapped = guest.register(hart, "pc") == layout.toVirtual(layout.value("trap_vector"))
				&& guest.register(hart, "scause") == layout.value("CAUSE_ECALL_U");
		if (!trapped) {
			return Optional.empty();
		}
		long number = guest.register(hart, "a7");
		if (number < 0 || number >= calls.count()) {
			return Optional.of(new SystemCall("call " + Long.toUnsignedString(number), List.of()));
		}
		long at = calls.row((int) number);
		int count = (int) Math.clamp(guest.read(at + layout.value("SYSCALL_ARGS"), Long.BYTES), 0, MOST_ARGUMENTS);
		return Optional.of(call(guest, hart, text(guest, at + layout.value("SYSCALL_NAME")), count));
	}

	private SystemCall call(GuestView guest, int hart, String name, int count) {
		List<String> names = ARGUMENTS.getOrDefault(name, List.of());
		List<String> arguments = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			long value = guest.register(hart, "a" + i);
			String called = i < names.size() ? names.get(i) : "a" + i;
			boolean address = called.equals("buffer") || called.equals("address");
			arguments.add(called + "=" + (address ? "0x" + Long.toHexString(value) : Long.toString(value)));
		}
		if (name.equals("write") && count == 3) {
			current(guest, hart).ifPresent(process -> arguments.set(1, "buffer=" + quoted(guest, hart, process)));
		}
		return new SystemCall(name, arguments);
	}

	/** The begin of what a program wants to write. */
	private static String quoted(GuestView guest, int hart, Process process) {
		long length = guest.register(hart, "a2");
		AddressSpace space = new AddressSpace(guest, process.root(), AddressSpace.SV39);
		byte[] bytes = space.bytes(guest.register(hart, "a1"), (int) Math.clamp(length, 0, SHOWN_BYTES));
		StringBuilder text = new StringBuilder("\"");
		for (byte b : bytes) {
			text.append(switch (b) {
			case '\n' -> "\\n";
			case '"' -> "\\\"";
			case '\\' -> "\\\\";
			default -> b >= ' ' && b < 127 ? String.valueOf((char) b) : "\\x%02x".formatted(b);
			});
		}
		return text.append(length > bytes.length ? "\"..." : "\"").toString();
	}

	private static String text(GuestView guest, long at) {
		byte[] bytes = guest.bytes(at, NAME_BYTES);
		int end = 0;
		while (end < bytes.length && bytes[end] > ' ' && bytes[end] < 127) {
			end++;
		}
		return new String(bytes, 0, end, StandardCharsets.US_ASCII);
	}
}
