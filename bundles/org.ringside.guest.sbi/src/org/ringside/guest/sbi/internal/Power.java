package org.ringside.guest.sbi.internal;

/**
 * SiFive's test finisher: one register, to which a word is written that ends the run (drivers' documentation of the
 * device tree binding {@code sifive,test0}).
 */
record Power(long address) {

	private static final int PASS = 0x5555;
	private static final int FAIL = 0x3333;
	private static final int RESET = 0x7777;

	/** @param status of the machine's run, 0 to 65535 */
	void off(SbiHart hart, int status) {
		hart.level.store(address, 4, status == 0 ? PASS : status << 16 | FAIL);
		hart.stop();
	}

	void reset(SbiHart hart) {
		hart.level.store(address, 4, RESET);
		hart.stop();
	}
}
