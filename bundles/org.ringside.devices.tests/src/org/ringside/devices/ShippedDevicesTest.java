package org.ringside.devices;

import org.junit.jupiter.api.Nested;
import org.ringside.devices.virtio.VirtioBlk;
import org.ringside.devices.virtio.VirtioConsole;
import org.ringside.devices.virtio.VirtioNet;
import org.ringside.devices.virtio.VirtioRng;
import org.ringside.devices.virtio.VirtioSlot;
import org.ringside.machine.DeviceMaker;
import org.ringside.testkit.DeviceKit;

/** Holds the shipped devices to what holds for every device. */
class ShippedDevicesTest {

	@Nested
	class OfClint extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new Clint.Maker();
		}
	}

	@Nested
	class OfPlic extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new Plic.Maker();
		}
	}

	@Nested
	class OfNs16550a extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new Ns16550a.Maker();
		}
	}

	@Nested
	class OfSifiveTest extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new SifiveTest.Maker();
		}
	}

	@Nested
	class OfGoldfishRtc extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new GoldfishRtc.Maker();
		}
	}

	@Nested
	class OfVirtioSlot extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new VirtioSlot.Maker();
		}
	}

	@Nested
	class OfVirtioBlk extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new VirtioBlk.Maker();
		}
	}

	@Nested
	class OfVirtioRng extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new VirtioRng.Maker();
		}
	}

	@Nested
	class OfVirtioConsole extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new VirtioConsole.Maker();
		}
	}

	@Nested
	class OfVirtioNet extends DeviceKit {
		@Override
		protected DeviceMaker<?> maker() {
			return new VirtioNet.Maker();
		}
	}
}
