package org.ringside.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.HartComponent;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.machine.BusError;
import org.ringside.machine.Clock;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Hart;
import org.ringside.machine.Line;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;

/**
 * A machine around {@link OddIsa}: harts, memory from machine address 0, and one device, of four
 * bytes a register, which answers in the I/O port space and behind the memory.
 *
 * <table>
 * <caption>Ports</caption>
 * <tr><td>0</td><td>write: a byte to the console</td></tr>
 * <tr><td>4</td><td>write: interrupt after so many steps; 0: take the interrupt back</td></tr>
 * <tr><td>8</td><td>write: power off with this status</td></tr>
 * <tr><td>8</td><td>read: a ticket, 1 more than the last one</td></tr>
 * <tr><td>12</td><td>read: steps since power-on</td></tr>
 * </table>
 */
public final class OddMachine {

	/** Bytes of memory. */
	public static final int MEMORY = 256 << 10;

	private static final long NANOSECONDS_PER_STEP = 10;

	private OddMachine() {
	}

	/** A bench with this program at machine address 0, where harts begin; further harts wait in reset. */
	public static Bench make(byte[] program, int harts, ExecutorMaker executor) {
		Machine machine = new Machine(NANOSECONDS_PER_STEP, MEMORY);
		machine.bus().mapMemory(0, 0, MEMORY / Memory.FRAME);
		OddIsa architecture = new OddIsa();
		for (int i = 0; i < harts; i++) {
			Hart hart = architecture.createHart(i, Map.of());
			machine.add(hart);
			machine.add("hart" + i, new HartComponent(architecture, hart));
		}
		Hart first = machine.harts().getFirst();
		int pin = first.pinNamed("timer");
		Ports ports = new Ports(machine.clock(), new Line(high -> first.pin(pin, high)), machine);
		machine.add("ports", ports);
		machine.space("ports").map(0, Ports.SIZE, "ports", ports);
		machine.bus().map(MEMORY, Ports.SIZE, "ports", ports);
		machine.memory().write(0, program);
		Bench bench = new Bench(machine, OddIsa.isa(), executor);
		machine.powerOn(0);
		return bench;
	}

	/** Assembles a program that begins at an untranslated address. */
	public static byte[] assemble(String text) {
		try {
			return new Assembler(OddIsa.isa()).origin(OddIsa.UNTRANSLATED).assemble("program", text).flat();
		} catch (AssemblyException e) {
			throw new IllegalArgumentException(e.getMessage(), e);
		}
	}

	/** What the program wrote to the console. */
	public static String console(Bench bench) {
		return ((Ports.State) bench.machine().components().get("ports").state()).sent();
	}

	/** The device in the port space. */
	static final class Ports implements Device<Ports.State> {

		static final int SIZE = 16;
		private static final int REGISTER = 4;

		/** @param deadline of the timer, nanoseconds; @param high the line's level */
		public record State(String sent, long deadline, boolean high, long tickets) {
		}

		private final Clock clock;
		private final Clock.Timer timer;
		private final Line line;
		private final DeviceContext.Power power;
		private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
		private long tickets;

		Ports(Clock clock, Line line, DeviceContext.Power power) {
			this.clock = clock;
			this.line = line;
			this.power = power;
			timer = clock.timer(() -> line.set(true));
		}

		@Override
		public long read(long offset, int width) {
			check(offset, width);
			return switch ((int) offset) {
			case 8 -> ++tickets;
			case 12 -> clock.steps();
			default -> 0;
			};
		}

		@Override
		public void write(long offset, int width, long value) {
			check(offset, width);
			switch ((int) offset) {
			case 0 -> sent.write((int) value);
			case 4 -> arm(value & 0xffff_ffffL);
			case 8 -> power.off((int) value);
			default -> {
				// the count of steps cannot be written
			}
			}
		}

		private void arm(long steps) {
			line.set(false);
			timer.set(steps == 0 ? Clock.NEVER : clock.now() + steps * clock.rate());
		}

		private static void check(long offset, int width) {
			if (width != REGISTER || offset % REGISTER != 0) {
				throw BusError.BUS_ERROR;
			}
		}

		@Override
		public void reset() {
			sent.reset();
			tickets = 0;
			arm(0);
		}

		@Override
		public Class<State> stateType() {
			return State.class;
		}

		@Override
		public State state() {
			return new State(sent.toString(StandardCharsets.ISO_8859_1), timer.deadline(), line.high(), tickets);
		}

		@Override
		public void restore(State state) {
			sent.reset();
			sent.writeBytes(state.sent().getBytes(StandardCharsets.ISO_8859_1));
			tickets = state.tickets();
			timer.set(state.deadline());
			line.restore(state.high());
		}
	}
}
