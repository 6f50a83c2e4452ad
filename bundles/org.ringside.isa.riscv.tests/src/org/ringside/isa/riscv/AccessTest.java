package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row;
import org.ringside.isa.Row.ModeAccess;

/** The access that rows declare, held to what they do: every system instruction and every register, in every mode. */
@ParameterizedClass
@MethodSource("org.ringside.isa.riscv.RiscvBench#executors")
class AccessTest {

	private static final long TRAP_VECTOR = RiscvBench.BASE + 0x100;
	private static final long[] MODES = { RiscvHart.U, RiscvHart.S, RiscvHart.M };

	private final RiscvBench bench;

	AccessTest(ExecutorMaker executor) {
		bench = new RiscvBench(executor);
	}

	@BeforeEach
	void open() {
		bench.openProtection();
		bench.write("mtvec", TRAP_VECTOR);
	}

	@AfterEach
	void close() {
		bench.close();
	}

	private boolean traps(int mode, String mnemonic, long... values) {
		bench.enter(mode);
		bench.hart.waiting = false;
		bench.hart.x[10] = RiscvBench.BASE + 0x800;
		bench.write("mcause", 0);
		bench.execute(RiscvBench.BASE, mnemonic, values);
		return bench.hart.pc == TRAP_VECTOR;
	}

	/** Sets a field that an access depends on so that it traps, or so that it does not. */
	private void control(String condition, boolean block) {
		String bit = condition.replace("!", "");
		boolean set = condition.startsWith("!") != block;
		switch (bit) {
		case "TVM", "TSR", "TW" -> field("mstatus", bit, set);
		case "FS" -> field("mstatus", bit, set);
		case "menvcfg.CBIE", "menvcfg.CBCFE", "menvcfg.CBZE", "menvcfg.STCE", "senvcfg.CBIE", "senvcfg.CBCFE", "senvcfg.CBZE" ->
			field(bit.replaceFirst("\\..*", ""), bit.replaceFirst(".*\\.", ""), set);
		default -> {
			assertTrue(bit.matches("[ms]counteren\\.(CY|TM|IR|HPM)"), () -> "no way to set " + condition);
			bench.write(bit.replaceFirst("\\..*", ""), set ? -1 : 0);
		}
		}
	}

	private void field(String register, String field, boolean set) {
		RegisterRow row = RiscvBench.ISA.register(register);
		bench.write(register, row.field(field).with(bench.read(register), set ? 1 : 0));
	}

	private static ModeAccess in(List<ModeAccess> access, long mode) {
		String name = mode == RiscvHart.M ? "m" : mode == RiscvHart.S ? "s" : "u";
		return access.stream().filter(a -> a.mode().equals(name)).findFirst().orElseThrow();
	}

	private void check(List<ModeAccess> declared, int mode, String what, String mnemonic, long... values) {
		ModeAccess access = in(declared, mode);
		switch (access.kind()) {
		case ALWAYS -> assertEquals(false, traps(mode, mnemonic, values), () -> what + " in mode " + mode);
		case TRAPS -> assertEquals(true, traps(mode, mnemonic, values), () -> what + " in mode " + mode);
		case UNLESS -> {
			List<String> conditions = List.of(access.bit().split("\\|"));
			for (String blocking : conditions) {
				conditions.forEach(condition -> control(condition, condition.equals(blocking)));
				assertEquals(true, traps(mode, mnemonic, values), () -> what + " in mode " + mode + " with " + blocking);
				bench.write("mstatus", 0);
			}
			conditions.forEach(condition -> control(condition, false));
			assertEquals(false, traps(mode, mnemonic, values), () -> what + " in mode " + mode + " without " + access.bit());
			bench.write("mstatus", 0);
		}
		case DIFFERS -> throw new AssertionError(what + " behaves differently in mode " + mode + ": nothing here does");
		}
	}

	@Test
	void everySystemInstructionTrapsWhereItsRowSays() {
		List<String> seen = new ArrayList<>();
		for (Row row : RiscvBench.ISA.rows()) {
			if (row.system() && row.fields().stream().noneMatch(field -> field.name().equals("csr"))) {
				bench.write("mepc", RiscvBench.BASE + 0x40);
				bench.write("sepc", RiscvBench.BASE + 0x40);
				long[] values = row.fields().stream().mapToLong(field -> field.name().equals("aqrl") ? 0 : 10).toArray();
				for (long mode : MODES) {
					check(row.access(), (int) mode, row.name(), row.name(), values);
				}
				seen.add(row.name());
			}
		}
		assertTrue(seen.containsAll(List.of("mret", "sret", "wfi", "sfence.vma", "ecall", "ebreak", "c.ebreak", "lr.w", "sc.d")), seen::toString);
	}

	@Test
	void everyRegisterTrapsWhereItsRowSays() {
		int count = 0;
		for (RegisterRow row : RiscvBench.ISA.registers()) {
			if (row.number() < 0x1000) {
				for (long mode : MODES) {
					check(row.access(), (int) mode, row.name() + " read", "csrrs", row.number(), 0, 10);
				}
				count++;
			}
		}
		assertTrue(count > 100, "registers: " + count);
	}

	@Test
	void numbersThatNoRowHasTrapInEveryMode() {
		for (int csr = 0; csr < 0x1000; csr++) {
			int number = csr;
			boolean known = RiscvBench.ISA.registers().stream().anyMatch(row -> row.number() == number);
			if (!known) {
				assertTrue(traps(RiscvHart.M, "csrrs", csr, 0, 10), () -> "0x%x".formatted(number));
				assertEquals(Cause.ILLEGAL, bench.read("mcause"));
			}
		}
	}

	@Test
	void registersOfReadOnlyNumbersTrapWhenWritten() {
		for (RegisterRow row : RiscvBench.ISA.registers()) {
			if (row.number() < 0x1000 && row.number() >>> 10 == 3) {
				assertTrue(traps(RiscvHart.M, "csrrw", row.number(), 10, 0), row::name);
				assertTrue(traps(RiscvHart.M, "csrrsi", row.number(), 1, 10), row::name);
				assertEquals(false, traps(RiscvHart.M, "csrrci", row.number(), 0, 10), row::name);
			}
		}
	}
}
