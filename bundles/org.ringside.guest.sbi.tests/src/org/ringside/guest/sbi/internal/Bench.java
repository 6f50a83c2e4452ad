package org.ringside.guest.sbi.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.ringside.machine.BusError;
import org.ringside.machine.privileged.Meter;
import org.ringside.machine.privileged.Privileged;

/**
 * Harts that execute nothing and a board of a few words: what the firmware reads and writes through the contract, and no
 * more. The tests say what traps.
 */
final class Bench {

	static final long BASE = 0x8000_0000L;
	static final int SIZE = 1 << 20;
	static final long ENTRY = BASE + 0x20_0000 / 4;
	static final long TREE = BASE + 0xf_0000;
	static final long CLINT = 0x200_0000;
	static final long UART = 0x1000_0000;
	static final long FINISHER = 0x10_0000;
	static final long CALLER = BASE + 0x100;
	static final long INTERRUPT = Long.MIN_VALUE;

	private final Map<String, Integer> numbers = new HashMap<>();
	final byte[] memory = new byte[SIZE];
	final boolean[] msip;
	final long[] mtimecmp;
	final List<Integer> finished = new ArrayList<>();
	final StringBuilder sent = new StringBuilder();
	final StringBuilder toReceive = new StringBuilder();
	final List<Level> harts = new ArrayList<>();
	final SbiFirmware firmware;
	/** How many more bytes the line takes. */
	int room = Integer.MAX_VALUE;
	private final long environment;

	Bench(int count) {
		this(count, true);
	}

	Bench(int count, boolean devices) {
		this(count, devices, 0);
	}

	/** @param environment bits that {@code menvcfg} has */
	Bench(int count, boolean devices, long environment) {
		this.environment = environment;
		msip = new boolean[count];
		mtimecmp = new long[count];
		firmware = new SbiFirmware(new SbiPlatform(count, BASE, SIZE, CLINT, devices ? OptionalLong.of(UART) : OptionalLong.empty(),
				devices ? OptionalLong.of(FINISHER) : OptionalLong.empty(), ENTRY, TREE));
		for (int i = 0; i < count; i++) {
			harts.add(new Level(i));
		}
		harts.forEach(hart -> {
			hart.waiting = false;
			firmware.reset(hart);
		});
	}

	Level hart(int number) {
		return harts.get(number);
	}

	/** Executes an ecall; the answer's error is what a0 holds after it. */
	long call(int hart, long eid, long fid, long... arguments) {
		Level level = hart(hart);
		for (int i = 0; i < 6; i++) {
			level.set("a" + i, i < arguments.length ? arguments[i] : 0x5a5a + i);
		}
		level.set("a6", fid);
		level.set("a7", eid);
		level.set("mepc", CALLER);
		level.set("mstatus", 1 << 11 | level.get("mstatus"));
		level.set("mcause", 9);
		firmware.trap(level);
		return level.get("a0");
	}

	void trap(int hart, long cause, long value, int fromMode) {
		Level level = hart(hart);
		level.set("mepc", CALLER);
		level.set("mcause", cause);
		level.set("mtval", value);
		level.set("mstatus", level.get("mstatus") & ~(3 << 11) | (long) fromMode << 11);
		firmware.trap(level);
	}

	/** Lets every hart take the machine-level interrupts that are pending and enabled. */
	void deliver() {
		for (Level hart : harts) {
			while ((hart.read(hart.register("mip")) & hart.get("mie") & (hart.waiting ? -1 : 0x88)) != 0) {
				if (hart.waiting) {
					hart.waiting = false;
					firmware.wake(hart);
					if (hart.waiting) {
						break;
					}
				} else {
					hart.set("mcause", INTERRUPT | (msip[hart.number] ? 3 : 7));
					firmware.trap(hart);
				}
			}
		}
	}

	/** The contract of one hart. */
	final class Level implements Privileged {

		final int number;
		private final long[] values = new long[64];
		private final Meter meter = new Meter();
		final List<String> fences = new ArrayList<>();
		boolean waiting;
		boolean timerPin;
		boolean externalPin;

		Level(int number) {
			this.number = number;
		}

		long get(String name) {
			return values[register(name)];
		}

		void set(String name, long value) {
			values[register(name)] = value;
		}

		@Override
		public int hart() {
			return number;
		}

		@Override
		public int level() {
			return 3;
		}

		@Override
		public int register(String name) {
			return numbers.computeIfAbsent(name, n -> numbers.size());
		}

		@Override
		public long read(int register) {
			long value = values[register];
			if (register == register("mip")) {
				value |= (msip[number] ? 8 : 0) | (timerPin ? 0x80 : 0) | (externalPin ? 0x200 : 0);
			}
			return value;
		}

		@Override
		public void write(int register, long value) {
			values[register] = value & (register == register("mip") ? 0x222 : register == register("menvcfg") ? environment : -1);
		}

		@Override
		public long load(long address, int width) {
			if (address == UART + 5) {
				return (room > 0 ? 0x60 : 0) | (toReceive.isEmpty() ? 0 : 1);
			}
			if (address == UART) {
				long value = toReceive.charAt(0);
				toReceive.deleteCharAt(0);
				return value;
			}
			long value = 0;
			byte[] bytes = load(address, (long) width);
			for (int i = 0; i < width; i++) {
				value |= (bytes[i] & 0xffL) << 8 * i;
			}
			return value;
		}

		@Override
		public void store(long address, int width, long value) {
			if (address >= BASE && address + width <= BASE + SIZE) {
				for (int i = 0; i < width; i++) {
					memory[(int) (address - BASE) + i] = (byte) (value >>> 8 * i);
				}
			} else if (address == FINISHER && width == 4) {
				finished.add((int) value);
			} else if (address == UART && width == 1) {
				room--;
				sent.append((char) value);
			} else if (address >= CLINT && address < CLINT + 4 * msip.length && width == 4) {
				msip[(int) (address - CLINT) / 4] = value == 1;
			} else if (address >= CLINT + 0x4000 && address < CLINT + 0x4000 + 8 * mtimecmp.length && width == 8) {
				mtimecmp[(int) (address - CLINT - 0x4000) / 8] = value;
			} else if (address < UART || address >= UART + 8 || width != 1) {
				throw BusError.BUS_ERROR;
			}
		}

		@Override
		public byte[] load(long address, long length) {
			if (address < BASE || address + length > BASE + SIZE) {
				throw BusError.BUS_ERROR;
			}
			int at = (int) (address - BASE);
			return Arrays.copyOfRange(memory, at, at + (int) length);
		}

		@Override
		public void fence() {
			fences.add("all");
		}

		@Override
		public void fence(long va) {
			fences.add(Long.toHexString(va));
		}

		@Override
		public void fenceCode() {
			fences.add("code");
		}

		@Override
		public void runFor(long steps) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void waitForInterrupt() {
			waiting = true;
		}

		@Override
		public Meter meter() {
			return meter;
		}
	}
}
