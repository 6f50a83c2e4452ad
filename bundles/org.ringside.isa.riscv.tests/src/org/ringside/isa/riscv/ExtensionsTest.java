package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.Row;

/** What a hart has and lacks, by the ISA string of its board. */
class ExtensionsTest {

	private static final long VECTOR = RiscvBench.BASE + 0x4000;

	static Stream<Named<ExecutorMaker>> executors() {
		return RiscvBench.executors();
	}

	private static boolean traps(RiscvBench bench, Row row) {
		bench.write("mtvec", VECTOR);
		bench.write("mcause", 0);
		bench.write("mstatus", MachineCsrs.FS);
		bench.hart.x[10] = RiscvBench.BASE + 0x800;
		long[] values = row.fields().stream().mapToLong(field -> switch (field.name()) {
		case "rm" -> 0;
		case "uimm" -> 8;
		default -> 10;
		}).toArray();
		bench.execute(RiscvBench.BASE, row.name(), values);
		return bench.hart.pc == VECTOR && bench.read("mcause") == Cause.ILLEGAL;
	}

	@ParameterizedTest
	@MethodSource("executors")
	void rowsOfWhatIsLackingAreIllegal(ExecutorMaker executor) {
		Set<String> optional = new HashSet<>();
		try (RiscvBench without = new RiscvBench(executor, Map.of("extensions", "rv64imac")); RiscvBench with = new RiscvBench(executor)) {
			for (Row row : RiscvBench.ISA.rows()) {
				if (row.contextMask() != 0) {
					assertTrue(traps(without, row), row::name);
					assertFalse(traps(with, row), row::name);
					optional.add(row.name());
				}
			}
		}
		assertTrue(optional.containsAll(Set.of("sh1add", "clz", "rev8", "clmul", "bseti", "czero.eqz", "cbo.zero", "cbo.flush", "sinval.vma",
				"fadd.s", "fcvt.d.lu", "c.fsdsp")),
				optional::toString);
	}

	@ParameterizedTest
	@MethodSource("executors")
	void eachIsThereByItself(ExecutorMaker executor) {
		try (RiscvBench bench = new RiscvBench(executor, Map.of("extensions", "rv64imac_zicsr_zbb"))) {
			assertFalse(traps(bench, RiscvBench.ISA.row("cpop")));
			assertTrue(traps(bench, RiscvBench.ISA.row("sh1add")));
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void fieldsThatEnableWhatIsLackingStayZero(ExecutorMaker executor) {
		try (RiscvBench bench = new RiscvBench(executor, Map.of("extensions", "rv64imac_zicboz"))) {
			bench.write("menvcfg", -1);
			assertEquals(MachineCsrs.FIOM | MachineCsrs.CBZE, bench.read("menvcfg"));
			bench.write("mtvec", VECTOR);
			bench.execute(RiscvBench.BASE, "csrrs", 0x14d, 0, 10);
			assertEquals(VECTOR, bench.hart.pc, "there is no stimecmp");
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void zeroingClearsTheBlockAroundTheAddress(ExecutorMaker executor) {
		try (RiscvBench bench = new RiscvBench(executor)) {
			long block = RiscvBench.BASE + 0x1000;
			for (int i = -8; i < 72; i += 8) {
				bench.put(block + i, 8, -1);
			}
			bench.hart.x[10] = block + 37;
			bench.execute(RiscvBench.BASE, "cbo.zero", 10);
			for (int i = -8; i < 72; i += 8) {
				assertEquals(i < 0 || i == 64 ? -1 : 0, bench.get(block + i, 8), "at " + i);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("executors")
	void faultsOfABlockAreThoseOfAStoreAtTheAddressGiven(ExecutorMaker executor) {
		try (RiscvBench bench = new RiscvBench(executor)) {
			for (String name : new String[] { "cbo.zero", "cbo.clean", "cbo.flush", "cbo.inval" }) {
				// the first entry lets S execute the instruction, and nothing else
				bench.write("pmpaddr0", RiscvBench.BASE + 4 >> 2);
				bench.write("pmpcfg0", 0x0c);
				bench.write("menvcfg", 0xf0);
				bench.write("mtvec", VECTOR);
				bench.enter(RiscvHart.S);
				bench.hart.x[10] = RiscvBench.BASE + 0x1234;
				bench.execute(RiscvBench.BASE, name, 10);
				assertEquals(Cause.STORE_ACCESS, bench.read("mcause"), name);
				assertEquals(RiscvBench.BASE + 0x1234, bench.read("mtval"), name);
			}
		}
	}
}
