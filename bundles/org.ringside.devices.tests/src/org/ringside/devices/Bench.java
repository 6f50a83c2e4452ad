package org.ringside.devices;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Line;
import org.ringside.machine.Memory;

/** The devices of QEMU's virt board at its addresses, wired to pins and ends of lines that a test can look at. */
final class Bench {

	static final long TEST = 0x10_0000;
	static final long RTC = 0x10_1000;
	static final long CLINT = 0x200_0000;
	static final long PLIC = 0xc00_0000;
	static final long UART = 0x1000_0000;

	final Clock clock = new Clock(10);
	final Bus bus = new Bus("memory", new Memory(Memory.FRAME));
	/** Levels by hart and name: {@code "0.mti"}. */
	final Map<String, Boolean> pins = new LinkedHashMap<>();
	final StringBuilder sent = new StringBuilder();
	final Deque<Integer> toReceive = new ArrayDeque<>();
	final List<String> power = new ArrayList<>();
	Runnable onReady = () -> {
	};
	final Clint clint;
	final Plic plic;
	final Ns16550a uart;
	final GoldfishRtc rtc;
	final SifiveTest test;

	Bench(int harts) {
		this(harts, false);
	}

	/** @param latched as the PLIC's option */
	Bench(int harts, boolean latched) {
		clint = new Clint.Maker().create(new Clint.Options(), context(harts, Line.unconnected()));
		plic = new Plic.Maker().create(new Plic.Options(96, 7, latched), context(harts, Line.unconnected()));
		uart = new Ns16550a.Maker().create(new Ns16550a.Options(3686400), context(harts, plic.input(10)));
		rtc = new GoldfishRtc.Maker().create(new GoldfishRtc.Options(Instant.parse("2026-01-01T00:00:00Z")),
				context(harts, plic.input(11)));
		test = new SifiveTest.Maker().create(new SifiveTest.Options(), context(harts, Line.unconnected()));
		bus.map(TEST, new SifiveTest.Maker().size(), "test", test);
		bus.map(RTC, new GoldfishRtc.Maker().size(), "rtc", rtc);
		bus.map(CLINT, new Clint.Maker().size(), "clint", clint);
		bus.map(PLIC, new Plic.Maker().size(), "plic", plic);
		bus.map(UART, new Ns16550a.Maker().size(), "uart0", uart);
	}

	long read(long address, int width) {
		return bus.read(address, width, 0);
	}

	void write(long address, int width, long value) {
		bus.write(address, width, value, 0);
	}

	boolean pin(String name) {
		return pins.get(name);
	}

	/** The pins of hart 0 where RISC-V's {@code mip} has them. */
	long mip() {
		return (pin("0.msi") ? 1 << 3 : 0) | (pin("0.mti") ? 1 << 7 : 0) | (pin("0.sei") ? 1 << 9 : 0)
				| (pin("0.mei") ? 1 << 11 : 0);
	}

	/** Lets steps pass, timers firing as they do between steps. */
	void steps(long count) {
		for (long left = count; left > 0;) {
			long now = Math.min(left, Math.max(1, clock.stepsToNext()));
			clock.advance(now);
			clock.runDue();
			left -= now;
		}
	}

	/** The other end of the serial line sends. */
	void type(String text) {
		text.chars().forEach(toReceive::add);
		onReady.run();
	}

	private DeviceContext context(int harts, Line irq) {
		return new DeviceContext() {
			@Override
			public Clock clock() {
				return clock;
			}

			@Override
			public Line line(String name) {
				return irq;
			}

			@Override
			public int harts() {
				return harts;
			}

			@Override
			public Line pin(int hart, String name) {
				pins.put(hart + "." + name, false);
				return new Line(high -> pins.put(hart + "." + name, high));
			}

			@Override
			public Serial serial() {
				return new End();
			}

			@Override
			public Power power() {
				return new Switch();
			}

			@Override
			public DmaPort dma() {
				throw new AssertionError("none of these devices reads memory");
			}

			@Override
			public long seed() {
				return 0;
			}
		};
	}

	private final class Switch implements DeviceContext.Power {

		@Override
		public void off(int status) {
			power.add("off " + status);
		}

		@Override
		public void reset() {
			power.add("reset");
		}
	}

	private final class End implements DeviceContext.Serial {

		@Override
		public void sent(int value) {
			sent.append((char) value);
		}

		@Override
		public int receive() {
			return toReceive.isEmpty() ? -1 : toReceive.remove();
		}

		@Override
		public boolean ready() {
			return !toReceive.isEmpty();
		}

		@Override
		public void onReady(Runnable handler) {
			onReady = handler;
		}
	}
}
