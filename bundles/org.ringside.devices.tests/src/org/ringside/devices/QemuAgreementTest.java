package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.devices.QemuProbe.Access;
import org.ringside.devices.QemuProbe.Kind;
import org.ringside.machine.BusError;

/**
 * Random accesses answered by QEMU's virt board and by ours, compared one by one. Left out is what depends on the host's
 * time: the time itself, alarms and timeouts in between.
 */
class QemuAgreementTest {

	private static final Kind[] STORES = { Kind.STORE1, Kind.STORE2, Kind.STORE4, Kind.STORE8 };
	private static final Kind[] LOADS = { Kind.LOAD1, Kind.LOAD2, Kind.LOAD4, Kind.LOAD8 };

	@TempDir
	Path folder;

	private final List<Access> accesses = new ArrayList<>();
	private final Random random = new Random(16550);

	@BeforeEach
	void needsQemu() {
		assumeTrue(QemuProbe.present(), "skipped: qemu-system-riscv64 is not installed (Debian: qemu-system-misc)");
	}

	@Test
	void uartInLoopbackAgrees() throws Exception {
		slowUart();
		add(Kind.STORE1, Bench.UART + 4, 0x10);
		for (int i = 0; i < 20_000; i++) {
			long register = Bench.UART + random.nextInt(8);
			if (register == Bench.UART + 4) {
				add(Kind.STORE1, register, 0x10 | random.nextInt(256));
			} else if (register == Bench.UART + 3 || random.nextInt(3) == 0) {
				add(Kind.STORE1, register, register == Bench.UART + 3 ? random.nextInt(128) : random.nextInt(256));
			} else {
				add(Kind.LOAD1, register, 0);
			}
			add(Kind.LOAD4, Bench.PLIC + 0x1000, 0);
		}
		compare();
	}

	@Test
	void uartOutOfLoopbackAgrees() throws Exception {
		slowUart();
		for (int i = 0; i < 20_000; i++) {
			long register = Bench.UART + random.nextInt(8);
			if (random.nextBoolean()) {
				boolean modem = register == Bench.UART + 4;
				int bits = register == Bench.UART + 3 ? 0x7f : modem ? 0xef : 0xff;
				add(Kind.STORE1, register, random.nextInt(256) & bits);
			}
			add(Kind.LOAD1, register, 0);
			add(Kind.LOAD4, Bench.PLIC + 0x1000, 0);
		}
		compare();
	}

	/**
	 * Sources are driven by the UART's transmitter (10) and an alarm of the clock in the past (11). Their lines are low
	 * before a claim is completed, and a threshold is written after each change of an enable: the specification says what
	 * happens otherwise, and QEMU 7.2 forgets to.
	 */
	@Test
	void interruptControllerAgrees() throws Exception {
		add(Kind.STORE4, Bench.RTC + 0x8, 0);
		for (int i = 0; i < 30_000; i++) {
			switch (random.nextInt(12)) {
			case 0 -> add(Kind.STORE1, Bench.UART + 1, random.nextInt(2) * 2);
			case 1 -> add(Kind.STORE4, Bench.RTC + 0x10, random.nextInt(2));
			case 2 -> add(Kind.STORE4, Bench.PLIC + 4 * (8 + random.nextInt(6)), random.nextInt(10));
			case 3 -> {
				add(Kind.STORE4, Bench.PLIC + 0x2000 + 0x80 * random.nextInt(3), random.nextInt());
				add(Kind.STORE4, Bench.PLIC + 0x20_0000 + 0x1000 * random.nextInt(2), random.nextInt(10));
			}
			case 4 -> add(Kind.STORE4, Bench.PLIC + 0x20_0000 + 0x1000 * random.nextInt(3), random.nextInt(10));
			case 5 -> claimAndComplete();
			case 6 -> add(Kind.LOAD4, Bench.PLIC + 4 * random.nextInt(20), 0);
			case 7 -> add(Kind.LOAD4, Bench.PLIC + 0x1000 + 4 * random.nextInt(5), 0);
			case 8 -> add(Kind.LOAD4, Bench.PLIC + 0x2000 + 0x80 * random.nextInt(3) + 4 * random.nextInt(3), 0);
			case 9 -> add(Kind.LOAD4, Bench.PLIC + 0x20_0000 + 4 * random.nextInt(0x800), 0);
			default -> add(Kind.MIP, 0, 0);
			}
		}
		compare();
	}

	@Test
	void timersAndSoftwareInterruptsAgree() throws Exception {
		for (int i = 0; i < 10_000; i++) {
			switch (random.nextInt(6)) {
			case 0 -> add(Kind.STORE4, Bench.CLINT + 4 * random.nextInt(4), random.nextInt());
			case 1 -> add(Kind.LOAD4, Bench.CLINT + 4 * random.nextInt(4), 0);
			case 2 -> add(Kind.STORE4, Bench.CLINT + 0x4004 + 8 * random.nextInt(2), 0x1000_0000 * random.nextInt(16));
			case 3 -> add(Kind.STORE8, Bench.CLINT + 0x4000 + 8 * random.nextInt(2), random.nextBoolean() ? 0 : random.nextLong());
			case 4 -> add(random.nextBoolean() ? Kind.LOAD8 : Kind.LOAD4, Bench.CLINT + 0x4000 + 8 * random.nextInt(3), 0);
			default -> add(Kind.MIP, 0, 0);
			}
		}
		compare();
	}

	/** Aligned ones, that is: others are the hart's to split. */
	@Test
	void theSameAccessesAreRefused() throws Exception {
		for (long device : new long[] { Bench.UART, Bench.RTC, Bench.TEST, Bench.CLINT, Bench.PLIC }) {
			for (int offset = 0; offset < 48; offset++) {
				for (Kind kind : LOADS) {
					if (offset % kind.width() == 0) {
						add(kind, device + offset, 0);
					}
				}
			}
		}
		for (long address : new long[] { Bench.CLINT + 0x3ff8, Bench.CLINT + 0x4000, Bench.CLINT + 0x8000, Bench.CLINT + 0xbff8,
				Bench.CLINT + 0xc000, Bench.CLINT + 0xfff8, Bench.PLIC + 0x1000, Bench.PLIC + 0x2000, Bench.PLIC + 0x20_0000,
				Bench.PLIC + 0x5f_fff8, Bench.PLIC + 0x60_0000, Bench.UART + 0xf8, Bench.RTC + 0xff8, Bench.TEST + 0xff8 }) {
			for (Kind kind : LOADS) {
				add(kind, address, 0);
			}
			for (Kind kind : STORES) {
				add(kind, address, 0);
			}
		}
		compare(access -> access.loads());
	}

	private void claimAndComplete() {
		add(Kind.LOAD4, Bench.PLIC + 0x20_0004 + 0x1000 * random.nextInt(3), 0);
		add(Kind.MIP, 0, 0);
		add(Kind.LOAD4, Bench.PLIC + 0x1000, 0);
		add(Kind.STORE1, Bench.UART + 1, 0);
		add(Kind.STORE4, Bench.RTC + 0x10, 0);
		add(Kind.STORE4, Bench.PLIC + 0x20_0004 + 0x1000 * random.nextInt(2), 10);
		add(Kind.STORE4, Bench.PLIC + 0x20_0004 + 0x1000 * random.nextInt(2), 11);
		add(Kind.STORE4, Bench.PLIC + 0x20_0004, 4711);
	}

	private void slowUart() {
		add(Kind.STORE1, Bench.UART + 3, 0x80);
		add(Kind.STORE1, Bench.UART + 1, 0xff);
		add(Kind.STORE1, Bench.UART, 0xff);
		add(Kind.STORE1, Bench.UART + 3, 0);
	}

	private void add(Kind kind, long address, long value) {
		accesses.add(new Access(kind, address, value));
	}

	private void compare() throws Exception {
		compare(kind -> false);
	}

	private void compare(Predicate<Kind> onlyWhether) throws Exception {
		List<Long> theirs = QemuProbe.run(accesses, folder);
		Bench bench = new Bench(1);
		for (int i = 0; i < accesses.size(); i++) {
			Access access = accesses.get(i);
			long ours = perform(bench, access);
			long expected = theirs.get(i);
			if (onlyWhether.test(access.kind())) {
				ours = ours == QemuProbe.FAULT ? 1 : 0;
				expected = expected == QemuProbe.FAULT ? 1 : 0;
			}
			if (expected != ours) {
				assertEquals(Long.toHexString(expected), Long.toHexString(ours),
						"access " + i + ", the last of " + accesses.subList(Math.max(0, i - 12), i + 1));
			}
		}
	}

	private static long perform(Bench bench, Access access) {
		try {
			if (access.kind().loads()) {
				return bench.read(access.address(), access.kind().width());
			} else if (access.kind().stores()) {
				bench.write(access.address(), access.kind().width(), access.value());
				return access.value();
			}
			return bench.mip();
		} catch (BusError e) {
			return QemuProbe.FAULT;
		}
	}
}
