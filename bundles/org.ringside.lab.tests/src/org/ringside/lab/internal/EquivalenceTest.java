package org.ringside.lab.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.engine.Runner.Stop;
import org.ringside.hypervisor.Exits;
import org.ringside.hypervisor.Hypervisor;
import org.ringside.lab.Experiment;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.Bench;
import org.ringside.testkit.FlatCatalog;
import org.ringside.testkit.Lockstep;

/** A VM is equal to the machine of the same board, at each checkpoint: registers, memory, devices, clock and turns. */
class EquivalenceTest {

	private static final Catalog CATALOG = FlatCatalog.ofClassPath();
	private static final long ENOUGH = 50_000_000, MEMORY = 4 << 20;

	private static Bench bench(Assembly assembly) {
		return new Bench(assembly.machine(), assembly.isa(), assembly.runner());
	}

	@ParameterizedTest(name = "harts={0}")
	@ValueSource(ints = { 1, 2, 4 })
	void theEmbeddedKernelDoesNotNoticeThatItIsVirtualized(int harts) {
		Experiment bare = Experiment.standard().withMemory(MEMORY).withHarts(harts);
		Assembly virtual = Assembly.of(CATALOG, bare.withHypervisor("type1-shadow"));
		try (Lockstep both = new Lockstep(bench(Assembly.of(CATALOG, bare)), bench(virtual))) {
			assertEquals(Stop.EXIT, both.run(ENOUGH, 50_021));
			Hypervisor hypervisor = virtual.hypervisor().orElseThrow();
			Exits exits = hypervisor.exits();
			assertTrue(exits.direct() > 100 * exits.total(), "%d steps directly, %d exits".formatted(exits.direct(), exits.total()));
			assertEquals(both.second().steps(), exits.direct() + exits.emulated() + exits.reflected());
		}
	}
}
