package org.ringside.devices.virtio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.devices.QemuProbe;
import org.ringside.devices.QemuProbe.Access;
import org.ringside.devices.QemuProbe.Kind;
import org.ringside.machine.BusError;
import org.ringside.machine.DeviceContext.Storage.Use;

/**
 * One driver's accesses, answered by QEMU's disk and by ours and compared one by one: registers, rings, data and status.
 * Left out is what the standard leaves open: features that only one of them has, the size of the largest queue, and the
 * length that is reported for a request that failed. QEMU 7.2 also tells of used buffers when a device needs a reset.
 */
class VirtioAgreementTest {

	private static final long DEVICE = 0x1000_1000L;
	private static final long EMPTY = 0x1000_2000L;
	/** In QEMU the list of accesses is where {@link Driver} has its rings. */
	private static final long MOVED = 0x40_0000L;
	private static final long DESCRIPTORS = Driver.RINGS + MOVED;
	private static final long AVAILABLE = Driver.driver(0) + MOVED;
	private static final long USED = Driver.used(0) + MOVED;
	private static final long TABLE = Driver.TABLES + MOVED;
	private static final long DATA = Driver.DATA + MOVED;
	private static final long HEADER = Driver.RAM + MOVED;
	private static final long STATUS = HEADER + 0x100;
	private static final int SIZE = 8;
	private static final int SECTORS = 128;

	@TempDir
	private Path folder;

	private final List<Access> accesses = new ArrayList<>();
	private final Random random = new Random(11);
	private final MemoryDisk disk = new MemoryDisk(SECTORS * 512, Use.KEPT);
	private int offered;

	@BeforeEach
	void needsQemu() {
		assumeTrue(QemuProbe.present(), "skipped: qemu-system-riscv64 is not installed (Debian: qemu-system-misc)");
	}

	@Test
	void registersAgree() throws Exception {
		int[] readable = { 0x0, 0x4, 0x8, 0xc, 0x30, 0x38, 0x44, 0x50, 0x60, 0x64, 0x70, 0xfc, 0x80, 0x90, 0xa4, 0x100, 0x114 };
		int[] writable = { 0x14, 0x24, 0x30, 0x38, 0x64, 0x80, 0x84, 0x90, 0x94, 0xa0, 0xa4 };
		for (int i = 0; i < 5_000; i++) {
			if (i % 200 == 0) {
				set(0x70, 0);
				set(0x30, 0);
			}
			set(writable[random.nextInt(writable.length)], random.nextInt(9));
			set(0x30, random.nextInt(4) == 0 ? 1 : 0);
			set(0x70, 1 << random.nextInt(2) | 1);
			Kind kind = List.of(Kind.LOAD1, Kind.LOAD2, Kind.LOAD4, Kind.LOAD4, Kind.LOAD4).get(random.nextInt(5));
			add(kind, DEVICE + readable[random.nextInt(readable.length)], 0);
		}
		add(Kind.LOAD8, DEVICE + 0x100, 0);
		add(Kind.LOAD8, DEVICE, 0);
		compare();
	}

	@Test
	void anEmptySlotAgrees() throws Exception {
		for (int offset = 0; offset < 0x140; offset++) {
			for (Kind kind : Kind.values()) {
				// others than aligned ones are the hart's to split
				if ((kind.loads() || kind.stores()) && offset % kind.width() == 0) {
					add(kind, EMPTY + offset, random.nextInt(16));
				}
			}
		}
		compare();
	}

	@Test
	void requestsAgree() throws Exception {
		up();
		for (int i = 0; i < 1_000; i++) {
			int type = List.of(0, 0, 0, 1, 1, 1, 4, 8, 13, 77).get(random.nextInt(10));
			int bytes = type == 13 ? 16 : type == 4 || type == 77 ? 0 : type == 8 ? 20 : random.nextInt(8) == 0 ? random.nextInt(2000) : 512 * random.nextInt(9);
			long sector = random.nextInt(16) == 0 ? random.nextLong() : random.nextInt(SECTORS);
			request(type, sector, bytes);
		}
		// all that was written
		for (int sector = 0; sector < SECTORS; sector += 8) {
			request(0, sector, 4096);
		}
		compare();
	}

	@Test
	void whatBreaksADeviceAgrees() throws Exception {
		for (int i = 0; i < 14; i++) {
			up();
			request(0, 1, 512);
			broken(i);
			add(Kind.STORE4, DEVICE + 0x50, 0);
			add(Kind.WAIT, DEVICE + 0x70, 0x4f);
			add(Kind.LOAD4, USED, 0);
		}
		compare();
	}

	/** Makes something available that no driver may. */
	private void broken(int kind) {
		int flags = switch (kind) {
		case 0, 1 -> Driver.NEXT;
		case 2 -> Driver.INDIRECT | Driver.NEXT;
		case 3, 4, 5 -> Driver.INDIRECT;
		case 6, 7 -> Driver.WRITE | Driver.NEXT;
		default -> Driver.WRITE;
		};
		int next = kind == 0 ? SIZE : kind == 1 ? 0 : 1;
		int length = kind == 3 ? 15 : kind == 4 ? 0 : kind == 5 ? 16 : 512;
		descriptor(DESCRIPTORS, 0, kind == 5 ? TABLE : DATA, length, flags, next);
		descriptor(DESCRIPTORS, 1, DATA, 16, kind == 6 ? 0 : Driver.WRITE | Driver.NEXT, kind == 7 ? 0 : 2);
		descriptor(TABLE, 0, TABLE, 16, kind == 5 ? Driver.INDIRECT : 0, 0);
		int head = kind == 8 ? SIZE : kind == 9 ? 0xffff : 0;
		add(Kind.STORE2, AVAILABLE + 4 + 2 * (offered % SIZE), head);
		offered += kind == 10 ? SIZE + 1 : kind == 11 ? 0x8000 : 1;
		add(Kind.STORE2, AVAILABLE + 2, offered & 0xffff);
	}

	// ---- the driver

	private void up() {
		for (int i = 0; i < 3; i++) {
			set(0x70, i == 0 ? 0 : i * 2 - 1);
		}
		for (int word = 0; word < 2; word++) {
			set(0x24, word);
			set(0x20, word == 0 ? 1 << VirtioDevice.INDIRECT_DESC : 1);
		}
		set(0x70, 0xb);
		set(0x30, 0);
		set(0x38, SIZE);
		set(0x80, DESCRIPTORS);
		set(0x84, 0);
		set(0x90, AVAILABLE);
		set(0x94, 0);
		set(0xa0, USED);
		set(0xa4, 0);
		set(0x44, 1);
		set(0x70, 0xf);
		add(Kind.STORE4, AVAILABLE, 0);
		add(Kind.STORE4, USED, 0);
		add(Kind.LOAD4, DEVICE + 0x70, 0);
		offered = 0;
	}

	private void request(int type, long sector, int bytes) {
		boolean in = type == 0 || type == 8;
		add(Kind.STORE8, HEADER, type);
		add(Kind.STORE8, HEADER + 8, sector);
		add(Kind.STORE1, STATUS, 0x55);
		if (type == 13) {
			add(Kind.STORE8, DATA, Math.abs(sector % SECTORS));
			add(Kind.STORE8, DATA + 8, random.nextInt(10) | (long) random.nextInt(2) << 32);
		} else {
			for (int at = 0; at < bytes; at += 256) {
				add(Kind.STORE8, DATA + at, in ? -1 : random.nextLong());
			}
		}
		boolean indirect = random.nextInt(3) == 0;
		long table = indirect ? TABLE : DESCRIPTORS;
		int first = indirect ? 0 : random.nextInt(SIZE - 4);
		int at = first;
		descriptor(table, at, HEADER, 16, Driver.NEXT, ++at);
		int cut = bytes > 1 ? 1 + random.nextInt(bytes - 1) : bytes;
		if (cut > 0) {
			descriptor(table, at, DATA, cut, Driver.NEXT | (in ? Driver.WRITE : 0), ++at);
		}
		if (bytes > cut) {
			descriptor(table, at, DATA + cut, bytes - cut, Driver.NEXT | (in ? Driver.WRITE : 0), ++at);
		}
		descriptor(table, at, STATUS, 1, Driver.WRITE, 0);
		int head = first;
		if (indirect) {
			head = random.nextInt(SIZE);
			descriptor(DESCRIPTORS, head, TABLE, 16 * (at + 1), Driver.INDIRECT, 0);
		}
		int entry = offered++ % SIZE;
		add(Kind.STORE2, AVAILABLE + 4 + 2 * entry, head);
		add(Kind.STORE2, AVAILABLE + 2, offered);
		add(Kind.STORE4, DEVICE + 0x50, 0);
		add(Kind.WAIT, USED, (long) offered << 16);
		add(Kind.LOAD4, USED + 4 + 8 * entry, 0);
		add(Kind.LOAD1, STATUS, 0);
		add(Kind.LOAD4, DEVICE + 0x60, 0);
		set(0x64, 3);
		if (in) {
			for (int k = 0; k < bytes; k += 128) {
				add(Kind.LOAD8, DATA + k, 0);
			}
		}
	}

	private void descriptor(long table, int index, long address, int length, int flags, int next) {
		add(Kind.STORE8, table + 16L * index, address);
		add(Kind.STORE8, table + 16L * index + 8, Integer.toUnsignedLong(length) | (long) flags << 32 | (long) next << 48);
	}

	private void set(int register, long value) {
		add(Kind.STORE4, DEVICE + register, value);
	}

	private void add(Kind kind, long address, long value) {
		accesses.add(new Access(kind, address, value));
	}

	// ---- both devices

	private void compare() throws Exception {
		Path image = Files.write(folder.resolve("disk.img"), disk.bytes);
		List<Long> theirs = QemuProbe.run(accesses, folder, "-global", "virtio-mmio.force-legacy=false", "-drive",
				"if=none,format=raw,id=d,file=" + image, "-device", "virtio-blk-device,drive=d,serial=ringside,bus=virtio-mmio-bus.0");
		Driver driver = new Driver(new VirtioBlk.Maker(), disk);
		for (int i = 0; i < accesses.size(); i++) {
			long ours = perform(driver, accesses.get(i));
			long expected = theirs.get(i);
			if (expected != ours) {
				assertEquals(Long.toHexString(expected), Long.toHexString(ours),
						"access " + i + ", the last of " + accesses.subList(Math.max(0, i - 24), i + 1));
			}
		}
		assertTrue(accesses.size() > 100);
	}

	private static long perform(Driver driver, Access access) {
		try {
			if (access.kind() == Kind.WAIT) {
				for (int i = 0; i < 100 && perform(driver, new Access(Kind.LOAD4, access.address(), 0)) != access.value(); i++) {
					driver.pass(10_000);
				}
				return perform(driver, new Access(Kind.LOAD4, access.address(), 0));
			}
			int width = access.kind().width();
			if (access.address() >= EMPTY && access.address() < EMPTY + VirtioDevice.SIZE) {
				VirtioSlot slot = new VirtioSlot.Maker().create(new VirtioSlot.Options(), driver);
				if (access.kind().loads()) {
					return slot.read(access.address() - EMPTY, width);
				}
				slot.write(access.address() - EMPTY, width, access.value());
				return access.value();
			}
			boolean device = access.address() >= DEVICE && access.address() < DEVICE + VirtioDevice.SIZE;
			if (access.kind().loads()) {
				return device ? driver.device.read(access.address() - DEVICE, width) : driver.bus.read(access.address(), width, 0);
			}
			if (device) {
				driver.device.write(access.address() - DEVICE, width, access.value());
			} else {
				driver.bus.write(access.address(), width, access.value(), 0);
			}
			return access.value();
		} catch (BusError e) {
			return QemuProbe.FAULT;
		}
	}
}
