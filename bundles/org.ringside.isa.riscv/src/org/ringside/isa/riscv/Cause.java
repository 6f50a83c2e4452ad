package org.ringside.isa.riscv;

/** Exception codes, as {@code mcause} and {@code scause} hold them (privileged manual, table of {@code mcause} values). */
public final class Cause {

	public static final int FETCH_MISALIGNED = 0;
	public static final int FETCH_ACCESS = 1;
	public static final int ILLEGAL = 2;
	public static final int BREAKPOINT = 3;
	public static final int LOAD_MISALIGNED = 4;
	public static final int LOAD_ACCESS = 5;
	/** Also of atomics. */
	public static final int STORE_MISALIGNED = 6;
	/** Also of atomics. */
	public static final int STORE_ACCESS = 7;
	/** Those of S and M follow by level: 9 and 11. */
	public static final int ECALL_FROM_U = 8;
	public static final int FETCH_PAGE = 12;
	public static final int LOAD_PAGE = 13;
	/** Also of atomics. */
	public static final int STORE_PAGE = 15;

	/** The bit of a cause register that says interrupt. */
	public static final long INTERRUPT = Long.MIN_VALUE;

	private Cause() {
	}
}
