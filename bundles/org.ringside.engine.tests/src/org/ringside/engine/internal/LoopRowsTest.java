package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.isa.riscv.RiscvArchitecture;

/** What HotSpot needs of the loop, and what programs need in it. */
class LoopRowsTest {

	/** Longer methods are not compiled. */
	private static final int HUGE = 8000;

	private final Isa isa = Isa.of(new RiscvArchitecture());
	private final LoopSpinner spinner;
	private final byte[] loop;

	LoopRowsTest() {
		Map<Row, Packing> packings = new IdentityHashMap<>();
		isa.rows().forEach(row -> packings.put(row, new Packing(row)));
		spinner = new LoopSpinner(isa, packings);
		loop = spinner.spin();
	}

	@Test
	void noMethodIsTooLongToBeCompiled() {
		ClassFile.of().parse(loop).methods().forEach(method -> {
			int length = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
			assertTrue(length < HUGE, () -> method.methodName() + " has " + length + " bytes");
		});
	}

	@Test
	void allThatEveryMachineHasIsInTheLoop() {
		List<String> missing = isa.rows().stream().filter(row -> row.contextMask() == 0 && !row.system() && LoopRows.spun(row))
				.filter(row -> !spinner.rows().common().contains(row)).map(Row::name).toList();
		assertEquals(List.of(), missing);
	}

	@Test
	void everyRowIsOnceInTheLoopOrBesideIt() {
		List<Row> rows = Stream.concat(spinner.rows().common().stream(), spinner.rows().outside().stream().flatMap(group -> group.rows().stream()))
				.toList();
		assertEquals(isa.rows().stream().filter(LoopRows::spun).collect(Collectors.toSet()), Set.copyOf(rows));
		assertEquals(rows.size(), Set.copyOf(rows).size());
	}

	@Test
	void aPlainGroupHasRowsOfOneLengthThatDoNotTakeTheHart() {
		for (LoopRows.Group group : spinner.rows().outside()) {
			if (group.plain()) {
				assertTrue(group.rows().stream().allMatch(row -> !row.system() && row.length() == group.length()), group::toString);
			}
		}
		assertTrue(spinner.rows().outside().stream().anyMatch(LoopRows.Group::plain));
	}
}
