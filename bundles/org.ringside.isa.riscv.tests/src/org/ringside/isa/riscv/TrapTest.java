package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;

/** Traps and interrupts: who takes them, and what they leave in which register. */
@ParameterizedClass
@MethodSource("org.ringside.isa.riscv.RiscvBench#executors")
class TrapTest {

	private static final long CODE = RiscvBench.BASE + 0x200;
	private static final long M_VECTOR = RiscvBench.BASE + 0x1000;
	private static final long S_VECTOR = RiscvBench.BASE + 0x2000;

	private final RiscvBench bench;
	private final RiscvHart hart;

	TrapTest(ExecutorMaker executor) {
		bench = new RiscvBench(executor);
		hart = bench.hart;
	}

	@BeforeEach
	void vectors() {
		bench.openProtection();
		bench.write("mtvec", M_VECTOR);
		bench.write("stvec", S_VECTOR);
		for (long a = CODE; a < CODE + 0x40; a += 4) {
			bench.code(a, "addi", 0, 0, 0);
		}
	}

	@AfterEach
	void close() {
		bench.close();
	}

	private void trapped(String to, long cause, long value) {
		String mode = to.equals("m") ? "m" : "s";
		assertEquals(to.equals("m") ? M_VECTOR : S_VECTOR, hart.pc);
		assertEquals(CODE, bench.read(mode + "epc"));
		assertEquals(cause, bench.read(mode + "cause"));
		assertEquals(value, bench.read(mode + "tval"));
	}

	@Test
	void callsHaveTheCauseOfTheirMode() {
		bench.enter(RiscvHart.U);
		bench.execute(CODE, "ecall");
		trapped("m", 8, 0);
		bench.enter(RiscvHart.S);
		bench.execute(CODE, "ecall");
		trapped("m", 9, 0);
		bench.enter(RiscvHart.M);
		bench.execute(CODE, "ecall");
		trapped("m", 11, 0);
		bench.execute(CODE, "ebreak");
		trapped("m", 3, 0);
		bench.execute(CODE, "c.ebreak");
		trapped("m", 3, 0);
	}

	@Test
	void aTrapIsDelegatedUnlessItComesFromM() {
		bench.write("medeleg", 1 << 8 | 1 << 2);
		bench.enter(RiscvHart.U);
		bench.execute(CODE, "ecall");
		trapped("s", 8, 0);
		assertEquals(RiscvHart.S, hart.level());
		bench.enter(RiscvHart.S);
		bench.put(CODE, 4, 0xffff_ffffL);
		hart.pc = CODE;
		bench.step(1);
		trapped("s", 2, 0xffff_ffffL);
		bench.enter(RiscvHart.M);
		hart.pc = CODE;
		bench.step(1);
		trapped("m", 2, 0xffff_ffffL);
	}

	@Test
	void illegalInstructionsLeaveTheirBits() {
		for (long bits : new long[] { 0, 0x2000, 0x8002, 0x6101, 0x2001, 0x9c41 }) {
			bench.put(CODE, 4, 0xffff_0000L | bits);
			hart.pc = CODE;
			bench.step(1);
			trapped("m", 2, bits);
		}
		bench.enter(RiscvHart.U);
		bench.execute(CODE, "csrrw", 0x300, 10, 11);
		trapped("m", 2, 0x300515f3L);
	}

	@Test
	void statusIsStackedForM() {
		bench.write("mstatus", 0x8);
		bench.enter(RiscvHart.S);
		bench.execute(CODE, "ecall");
		assertEquals(0xa_0000_0880L, hart.mstatus);
		assertEquals(RiscvHart.M, hart.level());
		bench.write("mepc", CODE + 8);
		bench.execute(CODE, "mret");
		assertEquals(CODE + 8, hart.pc);
		assertEquals(RiscvHart.S, hart.level());
		assertEquals(0xa_0000_0088L, hart.mstatus);
	}

	@Test
	void statusIsStackedForS() {
		bench.write("medeleg", 1 << 8 | 1 << 9);
		bench.write("mstatus", 0x2);
		bench.enter(RiscvHart.S);
		bench.execute(CODE, "ecall");
		assertEquals(0xa_0000_0120L, hart.mstatus);
		bench.write("sepc", CODE + 8);
		bench.execute(CODE, "sret");
		assertEquals(CODE + 8, hart.pc);
		assertEquals(RiscvHart.S, hart.level());
		assertEquals(0xa_0000_0022L, hart.mstatus);
		bench.execute(CODE, "sret");
		assertEquals(RiscvHart.U, hart.level());
	}

	@Test
	void returningBelowMClearsModifyPrivilege() {
		bench.write("mstatus", 0x2_1800);
		bench.execute(CODE, "mret");
		assertEquals(0x2_0080, hart.mstatus & 0xffff_ffffL);
		bench.write("mstatus", 0x2_0800);
		bench.execute(CODE, "mret");
		assertEquals(0x80, hart.mstatus & 0xffff_ffffL);
	}

	@Test
	void interruptsComeInTheManualsOrder() {
		bench.write("mie", 0xaaa);
		bench.write("mstatus", 0x8);
		bench.write("mip", 0x222);
		for (String pin : new String[] { "msi", "mti", "mei" }) {
			hart.pin(hart.pinNamed(pin), true);
		}
		int[] order = { 11, 3, 7, 9, 1, 5 };
		for (int cause : order) {
			assertEquals(cause, hart.pendingInterrupt());
			bench.write("mie", hart.mie & ~(1L << cause));
		}
		assertEquals(-1, hart.pendingInterrupt());
		assertFalse(hart.wakes());
	}

	@Test
	void interruptsWaitForTheEnableOfTheirMode() {
		bench.write("mie", 0x80);
		hart.pin(hart.pinNamed("mti"), true);
		assertEquals(-1, hart.pendingInterrupt());
		assertTrue(hart.wakes());
		bench.enter(RiscvHart.S);
		assertEquals(7, hart.pendingInterrupt());
		bench.enter(RiscvHart.M);
		bench.write("mstatus", 8);
		assertEquals(7, hart.pendingInterrupt());
		bench.write("mideleg", 0x20);
		bench.write("mie", 0x20);
		bench.write("mip", 0x20);
		assertEquals(-1, hart.pendingInterrupt(), "delegated: never taken in M");
		bench.enter(RiscvHart.S);
		assertEquals(-1, hart.pendingInterrupt());
		bench.write("sstatus", 2);
		assertEquals(5, hart.pendingInterrupt());
		bench.write("sstatus", 0);
		bench.enter(RiscvHart.U);
		assertEquals(5, hart.pendingInterrupt());
	}

	@Test
	void anInterruptIsTakenBeforeTheInstructionAfterTheOneThatEnabledIt() {
		bench.write("mie", 0x8);
		hart.pin(hart.pinNamed("msi"), true);
		bench.code(CODE, "csrrsi", 0x300, 8, 0);
		hart.pc = CODE;
		bench.step(1);
		assertEquals(CODE + 4, hart.pc);
		bench.step(1);
		assertEquals(M_VECTOR, hart.pc);
		assertEquals(CODE + 4, hart.mepc);
		assertEquals(Long.MIN_VALUE | 3, hart.mcause);
		assertEquals(0, hart.mtval);
	}

	@Test
	void withVectorsInterruptsHaveTheirOwnEntryAndExceptionsTheBase() {
		bench.write("mtvec", M_VECTOR | 1);
		bench.write("mstatus", 8);
		bench.write("mie", 0x800);
		hart.pin(hart.pinNamed("mei"), true);
		hart.pc = CODE;
		bench.step(1);
		assertEquals(M_VECTOR + 4 * 11, hart.pc);
		hart.pin(hart.pinNamed("mei"), false);
		bench.execute(CODE, "ecall");
		assertEquals(M_VECTOR, hart.pc);
	}

	@Test
	void aDelegatedInterruptEntersS() {
		bench.write("mideleg", 0x222);
		bench.write("mie", 0x2);
		bench.write("stvec", S_VECTOR | 1);
		bench.enter(RiscvHart.U);
		bench.write("mip", 2);
		hart.pc = CODE;
		bench.step(1);
		assertEquals(S_VECTOR + 4, hart.pc);
		assertEquals(Long.MIN_VALUE | 1, hart.scause);
		assertEquals(RiscvHart.S, hart.level());
	}

	@Test
	void settingBitsOfMipDoesNotLatchThePin() {
		hart.pin(hart.pinNamed("sei"), true);
		hart.x[10] = 0x20;
		bench.execute(CODE, "csrrs", 0x344, 10, 11);
		assertEquals(0x200, hart.x[11]);
		assertEquals(0x220, bench.read("mip"));
		hart.pin(hart.pinNamed("sei"), false);
		assertEquals(0x20, bench.read("mip"));
	}

	@Test
	void waitingEndsWithAPendingInterruptThatIsEnabledEvenWhereItCannotBeTaken() {
		bench.write("mie", 0x80);
		bench.execute(CODE, "wfi");
		assertTrue(hart.waiting);
		assertEquals(CODE + 4, hart.pc);
		hart.pin(hart.pinNamed("mti"), true);
		bench.step(1);
		assertFalse(hart.waiting);
		assertEquals(CODE + 8, hart.pc);
		bench.execute(CODE, "wfi");
		assertFalse(hart.waiting, "it is pending already");
	}
}
