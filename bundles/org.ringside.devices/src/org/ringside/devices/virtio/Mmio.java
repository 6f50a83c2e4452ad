package org.ringside.devices.virtio;

import org.ringside.machine.BusError;

/** The registers of virtio's MMIO transport, version 2 (virtio 1.2, section 4.2.2), and what every slot answers. */
final class Mmio {

	/** In the device tree (Linux's binding {@code virtio/mmio.yaml}). */
	static final String NODE = "virtio_mmio";
	static final String COMPATIBLE = "virtio,mmio";

	/** "virt", little-endian. */
	private static final long MAGIC = 0x7472_6976;
	/** "QEMU", little-endian: what kernels that were written on it look for. */
	private static final long VENDOR = 0x554d_4551;

	static final int MAGIC_VALUE = 0x000;
	static final int VERSION = 0x004;
	static final int DEVICE_ID = 0x008;
	static final int VENDOR_ID = 0x00c;
	static final int DEVICE_FEATURES = 0x010;
	static final int DEVICE_FEATURES_SEL = 0x014;
	static final int DRIVER_FEATURES = 0x020;
	static final int DRIVER_FEATURES_SEL = 0x024;
	static final int QUEUE_SEL = 0x030;
	static final int QUEUE_NUM_MAX = 0x034;
	static final int QUEUE_NUM = 0x038;
	static final int QUEUE_READY = 0x044;
	static final int QUEUE_NOTIFY = 0x050;
	static final int INTERRUPT_STATUS = 0x060;
	static final int INTERRUPT_ACK = 0x064;
	static final int STATUS = 0x070;
	static final int QUEUE_DESC = 0x080;
	static final int QUEUE_DRIVER = 0x090;
	static final int QUEUE_DEVICE = 0x0a0;
	static final int SHM_LEN_LOW = 0x0b0;
	static final int SHM_BASE_HIGH = 0x0bc;
	static final int CONFIG_GENERATION = 0x0fc;
	static final int CONFIG = 0x100;

	private Mmio() {
	}

	static void checkAligned(long offset, int width) {
		if ((offset & width - 1) != 0) {
			throw BusError.BUS_ERROR;
		}
	}

	/** The registers that every slot answers, with 0 for all others. */
	static long identity(int offset) {
		return switch (offset) {
		case MAGIC_VALUE -> MAGIC;
		case VERSION -> 2;
		case VENDOR_ID -> VENDOR;
		default -> 0;
		};
	}
}
