package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.HartComponent;
import org.ringside.isa.Row;

/** Floating-point state as the privileged manual has it: FS and SD of the status register, the rounding mode, snapshots. */
@ParameterizedClass
@MethodSource("org.ringside.isa.riscv.RiscvBench#executors")
class FloatStateTest {

	private static final long TRAP_VECTOR = RiscvBench.BASE + 0x100;
	private static final long OFF = 0;
	private static final long CLEAN = 2L << 13;
	private static final long DIRTY = MachineCsrs.FS | MachineCsrs.SD;
	private static final int RNE = 0;
	private static final int DYNAMIC = 7;

	private final RiscvBench bench;

	FloatStateTest(ExecutorMaker executor) {
		bench = new RiscvBench(executor);
	}

	@BeforeEach
	void open() {
		bench.write("mtvec", TRAP_VECTOR);
		bench.hart.x[10] = RiscvBench.BASE + 0x800;
	}

	@AfterEach
	void close() {
		bench.close();
	}

	/** Executes an instruction with FS as given; answers FS and SD after it. */
	private long after(long status, String mnemonic, long... values) {
		bench.write("mstatus", status);
		bench.write("mcause", 0);
		bench.execute(RiscvBench.BASE, mnemonic, values);
		return bench.hart.mstatus & DIRTY;
	}

	private boolean illegal(long status, String mnemonic, long... values) {
		after(status, mnemonic, values);
		return bench.hart.pc == TRAP_VECTOR && bench.read("mcause") == Cause.ILLEGAL;
	}

	@Test
	void everyInstructionOfFloatingPointIsIllegalWhileItIsOff() {
		int count = 0;
		for (Row row : RiscvBench.ISA.rows()) {
			if ((row.contextMask() & RiscvHart.FS_CONTEXT) != 0) {
				long[] values = row.fields().stream().mapToLong(field -> field.name().equals("rm") ? RNE : field.file() != null ? 10 : 8).toArray();
				assertEquals(true, illegal(OFF, row.name(), values), row::name);
				assertEquals(false, illegal(CLEAN, row.name(), values), row::name);
				count++;
			}
		}
		assertEquals(66, count);
	}

	@Test
	void whatChangesFloatingPointStateMakesItDirty() {
		assertEquals(DIRTY, after(CLEAN, "fmv.w.x", 10, 1));
		assertEquals(DIRTY, after(CLEAN, "fld", 0, 10, 1));
		assertEquals(DIRTY, after(CLEAN, "fadd.d", 1, 2, DYNAMIC, 3));
		assertEquals(DIRTY, after(CLEAN, "feq.s", 1, 2, 10));
		assertEquals(DIRTY, after(CLEAN, "csrrwi", 0x001, 0, 0));
		assertEquals(DIRTY, after(CLEAN, "csrrwi", 0x002, 0, 0));
	}

	@Test
	void whatOnlyReadsItLeavesItClean() {
		assertEquals(CLEAN, after(CLEAN, "fsd", 0, 1, 10));
		assertEquals(CLEAN, after(CLEAN, "fmv.x.d", 1, 11));
		assertEquals(CLEAN, after(CLEAN, "fclass.s", 1, 11));
		assertEquals(CLEAN, after(CLEAN, "csrrs", 0x003, 0, 11));
		assertEquals(CLEAN, after(CLEAN, "addi", 1, 0, 0));
	}

	@Test
	void aLoadThatFaultsLeavesItClean() {
		bench.hart.x[10] = 0x20000;
		assertEquals(CLEAN, after(CLEAN, "fld", 0, 10, 1));
		assertEquals(Cause.LOAD_ACCESS, bench.read("mcause"));
	}

	@Test
	void writingARegisterFromOutsideDoesNotSwitchFloatingPointOn() {
		bench.write("mstatus", OFF);
		bench.write("fcsr", 0x61);
		assertEquals(OFF, bench.hart.mstatus & DIRTY);
		assertEquals(0x61, bench.read("fcsr"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 6, 7 })
	void anInstructionThatAsksForAReservedDynamicModeIsIllegal(int mode) {
		bench.write("frm", mode);
		assertEquals(true, illegal(CLEAN, "fadd.s", 1, 2, DYNAMIC, 3));
		assertEquals(true, illegal(CLEAN, "fcvt.d.w", 10, DYNAMIC, 3));
		assertEquals(false, illegal(CLEAN, "fadd.s", 1, 2, RNE, 3));
		assertEquals(false, illegal(CLEAN, "feq.s", 1, 2, 10));
		bench.write("frm", 4);
		assertEquals(false, illegal(CLEAN, "fadd.s", 1, 2, DYNAMIC, 3));
	}

	/** Flags of one instruction are left where those of others are. */
	@Test
	void flagsAccrue() {
		bench.hart.f[1] = Double.doubleToLongBits(1);
		bench.hart.f[2] = Double.doubleToLongBits(0);
		bench.hart.f[3] = Double.doubleToLongBits(3);
		after(CLEAN, "fdiv.d", 2, 1, RNE, 4);
		after(CLEAN, "fdiv.d", 3, 1, RNE, 4);
		assertEquals(0b01001, bench.read("fflags"));
	}

	@Test
	void aSnapshotHoldsTheRegisters() {
		bench.write("mstatus", MachineCsrs.FS);
		for (int i = 0; i < 32; i++) {
			bench.write("f" + i, 0x0101_0101_0101_0101L * i);
		}
		bench.write("fcsr", 0xa3);
		long[] registers = bench.hart.f.clone();
		HartComponent component = new HartComponent(RiscvBench.ISA.architecture(), bench.hart);
		HartComponent.State state = component.state();
		bench.hart.reset(0);
		component.restore(state);
		assertArrayEquals(registers, bench.hart.f);
		assertEquals(0xa3, bench.read("fcsr"));
		assertEquals(RiscvHart.FS_CONTEXT, bench.hart.context & (RiscvHart.FS_CONTEXT | RiscvHart.FRM_CONTEXT));
	}
}
