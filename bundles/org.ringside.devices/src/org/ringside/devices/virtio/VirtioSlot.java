package org.ringside.devices.virtio;

import org.osgi.service.component.annotations.Component;
import org.ringside.devices.fdt.FdtContext;
import org.ringside.devices.fdt.FdtDescribed;
import org.ringside.devices.fdt.FdtNode;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Contribution;

/**
 * A slot for a virtio device with nothing in it: it answers as virtio's MMIO transport with device id 0, which tells a
 * driver that there is nothing to see (virtio 1.2, section 4.2.3.1). A board has them where devices may be plugged in.
 */
public final class VirtioSlot implements Device<VirtioSlot.State>, FdtDescribed {

	/** Id of the contribution. */
	public static final String ID = "virtio-mmio";

	/** Nothing can be set. */
	public record Options() {
	}

	/** Has none. */
	public record State() {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = ID, label = "Empty slot for a virtio device")
	public static final class Maker implements DeviceMaker<Options> {

		@Override
		public Class<Options> options() {
			return Options.class;
		}

		@Override
		public long size() {
			return VirtioDevice.SIZE;
		}

		@Override
		public VirtioSlot create(Options options, DeviceContext context) {
			context.line("irq");
			return new VirtioSlot();
		}
	}

	private VirtioSlot() {
	}

	/** As QEMU's slots do, this answers narrow reads of the words it has, which a device does not. */
	@Override
	public long read(long offset, int width) {
		Mmio.checkAligned(offset, width);
		long value = Mmio.identity((int) offset);
		return width == 8 ? value | Mmio.identity((int) offset + 4) << 32 : value & (1L << 8 * width) - 1;
	}

	@Override
	public void write(long offset, int width, long value) {
		Mmio.checkAligned(offset, width);
	}

	@Override
	public void reset() {
		// nothing to forget
	}

	@Override
	public String fdtName() {
		return Mmio.NODE;
	}

	@Override
	public void describe(FdtNode node, FdtContext context) {
		node.text("compatible", Mmio.COMPATIBLE);
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
