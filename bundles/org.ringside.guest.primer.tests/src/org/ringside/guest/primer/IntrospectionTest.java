package org.ringside.guest.primer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.guest.Introspection.Process;
import org.ringside.guest.Symbols.Symbol;

class IntrospectionTest {

	private static final long U_MODE = 0;
	private static final int PRIV = 0x2001;

	@Test
	void beforeTheFirstInstructionThereIsNothing() {
		try (Booted run = Booted.primer(2, Booted.INTERPRETER)) {
			assertEquals(List.of(), run.introspection().processes(run));
			assertEquals(Optional.empty(), run.introspection().current(run, 0));
			assertEquals(Optional.empty(), run.introspection().systemCall(run, 0));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4 })
	void processesAndCurrentOnesMakeSenseThroughoutARun(int harts) {
		Set<String> seen = new HashSet<>();
		try (Booted run = Booted.primer(harts, Booted.INTERPRETER)) {
			while (run.machine.exit().isEmpty()) {
				run.scheduler.run(9_973);
				List<Process> processes = run.introspection().processes(run);
				List<Process> currents = new ArrayList<>();
				for (int hart = 0; hart < harts; hart++) {
					run.introspection().current(run, hart).ifPresent(currents::add);
					checkUserMode(run, hart);
				}
				assertTrue(processes.containsAll(currents), () -> processes + " and " + currents);
				assertEquals(currents.size(), new HashSet<>(currents).size(), "two harts run one process");
				processes.forEach(process -> seen.add(process.id() + " " + process.name() + " " + process.state()));
			}
			assertEquals(Set.of("1 primes", "2 heap", "3 echo", "4 wild"),
					Set.copyOf(run.introspection().processes(run).stream().map(p -> p.id() + " " + p.name()).toList()));
			assertTrue(run.introspection().processes(run).stream().allMatch(p -> p.state().equals("exited") && p.root() == 0));
		}
		assertTrue(seen.containsAll(Set.of("1 primes running", "2 heap sleeping", "3 echo sleeping", "4 wild exited")), seen::toString);
	}

	/** Who executes in user mode is somebody, and the hart translates by that one's tables. */
	private static void checkUserMode(Booted run, int hart) {
		if (run.machine.harts().get(hart).readRegister(PRIV) == U_MODE) {
			Process current = run.introspection().current(run, hart).orElseThrow();
			assertEquals("running", current.state());
			assertEquals((run.register(hart, "satp") & (1L << 44) - 1) << 12, current.root());
		}
	}

	@Test
	void systemCallsAreToldWithTheirArguments() {
		Map<String, String> calls = new TreeMap<>();
		try (Booted run = Booted.primer(1, Booted.INTERPRETER)) {
			long vector = run.symbols().address("trap_vector");
			for (long step = 0; step < 1_500_000 && run.machine.exit().isEmpty(); step++) {
				run.scheduler.run(1);
				if (run.machine.harts().getFirst().pc == vector) {
					run.introspection().systemCall(run, 0)
							.ifPresent(call -> calls.putIfAbsent(run.introspection().current(run, 0).orElseThrow().name() + " " + call.name(), call.toString()));
				}
			}
		}
		assertEquals("getpid()", calls.get("primes getpid"));
		assertEquals("write(fd=1, buffer=\"primes(1): 430 primes be\"..., length=33)", calls.get("primes write"));
		assertEquals("brk(address=0x0)", calls.get("heap brk"));
		assertEquals("yield()", calls.get("heap yield"));
	}

	@Test
	void symbolsAreWhereThePcFindsThem() {
		try (Booted run = Booted.primer(1, Booted.INTERPRETER)) {
			Set<String> seen = new HashSet<>();
			for (run.scheduler.run(4_999); run.machine.exit().isEmpty(); run.scheduler.run(4_999)) {
				long pc = run.register(0, "pc");
				Optional<Symbol> symbol = run.symbols().at(pc);
				assertTrue(symbol.isPresent(), () -> "no symbol at 0x" + Long.toHexString(pc));
				seen.add(symbol.get().name());
			}
			assertTrue(seen.contains("program_primes"), seen::toString);
			assertFalse(run.symbols().at(0x10).isPresent());
		}
	}
}
