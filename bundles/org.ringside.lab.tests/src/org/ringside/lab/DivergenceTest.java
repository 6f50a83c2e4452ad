package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.ringside.engine.Executor;
import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.Isa;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Contribution;
import org.ringside.testkit.FlatCatalog;

/** Two engines are broken on purpose; what is found must be the very step at which each goes wrong. */
class DivergenceTest {

	private static final long WRONG_AFTER = 54_321;
	private static final String SPARED = "gp";

	/** From some step on, each store also changes a register. The same happens whenever the span is run. */
	@Contribution(id = "stores-leak", label = "Reference, with a fault")
	public static final class StoresLeak implements ExecutorMaker {
		@Override
		public List<? extends Executor> create(Machine machine, Isa isa) {
			Hart hart = machine.harts().getFirst();
			int register = hart.registerNamed(SPARED);
			machine.memory().watcher(Memory.POINT, new Memory.Watcher() {
				@Override
				public void before(int frame, int offset, int width, int bits) {
					if (machine.clock().steps() >= WRONG_AFTER) {
						hart.writeRegister(register, hart.readRegister(register) + 1);
					}
				}
			});
			for (int frame = 0; frame < machine.memory().frames(); frame++) {
				machine.memory().watch(frame, Memory.POINT);
			}
			return reference().create(machine, isa);
		}
	}

	/** Once, and from no state, at one moment: a span that is run again from a snapshot goes right. */
	@Contribution(id = "hiccup", label = "Reference, with a fault that no snapshot has")
	public static final class Hiccup implements ExecutorMaker {
		@Override
		public List<? extends Executor> create(Machine machine, Isa isa) {
			Hart hart = machine.harts().getFirst();
			int register = hart.registerNamed(SPARED);
			machine.clock().timer(() -> hart.writeRegister(register, 77)).set(WRONG_AFTER * machine.clock().rate());
			return reference().create(machine, isa);
		}
	}

	private static final Catalog SHIPPED = FlatCatalog.ofClassPath();

	private static ExecutorMaker reference() {
		return SHIPPED.find(ExecutorMaker.class, "reference").orElseThrow().maker();
	}

	private final Catalog catalog = FlatCatalog.ofClassPath(new StoresLeak(), new Hiccup());

	private Supplier<Run> on(String engine) {
		return () -> Run.of(catalog, Experiment.standard().withEngine(engine), Inputs.none());
	}

	private Divergence.Result find(String one, String other, long until) {
		try (Divergence divergence = new Divergence(on(one), on(other), _ -> {
		})) {
			return divergence.find(until);
		}
	}

	@Test
	void enginesThatAreRightAreEqualToTheEnd() {
		Divergence.Result result = find("interpreter", "reference", Run.WITHOUT_END);
		assertTrue(result.equal(), result.toString());
		assertEquals(Ending.Reason.POWER_OFF, result.ending().reason());
		assertTrue(result.steps() > 500_000, result.toString());
	}

	@Test
	void theFirstWrongStepIsFoundWithItsInstructionAndRegister() {
		Divergence.Result result = find("interpreter", "stores-leak", 400_000);
		assertFalse(result.equal());
		assertTrue(result.steps() >= WRONG_AFTER && result.steps() < WRONG_AFTER + 1000, result.toString());
		assertTrue(result.instruction().matches("hart 0, \\w+, 0x\\p{XDigit}+: (c\\.)?s[bhwd].*"), result.instruction());
		assertTrue(result.differences().getFirst().startsWith("hart 0 gp: "), result.differences().toString());
	}

	@Test
	void aFaultThatNoSnapshotHoldsIsFoundFromPowerOn() {
		Divergence.Result result = find("interpreter", "hiccup", 400_000);
		assertFalse(result.equal());
		// the timer fires before the step, so that it is seen one step earlier than the instruction
		assertEquals(WRONG_AFTER - 1, result.steps(), 1);
		assertTrue(result.differences().getFirst().startsWith("hart 0 gp: ") && result.differences().getFirst().endsWith(" and 0x4d"),
				result.differences().toString());
	}
}
