package org.ringside.devices;

import org.osgi.service.component.annotations.Component;
import org.ringside.devices.fdt.FdtContext;
import org.ringside.devices.fdt.FdtDescribed;
import org.ringside.devices.fdt.FdtNode;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Contribution;

/**
 * The test finisher of SiFive's test benches: one register that ends the run. The low half of what is written says
 * how, the high half is the status. Reads answer 0; other writes do nothing. As in QEMU, halfwords and words are taken.
 */
public final class SifiveTest implements Device<SifiveTest.State>, FdtDescribed {

	/** Power off with the status in the high half. */
	public static final int FAIL = 0x3333;
	/** Power off with status 0. */
	public static final int PASS = 0x5555;
	/** Reset the machine. */
	public static final int RESET = 0x7777;

	private static final long FINISHER = 0x0;
	private static final long SIZE = 0x1000;

	/** Nothing can be set. */
	public record Options() {
	}

	/** Has none. */
	public record State() {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "sifive_test", label = "SiFive test finisher: power-off with a status, reset")
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
		public SifiveTest create(Options options, DeviceContext context) {
			return new SifiveTest(context.power());
		}
	}

	private final DeviceContext.Power power;

	private SifiveTest(DeviceContext.Power power) {
		this.power = power;
	}

	@Override
	public long read(long offset, int width) {
		Registers.check(offset, width, 2, 4);
		return 0;
	}

	@Override
	public void write(long offset, int width, long value) {
		Registers.check(offset, width, 2, 4);
		if (offset == FINISHER) {
			int status = width == 4 ? (int) value >>> 16 : 0;
			switch ((int) value & 0xffff) {
			case FAIL -> power.off(status);
			case PASS -> power.off(0);
			case RESET -> power.reset();
			default -> {
				// not a request
			}
			}
		}
	}

	@Override
	public void reset() {
		// nothing to forget
	}

	@Override
	public String fdtName() {
		return "test";
	}

	/** Kernels power off and reset through a register of a system controller. */
	@Override
	public void describe(FdtNode node, FdtContext context) {
		node.text("compatible", "sifive,test1", "sifive,test0", "syscon");
		syscon(context.root().child("poweroff"), "syscon-poweroff", node, PASS);
		syscon(context.root().child("reboot"), "syscon-reboot", node, RESET);
	}

	private static void syscon(FdtNode action, String compatible, FdtNode test, int value) {
		action.text("compatible", compatible).cells("regmap", test.handle()).cells("offset", (int) FINISHER).cells("value", value);
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State();
	}

	@Override
	public void restore(State state) {
		// nothing to remember
	}
}
