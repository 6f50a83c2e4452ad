package org.ringside.guest.linux.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.ringside.guest.GuestException;
import org.ringside.guest.GuestView;
import org.ringside.guest.Image;
import org.ringside.guest.Introspection;
import org.ringside.guest.riscv.AddressSpace;

/**
 * Reads the kernel's list of tasks through its symbols, at the offsets that it tells itself. The kernel may be in the middle
 * of changing it, or not have begun: what is not mapped reads as zero, walks are bounded, and a task whose numbers make no
 * sense ends a walk.
 */
public final class LinuxIntrospection implements Introspection {

	private static final int MOST_TASKS = 1 << 16;
	private static final int MOST_HARTS = 1 << 12;
	private static final int NAME_BYTES = 16;
	private static final int SHOWN_BYTES = 32;
	private static final long USER_CALL = 8;
	/** How the kernel's {@code panic_cpu} says that there is no panic. */
	private static final int NO_PANIC = -1;

	private final Image image;
	private volatile Optional<Knowledge> knowledge = Optional.empty();

	/** What is worked out when first needed: it takes a second, and most runs never ask. */
	private record Knowledge(LinkedKernel kernel, KernelTypes types, SystemCalls calls, KernelLog log) {

		static Knowledge of(Image image) {
			LinkedKernel kernel = LinkedKernel.of(image);
			Btf btf = new Btf(kernel.bytes("__start_BTF", "__stop_BTF"));
			return new Knowledge(kernel, KernelTypes.of(btf), new SystemCalls(kernel, btf), KernelLog.of(kernel, btf));
		}
	}

	/** @param image with the symbols of the kernel */
	public LinuxIntrospection(Image image) {
		this.image = image;
	}

	/**
	 * Throws {@link GuestException} if the kernel does not tell enough of itself: no symbols, no description of its types.
	 */
	private Knowledge knowledge() {
		if (knowledge.isEmpty()) {
			knowledge = Optional.of(Knowledge.of(image));
		}
		return knowledge.get();
	}

	/** The kernel's own memory, which it keeps the tables of in its image; nothing is mapped before it has made them. */
	private static AddressSpace space(GuestView guest, LinkedKernel kernel) {
		int levels = AddressSpace.levels(guest.read(kernel.physical("satp_mode"), Long.BYTES));
		return new AddressSpace(guest, kernel.physical("swapper_pg_dir"), levels);
	}

	@Override
	public List<Process> processes(GuestView guest) {
		LinkedKernel kernel = knowledge().kernel();
		KernelTypes types = knowledge().types();
		AddressSpace space = space(guest, kernel);
		List<Process> all = new ArrayList<>();
		long head = kernel.symbols().address("init_task") + types.tasks();
		for (long at = space.read(head + types.next(), Long.BYTES); at != head && at != 0 && all.size() < MOST_TASKS;
				at = space.read(at + types.next(), Long.BYTES)) {
			Optional<Process> process = process(space, at - types.tasks());
			if (process.isEmpty()) {
				break;
			}
			all.add(process.get());
		}
		return all;
	}

	/** The process of a task; empty if it makes no sense, or is the idle task, number 0. */
	private Optional<Process> process(AddressSpace space, long task) {
		KernelTypes types = knowledge().types();
		int id = (int) space.read(task + types.tgid(), Integer.BYTES);
		if (id <= 0) {
			return Optional.empty();
		}
		long memory = space.read(task + types.memory(), Long.BYTES);
		long tables = memory == 0 ? 0 : space.read(memory + types.root(), Long.BYTES);
		return Optional.of(new Process(id, text(space.bytes(task + types.comm(), NAME_BYTES)), state(space, task, types),
				tables == 0 ? 0 : space.physical(tables).orElse(0)));
	}

	/** In the words of the kernel's {@code fs/proc/array.c}, but for those that can run: one that does, and those that wait to. */
	private static String state(AddressSpace space, long task, KernelTypes types) {
		int state = (int) (space.read(task + types.state(), Integer.BYTES) | space.read(task + types.exitState(), Integer.BYTES));
		boolean on = types.onCpu() >= 0 && space.read(task + types.onCpu(), Integer.BYTES) != 0;
		if ((state & 0x30) != 0) {
			return (state & 0x20) != 0 ? "zombie" : "dead";
		}
		if (state == 0x402) {
			return "idle";
		}
		return switch (Integer.lowestOneBit(state & 0x4f)) {
		case 0 -> on ? "running" : "ready";
		case 1 -> "sleeping";
		case 2 -> "disk sleep";
		case 4 -> "stopped";
		case 8 -> "tracing stop";
		default -> "parked";
		};
	}

	@Override
	public Optional<Process> current(GuestView guest, int hart) {
		LinkedKernel kernel = knowledge().kernel();
		KernelTypes types = knowledge().types();
		AddressSpace space = space(guest, kernel);
		int cpu = cpu(space, kernel, hart);
		if (cpu < 0) {
			return Optional.empty();
		}
		long offset = space.read(kernel.symbols().address("__per_cpu_offset") + (long) cpu * Long.BYTES, Long.BYTES);
		long task = space.read(kernel.symbols().address("runqueues") + offset + types.current(), Long.BYTES);
		return task == 0 ? Optional.empty() : process(space, space.read(task + types.leader(), Long.BYTES));
	}

	/** The kernel's number of a hart, or -1 if it does not know it. */
	private static int cpu(AddressSpace space, LinkedKernel kernel, int hart) {
		long map = kernel.symbols().address("__cpuid_to_hartid_map");
		long known = space.read(kernel.symbols().address("nr_cpu_ids"), Integer.BYTES);
		for (int cpu = 0; cpu < Math.min(known, MOST_HARTS); cpu++) {
			if (space.read(map + (long) cpu * Long.BYTES, Long.BYTES) == hart) {
				return cpu;
			}
		}
		return -1;
	}

	@Override
	public Optional<SystemCall> systemCall(GuestView guest, int hart) {
		LinkedKernel kernel = knowledge().kernel();
		boolean trapped = guest.register(hart, "pc") == kernel.symbols().address("handle_exception") && guest.register(hart, "scause") == USER_CALL;
		if (!trapped) {
			return Optional.empty();
		}
		long number = guest.register(hart, "a7");
		Optional<SystemCalls.Call> call = knowledge().calls().find(number);
		if (call.isEmpty()) {
			return Optional.of(new SystemCall("call " + number, List.of()));
		}
		long satp = guest.register(hart, "satp");
		AddressSpace space = AddressSpace.of(guest, satp);
		List<SystemCalls.Parameter> parameters = call.get().parameters();
		List<String> arguments = new ArrayList<>();
		for (int i = 0; i < parameters.size(); i++) {
			SystemCalls.Parameter parameter = parameters.get(i);
			long value = guest.register(hart, "a" + i);
			// a text is ended by a zero, or as long as the next argument says
			boolean counted = i + 1 < parameters.size() && parameters.get(i + 1).type().equals("size_t");
			arguments.add(parameter.name() + "=" + value(space, parameter, value, counted ? guest.register(hart, "a" + (i + 1)) : -1));
		}
		return Optional.of(new SystemCall(call.get().name(), arguments));
	}

	private static String value(AddressSpace space, SystemCalls.Parameter parameter, long value, long length) {
		if (parameter.isText() && value != 0) {
			int most = length < 0 ? SHOWN_BYTES : (int) Math.min(length, SHOWN_BYTES);
			return quoted(space.bytes(value, most), length);
		}
		if (parameter.isPointer()) {
			return "0x" + Long.toHexString(value);
		}
		if (parameter.isInt()) {
			return parameter.isUnsigned() ? Integer.toUnsignedString((int) value) : Integer.toString((int) value);
		}
		return parameter.isUnsigned() ? Long.toUnsignedString(value) : Long.toString(value);
	}

	/** @param length of all of it, or -1 if a zero ends it */
	private static String quoted(byte[] bytes, long length) {
		StringBuilder text = new StringBuilder("\"");
		for (byte b : bytes) {
			if (b == 0 && length < 0) {
				return text.append('"').toString();
			}
			text.append(switch (b) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '"' -> "\\\"";
			case '\\' -> "\\\\";
			default -> b >= ' ' && b < 127 ? String.valueOf((char) b) : "\\x%02x".formatted(b);
			});
		}
		return text.append(length < 0 || length > bytes.length ? "\"..." : "\"").toString();
	}

	private static String text(byte[] bytes) {
		int end = 0;
		while (end < bytes.length && bytes[end] != 0) {
			end++;
		}
		return new String(bytes, 0, end, StandardCharsets.UTF_8);
	}

	@Override
	public Optional<String> failure(GuestView guest) {
		LinkedKernel kernel = knowledge().kernel();
		int panicked = (int) guest.read(kernel.physical("panic_cpu"), Integer.BYTES);
		return panicked == NO_PANIC ? Optional.empty() : Optional.of(knowledge().log().panic(space(guest, kernel)).orElse("Kernel panic"));
	}
}
