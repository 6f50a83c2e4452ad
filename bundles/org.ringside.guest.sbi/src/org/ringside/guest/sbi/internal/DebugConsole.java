package org.ringside.guest.sbi.internal;

import org.ringside.machine.privileged.Privileged;

/** The debug console extension: SBI 2.0, chapter 12. */
record DebugConsole(Console console) implements Extension {

	/** A call may take less than it is given; this bounds the work between two of the guest's steps. */
	private static final long MOST = 65536;

	@Override
	public long id() {
		return 0x4442434e;
	}

	@Override
	public SbiResult call(SbiHart hart, int function) {
		return switch (function) {
		case 0 -> transfer(hart, true);
		case 1 -> transfer(hart, false);
		case 2 -> console.put(hart.level, (int) hart.argument(0)) ? SbiResult.SUCCESS : SbiResult.FAILED;
		default -> SbiResult.NOT_SUPPORTED;
		};
	}

	/** Length, and the physical address in two words, of which a 64-bit machine needs one. */
	private SbiResult transfer(SbiHart hart, boolean write) {
		long length = hart.argument(0);
		long address = hart.argument(1);
		if (hart.argument(2) != 0 || length != 0 && !hart.platform.inMemory(address, length)) {
			return SbiResult.INVALID_PARAM;
		}
		int bytes = (int) Math.min(length, MOST);
		return SbiResult.of(write ? write(hart.level, address, bytes) : read(hart.level, address, bytes));
	}

	private int write(Privileged level, long address, int length) {
		int done = 0;
		for (byte b : length == 0 ? new byte[0] : level.load(address, (long) length)) {
			if (!console.put(level, b)) {
				break;
			}
			done++;
		}
		return done;
	}

	private int read(Privileged level, long address, int length) {
		int done = 0;
		while (done < length) {
			int value = console.get(level);
			if (value < 0) {
				break;
			}
			level.store(address + done++, 1, value);
		}
		return done;
	}
}
