package org.ringside.isa.riscv;

import java.util.HashMap;
import java.util.Map;

/**
 * Registers by number and name, for debuggers and owners of a level. The numbers are the debug specification's, but for
 * pc: control and status registers have their own, to 0xfff, {@code x0} is 0x1000, {@code f0} is 0x1020; {@code pc}
 * is 0x2000, {@code priv}, the mode, 0x2001. What no software can see but a snapshot must hold follows from 0x2010; it
 * cannot be reached here.
 */
final class RegisterNumbers {

	static final int X = 0x1000;
	static final int F = 0x1020;
	static final int PC = 0x2000;
	static final int PRIV = 0x2001;

	private static final int GENERAL = 32;
	private static final Map<String, Integer> NAMES = names();

	private RegisterNumbers() {
	}

	private static Map<String, Integer> names() {
		Map<String, Integer> names = new HashMap<>(Map.of("pc", PC, "priv", PRIV));
		file(names, "x", X, RiscvHart.NAMES.split(" "));
		file(names, "f", F, RiscvHart.FLOAT_NAMES.split(" "));
		return names;
	}

	private static void file(Map<String, Integer> names, String file, int first, String[] words) {
		for (int i = 0; i < GENERAL; i++) {
			names.put(file + i, first + i);
			for (String name : words[i].split("/")) {
				names.put(name, first + i);
			}
		}
	}

	/** As {@link RiscvHart#registerNamed}. */
	static int named(String name) {
		Integer number = NAMES.containsKey(name) ? NAMES.get(name) : Csrs.number(name);
		if (number == null) {
			throw new IllegalArgumentException("RISC-V has no register " + name + ": use x0 to x31, f0 to f31, their other names, pc, or a CSR's name");
		}
		return number;
	}

	private static boolean general(int number) {
		return number >= X && number < X + GENERAL;
	}

	private static boolean floating(int number) {
		return number >= F && number < F + GENERAL;
	}

	/** As {@link RiscvHart#readRegister}. */
	static long read(RiscvHart hart, int number) {
		if (Csrs.exists(number)) {
			return Csrs.read(hart, number);
		}
		if (general(number)) {
			return hart.x[number - X];
		}
		if (floating(number)) {
			return hart.f[number - F];
		}
		return switch (number) {
		case PC -> hart.pc;
		case PRIV -> hart.privilege;
		default -> throw unknown(number);
		};
	}

	/** As {@link RiscvHart#writeRegister}. */
	static void write(RiscvHart hart, int number, long value) {
		if (Csrs.exists(number)) {
			Csrs.write(hart, number, value);
		} else if (general(number)) {
			if (number != X) {
				hart.x[number - X] = value;
			}
		} else if (floating(number)) {
			hart.f[number - F] = value;
		} else if (number == PC) {
			hart.pc = value & ~1L;
		} else {
			throw unknown(number);
		}
	}

	private static IllegalArgumentException unknown(int number) {
		return new IllegalArgumentException("RISC-V has no register of number 0x%x that can be accessed so".formatted(number));
	}
}
