package org.ringside.isa.riscv;

import java.util.List;
import java.util.Map;

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

	private static final List<String> EXCEPTIONS = List.of("Instruction address misaligned", "Instruction access fault", "Illegal instruction",
			"Breakpoint", "Load address misaligned", "Load access fault", "Store/AMO address misaligned", "Store/AMO access fault",
			"Environment call from U-mode", "Environment call from S-mode", "", "Environment call from M-mode", "Instruction page fault",
			"Load page fault", "", "Store/AMO page fault");

	private static final Map<Integer, String> INTERRUPTS = Map.of(1, "Supervisor software interrupt", 3, "Machine software interrupt", 5,
			"Supervisor timer interrupt", 7, "Machine timer interrupt", 9, "Supervisor external interrupt", 11, "Machine external interrupt");

	private Cause() {
	}

	/** The manual's words for a cause, from the same table; empty for one that it leaves open. */
	static String name(int cause, boolean interrupt) {
		return interrupt ? INTERRUPTS.getOrDefault(cause, "") : cause < EXCEPTIONS.size() ? EXCEPTIONS.get(cause) : "";
	}
}
