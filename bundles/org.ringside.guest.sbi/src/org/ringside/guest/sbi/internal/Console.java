package org.ringside.guest.sbi.internal;

import org.ringside.machine.privileged.Privileged;

/** A serial line behind an NS16550A, by machine address. Never waits: no time passes while the firmware is at work. */
record Console(long address) {

	private static final int THR = 0;
	private static final int RBR = 0;
	private static final int IER = 1;
	private static final int LCR = 3;
	private static final int LSR = 5;
	private static final int EIGHT_BITS = 3;
	private static final int DATA_READY = 0x01;
	private static final int TRANSMITTER_READY = 0x20;

	/** Eight bits, no parity, no interrupts. FIFOs stay as they are: to change them is to lose what was received. */
	void reset(Privileged level) {
		level.store(address + IER, 1, 0);
		level.store(address + LCR, 1, EIGHT_BITS);
	}

	/** False if the line takes no byte now. */
	boolean put(Privileged level, int value) {
		if ((level.load(address + LSR, 1) & TRANSMITTER_READY) == 0) {
			return false;
		}
		level.store(address + THR, 1, value & 0xff);
		return true;
	}

	/** The next byte received, or -1. */
	int get(Privileged level) {
		return (level.load(address + LSR, 1) & DATA_READY) == 0 ? -1 : (int) level.load(address + RBR, 1) & 0xff;
	}
}
