package org.ringside.devices;

import java.time.Instant;

import org.osgi.service.component.annotations.Component;
import org.ringside.devices.fdt.FdtContext;
import org.ringside.devices.fdt.FdtDescribed;
import org.ringside.devices.fdt.FdtNode;
import org.ringside.machine.BusError;
import org.ringside.machine.Clock;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.Line;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

/**
 * The real-time clock of Android's goldfish platform (register map in its GOLDFISH-VIRTUAL-HARDWARE text): nanoseconds
 * since 1970 in two words, and one alarm. It begins at a time that is an option and goes on with the machine's clock,
 * so that equal runs read equal times. Registers are taken as words; a doubleword is two of them, lower first.
 */
public final class GoldfishRtc implements Device<GoldfishRtc.State>, FdtDescribed {

	/** Low word of the time; reading it latches the high word. */
	private static final int TIME_LOW = 0x00;
	private static final int TIME_HIGH = 0x04;
	private static final int ALARM_LOW = 0x08;
	private static final int ALARM_HIGH = 0x0c;
	private static final int IRQ_ENABLED = 0x10;
	private static final int CLEAR_ALARM = 0x14;
	private static final int ALARM_STATUS = 0x18;
	private static final int CLEAR_INTERRUPT = 0x1c;
	private static final int REGISTERS = 0x24;
	private static final long SIZE = 0x1000;
	private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

	/** @param start the time at power-on */
	public record Options(
			@Option(help = "Date and time at power-on, in UTC.", value = "2026-01-01T00:00:00Z") Instant start) {

		public Options {
			if (start.isBefore(Instant.EPOCH) || start.isAfter(LAST)) {
				throw new IllegalArgumentException("start=" + start + " is outside of the clock's years: choose a time from "
						+ Instant.EPOCH + " to " + LAST);
			}
		}
	}

	/**
	 * Times in nanoseconds since 1970.
	 *
	 * @param offset time at power-on, moved by what was written
	 * @param running true while the alarm is set and has not rung
	 * @param deadline of the alarm, on the machine's clock
	 */
	public record State(long offset, int timeHigh, long alarm, boolean running, long deadline, boolean enabled, boolean pending) {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "goldfish_rtc", label = "Goldfish real-time clock with alarm")
	public static final class Maker implements DeviceMaker<Options> {

		@Override
		public Class<Options> options() {
			return Options.class;
		}

		@Override
		public long size() {
			return SIZE;
		}

		@Override
		public GoldfishRtc create(Options options, DeviceContext context) {
			return new GoldfishRtc(options, context);
		}
	}

	private final Clock clock;
	private final Clock.Timer timer;
	private final Line irq;
	private long offset;
	private int timeHigh;
	private long alarm;
	private boolean running;
	private boolean enabled;
	private boolean pending;

	private GoldfishRtc(Options options, DeviceContext context) {
		clock = context.clock();
		irq = context.line("irq");
		timer = clock.timer(this::ring);
		offset = options.start().getEpochSecond() * 1_000_000_000 + options.start().getNano();
	}

	/** The time goes on over a reset, as that of a clock with a battery does. */
	@Override
	public void reset() {
		timeHigh = 0;
		alarm = 0;
		enabled = false;
		pending = false;
		disarm();
		drive();
	}

	private long time() {
		return clock.now() + offset;
	}

	private static void check(long at, int width) {
		Registers.check(at, width, 4, 8);
		if (at + width > REGISTERS) {
			throw BusError.BUS_ERROR;
		}
	}

	@Override
	public long read(long at, int width) {
		check(at, width);
		return width == 8 ? read((int) at) | read((int) at + 4) << 32 : read((int) at);
	}

	private long read(int register) {
		return switch (register) {
		case TIME_LOW -> {
			timeHigh = (int) (time() >>> 32);
			yield time() & 0xffff_ffffL;
		}
		case TIME_HIGH -> timeHigh & 0xffff_ffffL;
		case ALARM_LOW -> alarm & 0xffff_ffffL;
		case ALARM_HIGH -> alarm >>> 32;
		case IRQ_ENABLED -> enabled ? 1 : 0;
		case ALARM_STATUS -> running ? 1 : 0;
		default -> 0;
		};
	}

	@Override
	public void write(long at, int width, long value) {
		check(at, width);
		write((int) at, value & 0xffff_ffffL);
		if (width == 8) {
			write((int) at + 4, value >>> 32);
		}
		drive();
	}

	private void write(int register, long value) {
		switch (register) {
		case TIME_LOW -> offset += Registers.replaced(time(), 0, 4, value) - time();
		case TIME_HIGH -> offset += Registers.replaced(time(), 4, 4, value) - time();
		case ALARM_LOW -> {
			alarm = Registers.replaced(alarm, 0, 4, value);
			arm();
		}
		case ALARM_HIGH -> alarm = Registers.replaced(alarm, 4, 4, value);
		case IRQ_ENABLED -> enabled = (value & 1) != 0;
		case CLEAR_ALARM -> disarm();
		case CLEAR_INTERRUPT -> pending = false;
		default -> {
			// nothing there
		}
		}
	}

	/** Writing the low word arms the alarm; one that lies in the past rings at once. */
	private void arm() {
		running = Long.compareUnsigned(alarm, time()) > 0;
		timer.set(running ? Registers.deadline(clock, alarm - time()) : Clock.NEVER);
		pending |= !running;
	}

	private void disarm() {
		running = false;
		timer.set(Clock.NEVER);
	}

	private void ring() {
		running = false;
		pending = true;
		drive();
	}

	private void drive() {
		irq.set(enabled && pending);
	}

	@Override
	public String fdtName() {
		return "rtc";
	}

	@Override
	public void describe(FdtNode node, FdtContext context) {
		node.text("compatible", "google,goldfish-rtc");
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(offset, timeHigh, alarm, running, timer.deadline(), enabled, pending);
	}

	@Override
	public void restore(State state) {
		offset = state.offset();
		timeHigh = state.timeHigh();
		alarm = state.alarm();
		running = state.running();
		enabled = state.enabled();
		pending = state.pending();
		timer.set(state.deadline());
		irq.restore(enabled && pending);
	}
}
