package org.ringside.devices;

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

/**
 * The core-local interruptor: for each hart a software interrupt and a timer interrupt, and the time that all harts
 * share. Register map of SiFive's FU540-C000 manual, chapter 9; widths as QEMU takes them: {@code msip} by words, the
 * rest by words and doublewords; what lies behind {@code mtime} is refused. Registers of harts that do not exist read
 * as 0 and ignore writes.
 */
public final class Clint implements Device<Clint.State>, FdtDescribed {

	/** Nanoseconds in a tick of {@code mtime}: the timebase is 10 MHz. */
	public static final long TICK = 100;

	private static final long MSIP = 0x0;
	private static final long MTIMECMP = 0x4000;
	private static final long MTIME = 0xbff8;
	private static final long SIZE = 0x10000;

	/** Nothing can be set. */
	public record Options() {
	}

	/**
	 * By hart, but for the offset.
	 *
	 * @param offset ticks that {@code mtime} is ahead of the clock, because it was written
	 */
	public record State(boolean[] msip, boolean[] mtip, long[] mtimecmp, long offset) {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "clint", label = "SiFive core-local interruptor: timer and software interrupts")
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
		public Clint create(Options options, DeviceContext context) {
			return new Clint(context);
		}
	}

	private final DeviceContext context;
	private final Clock clock;
	private final int harts;
	private final Line[] msip;
	private final Line[] mtip;
	private final Clock.Timer[] timers;
	private final long[] mtimecmp;
	private long offset;

	private Clint(DeviceContext context) {
		this.context = context;
		clock = context.clock();
		harts = context.harts();
		msip = new Line[harts];
		mtip = new Line[harts];
		timers = new Clock.Timer[harts];
		mtimecmp = new long[harts];
		for (int hart = 0; hart < harts; hart++) {
			msip[hart] = context.pin(hart, "msi");
			mtip[hart] = context.pin(hart, "mti");
			Line pin = mtip[hart];
			timers[hart] = clock.timer(() -> pin.set(true));
		}
		reset();
	}

	/**
	 * The manual leaves {@code mtimecmp} open; it is 0, and the interrupt pending, as in QEMU. Time goes on with the clock,
	 * which the harts read too.
	 */
	@Override
	public void reset() {
		shift(0);
		for (int hart = 0; hart < harts; hart++) {
			msip[hart].set(false);
			mtip[hart].set(false);
			mtimecmp[hart] = 0;
			compare(hart);
		}
	}

	/** The harts' time registers are views of {@code mtime}. */
	private void shift(long ticks) {
		offset = ticks;
		context.shiftTime(ticks);
	}

	private long mtime() {
		return clock.now() / TICK + offset;
	}

	private static void check(long at, int width) {
		Registers.check(at, width, 4, at < MTIMECMP ? 4 : 8);
		if (at >= MTIME + 8) {
			throw BusError.BUS_ERROR;
		}
	}

	@Override
	public long read(long at, int width) {
		check(at, width);
		if (at < MTIMECMP) {
			long hart = (at - MSIP) / 4;
			return hart < harts && msip[(int) hart].high() ? 1 : 0;
		}
		if (at >= MTIME) {
			return Registers.part(mtime(), at - MTIME, width);
		}
		long hart = (at - MTIMECMP) / 8;
		return hart < harts ? Registers.part(mtimecmp[(int) hart], at & 7, width) : 0;
	}

	@Override
	public void write(long at, int width, long value) {
		check(at, width);
		if (at < MTIMECMP) {
			writeMsip(at, value);
		} else if (at >= MTIME) {
			shift(Registers.replaced(mtime(), at - MTIME, width, value) - clock.now() / TICK);
			for (int hart = 0; hart < harts; hart++) {
				compare(hart);
			}
		} else if ((at - MTIMECMP) / 8 < harts) {
			int hart = (int) (at - MTIMECMP) / 8;
			mtimecmp[hart] = Registers.replaced(mtimecmp[hart], at & 7, width, value);
			compare(hart);
		}
	}

	private void writeMsip(long at, long value) {
		long hart = (at - MSIP) / 4;
		if (hart < harts) {
			msip[(int) hart].set((value & 1) != 0);
		}
	}

	/** The interrupt is pending while {@code mtime >= mtimecmp}, unsigned. */
	private void compare(int hart) {
		boolean reached = Long.compareUnsigned(mtime(), mtimecmp[hart]) >= 0;
		mtip[hart].set(reached);
		timers[hart].set(reached ? Clock.NEVER : deadline(mtimecmp[hart] - mtime()));
	}

	/** When that many ticks, unsigned, will have begun. */
	private long deadline(long ticks) {
		return Long.compareUnsigned(ticks, Long.MAX_VALUE / TICK) > 0 ? Clock.NEVER
				: Registers.deadline(clock, ticks * TICK - clock.now() % TICK);
	}

	@Override
	public String fdtName() {
		return "clint";
	}

	@Override
	public void describe(FdtNode node, FdtContext context) {
		node.text("compatible", "sifive,clint0", "riscv,clint0");
		node.cells("interrupts-extended", context.pins("msi", "mti"));
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(levels(msip), levels(mtip), mtimecmp.clone(), offset);
	}

	private static boolean[] levels(Line[] lines) {
		boolean[] levels = new boolean[lines.length];
		for (int i = 0; i < lines.length; i++) {
			levels[i] = lines[i].high();
		}
		return levels;
	}

	@Override
	public void restore(State state) {
		shift(state.offset());
		for (int hart = 0; hart < harts; hart++) {
			mtimecmp[hart] = state.mtimecmp()[hart];
			msip[hart].restore(state.msip()[hart]);
			mtip[hart].restore(state.mtip()[hart]);
			timers[hart].set(state.mtip()[hart] ? Clock.NEVER : deadline(mtimecmp[hart] - mtime()));
		}
	}
}
