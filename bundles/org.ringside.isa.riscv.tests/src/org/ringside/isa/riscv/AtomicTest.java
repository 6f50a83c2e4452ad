package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.function.LongBinaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;

/** Read-modify-writes and reservations. */
@ParameterizedClass
@MethodSource("org.ringside.isa.riscv.RiscvBench#executors")
class AtomicTest {

	private static final long DATA = RiscvBench.BASE + 0x4000;
	private static final long M_VECTOR = RiscvBench.BASE + 0x6000;
	private static final long[] EDGES = { 0, 1, -1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE,
			0x8000_0000_7fff_ffffL };

	private static final Map<String, LongBinaryOperator> OPERATIONS = Map.of("amoswap", (a, b) -> b, "amoadd", Long::sum, "amoxor",
			(a, b) -> a ^ b, "amoand", (a, b) -> a & b, "amoor", (a, b) -> a | b, "amomin", Math::min, "amomax", Math::max, "amominu",
			(a, b) -> a + Long.MIN_VALUE < b + Long.MIN_VALUE ? a : b, "amomaxu",
			(a, b) -> a + Long.MIN_VALUE > b + Long.MIN_VALUE ? a : b);

	private final RiscvBench bench;
	private final RiscvHart hart;

	AtomicTest(ExecutorMaker executor) {
		bench = new RiscvBench(executor);
		hart = bench.hart;
	}

	@BeforeEach
	void vector() {
		bench.write("mtvec", M_VECTOR);
	}

	@AfterEach
	void close() {
		bench.close();
	}

	/** Executes with the address in a0 and the operand in a1; answers the result, or the cause of a trap plus 100. */
	private long run(String mnemonic, long address, long operand) {
		hart.x[10] = address;
		hart.x[11] = operand;
		if (mnemonic.startsWith("lr")) {
			bench.execute(RiscvBench.BASE, mnemonic, 0, 10, 12);
		} else {
			bench.execute(RiscvBench.BASE, mnemonic, 0, 11, 10, 12);
		}
		if (hart.pc == M_VECTOR) {
			assertEquals(address, bench.read("mtval"));
			return 100 + bench.read("mcause");
		}
		return hart.x[12];
	}

	@Test
	void doublewordsAreModified() {
		OPERATIONS.forEach((name, operation) -> {
			for (long a : EDGES) {
				for (long b : EDGES) {
					bench.put(DATA, 8, a);
					assertEquals(a, run(name + ".d", DATA, b));
					assertEquals(operation.applyAsLong(a, b), bench.get(DATA, 8), () -> "%s 0x%x, 0x%x".formatted(name, a, b));
				}
			}
		});
	}

	@Test
	void wordsAreModifiedAndReadSignExtended() {
		OPERATIONS.forEach((name, operation) -> {
			for (long a : EDGES) {
				for (long b : EDGES) {
					bench.put(DATA, 8, 0x1111_1111_0000_0000L | a & 0xffff_ffffL);
					assertEquals((int) a, run(name + ".w", DATA, b));
					long expected = operation.applyAsLong((int) a, (int) b) & 0xffff_ffffL;
					assertEquals(0x1111_1111_0000_0000L | expected, bench.get(DATA, 8), () -> "%s 0x%x, 0x%x".formatted(name, a, b));
				}
			}
		});
	}

	@Test
	void misalignedAtomicsTrap() {
		assertEquals(100 + Cause.STORE_MISALIGNED, run("amoadd.w", DATA + 2, 1));
		assertEquals(100 + Cause.STORE_MISALIGNED, run("amoadd.d", DATA + 4, 1));
		assertEquals(100 + Cause.LOAD_MISALIGNED, run("lr.w", DATA + 1, 0));
		assertEquals(100 + Cause.LOAD_MISALIGNED, run("lr.d", DATA + 4, 0));
		assertEquals(100 + Cause.STORE_MISALIGNED, run("sc.w", DATA + 2, 0), "even without a reservation");
		assertEquals(100 + Cause.STORE_MISALIGNED, run("sc.d", DATA + 4, 0));
	}

	@Test
	void aConditionalStoreSucceedsOnceAfterItsReservation() {
		bench.put(DATA, 8, -5);
		assertEquals(-5, run("lr.w", DATA, 0));
		assertEquals(0, run("sc.w", DATA, 7));
		assertEquals(0xffff_ffff_0000_0007L, bench.get(DATA, 8));
		assertEquals(1, run("sc.w", DATA, 8));
		assertEquals(0xffff_ffff_0000_0007L, bench.get(DATA, 8));
		run("lr.d", DATA, 0);
		assertEquals(0, run("sc.d", DATA, 9));
		assertEquals(9, bench.get(DATA, 8));
	}

	@Test
	void anotherAddressOrMoreBytesThanReservedFail() {
		run("lr.w", DATA, 0);
		assertEquals(1, run("sc.w", DATA + 4, 1));
		run("lr.w", DATA, 0);
		assertEquals(1, run("sc.d", DATA, 1));
		run("lr.d", DATA, 0);
		assertEquals(1, run("sc.d", DATA + 8, 1));
	}

	@Test
	void aFailedConditionalStoreAccessesNothing() {
		assertEquals(1, run("sc.w", 0x1000, 1));
		assertEquals(100 + Cause.LOAD_ACCESS, run("lr.w", 0x1000, 1));
		assertEquals(100 + Cause.STORE_ACCESS, run("amoswap.w", 0x1000, 1));
	}

	@Test
	void aTrapEndsTheReservation() {
		run("lr.w", DATA, 0);
		bench.execute(RiscvBench.BASE, "ecall");
		assertEquals(1, run("sc.w", DATA, 1));
	}

	@Test
	void aStoreOfAnotherMasterEndsAReservationThatItTouches() {
		run("lr.w", DATA, 0);
		hart.storeSeen(DATA + 4, 4);
		hart.storeSeen(DATA - 8, 8);
		assertEquals(0, run("sc.w", DATA, 1));
		run("lr.w", DATA, 0);
		hart.storeSeen(DATA + 3, 1);
		assertEquals(1, run("sc.w", DATA, 1));
		run("lr.w", DATA, 0);
		hart.storeSeen(DATA - 4, 8);
		assertEquals(1, run("sc.w", DATA, 1));
		run("lr.w", DATA, 0);
		hart.breakReservation();
		assertEquals(1, run("sc.w", DATA, 1));
	}
}
