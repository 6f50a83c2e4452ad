package org.ringside.guest.bare.internal;

import java.util.ArrayDeque;
import java.util.Queue;

import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Clock;
import org.ringside.machine.Component;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Memory;

/**
 * The host-target interface as Spike's users expect it (riscv-isa-sim, {@code fesvr/htif.cc}, {@code device.cc},
 * {@code syscall.cc}). The program stores a command to {@code tohost}: device in bits 63 to 56, command in bits 55 to 48,
 * payload below. The host takes it by storing 0 there, and answers in {@code fromhost} when that is 0.
 *
 * <p>Device 0 takes an odd payload as the end of the run, whose status is the rest of it, and an even one as the address
 * of a system call: number and arguments in eight doublewords, the first of which receives the result. Device 1 is
 * the console: command 1 writes a character, command 0 reads one.
 *
 * <p>A command is served between the step that stored it and the next.
 */
final class Htif implements Component<Htif.State>, Memory.Watcher {

	private static final int SYSTEM = 0;
	private static final int CONSOLE = 1;
	private static final int CONSOLE_READ = 0;
	private static final int CONSOLE_WRITE = 1;
	private static final int CHARACTER = 0x100;
	private static final long PAYLOAD = (1L << 48) - 1;

	private static final int SYS_WRITE = 64;
	private static final int SYS_EXIT = 93;
	private static final long EBADF = -9;
	private static final long EFAULT = -14;
	private static final long ENOSYS = -38;
	private static final int STDOUT = 1;
	private static final int STDERR = 2;
	private static final long CALL_SIZE = 64;
	/** A write may take less than it is given; this bounds the work between two steps. */
	private static final long MOST = 1 << 20;

	/** How often a program that waits for a character is looked at, nanoseconds. */
	private static final long POLL = 1_000_000;

	/**
	 * @param answers that wait for {@code fromhost} to be 0, oldest first
	 * @param reading how many characters the program waits for
	 * @param deadline when commands are served next, nanoseconds
	 */
	record State(long[] answers, int reading, long deadline) {
	}

	private final Memory memory;
	private final Bus bus;
	private final DeviceContext context;
	private final Clock.Timer timer;
	private final long tohost;
	private final long fromhost;
	private final Queue<Long> answers = new ArrayDeque<>();
	private int reading;
	private boolean serving;

	/** @param tohost @param fromhost offsets in memory; equal if the program has no {@code fromhost} */
	Htif(DeviceContext context, Bus bus, long tohost, long fromhost) {
		this.context = context;
		this.bus = bus;
		this.tohost = tohost;
		this.fromhost = fromhost;
		memory = bus.memory();
		timer = context.clock().timer(this::serve);
		memory.watcher(Memory.POINT, this);
		memory.watch((int) (tohost / Memory.FRAME), Memory.POINT);
		memory.watch((int) (fromhost / Memory.FRAME), Memory.POINT);
	}

	// ---- stores

	@Override
	public void before(int frame, int offset, int width, int bits) {
		// the bytes after the store are what counts
	}

	@Override
	public void after(int frame, int offset, int width, int bits) {
		long at = (long) frame * Memory.FRAME + offset;
		if (!serving && (touches(at, width, tohost) || touches(at, width, fromhost))) {
			timer.set(context.clock().now());
		}
	}

	private static boolean touches(long at, int width, long word) {
		return at < word + 8 && word < at + width;
	}

	private void serve() {
		serving = true;
		long command = read(tohost);
		if (command != 0) {
			write(tohost, 0);
			serve((int) (command >>> 56), (int) (command >>> 48) & 0xff, command & PAYLOAD);
		}
		while (reading > 0 && context.serial().ready()) {
			reading--;
			answer(CONSOLE, CONSOLE_READ, CHARACTER | context.serial().receive());
		}
		if (reading > 0) {
			timer.set(context.clock().now() + POLL);
		}
		if (fromhost != tohost && !answers.isEmpty() && read(fromhost) == 0) {
			write(fromhost, answers.remove());
		}
		serving = false;
	}

	private void serve(int device, int command, long payload) {
		if (device == SYSTEM && command == 0) {
			if ((payload & 1) != 0) {
				context.power().off((int) (payload >>> 1));
			} else {
				call(payload);
				answer(device, command, 1);
			}
		} else if (device == CONSOLE && command == CONSOLE_WRITE) {
			context.serial().sent((int) payload & 0xff);
		} else if (device == CONSOLE && command == CONSOLE_READ) {
			reading++;
		}
	}

	private void answer(int device, int command, long payload) {
		answers.add((long) device << 56 | (long) command << 48 | payload);
	}

	// ---- system calls

	/** @param address of eight doublewords; what is not in memory, or not aligned, is no call */
	private void call(long address) {
		if ((address & 7) != 0) {
			return;
		}
		try {
			long at = bus.memoryOffset(address, CALL_SIZE);
			write(at, result(at));
		} catch (BusError outside) {
			// Spike's process would end here; the program only sees that nothing was written
		}
	}

	private long result(long at) {
		return switch ((int) read(at)) {
		case SYS_WRITE -> print((int) read(at + 8), read(at + 16), read(at + 24));
		case SYS_EXIT -> {
			context.power().off((int) read(at + 8));
			yield 0;
		}
		default -> ENOSYS;
		};
	}

	private long print(int file, long address, long length) {
		if (file != STDOUT && file != STDERR) {
			return EBADF;
		}
		try {
			int most = (int) Math.min(length, MOST);
			for (byte b : memory.read(bus.memoryOffset(address, length), most)) {
				context.serial().sent(b & 0xff);
			}
			return most;
		} catch (BusError outside) {
			return EFAULT;
		}
	}

	private long read(long at) {
		return memory.read((int) (at / Memory.FRAME), (int) (at % Memory.FRAME), 8);
	}

	private void write(long at, long value) {
		memory.write((int) (at / Memory.FRAME), (int) (at % Memory.FRAME), 8, value);
	}

	// ---- state

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(answers.stream().mapToLong(Long::longValue).toArray(), reading, timer.deadline());
	}

	@Override
	public void restore(State state) {
		answers.clear();
		for (long answer : state.answers()) {
			answers.add(answer);
		}
		reading = state.reading();
		timer.set(state.deadline());
	}
}
