package org.ringside.guest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.lab.Divergence;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;
import org.ringside.lab.Script;

/** Linux does not notice what runs it: registers, memory, devices and clock are the same at each of many checkpoints. */
class VirtualizedTest {

	private static final Script POWER_OFF = Debian.typing("cat /proc/interrupts; poweroff -f");
	private static final long FIFTY_MILLION = 50_000_000;

	private static Supplier<Run> run(Experiment experiment) {
		return () -> Run.of(Debian.CATALOG, experiment, Inputs.script(POWER_OFF));
	}

	private static Divergence.Result compare(Experiment one, Experiment other, long until) {
		try (Divergence divergence = new Divergence(run(one), run(other), _ -> {
		})) {
			Divergence.Result result = divergence.find(until);
			assertTrue(result.equal(), result.toString());
			return result;
		}
	}

	@ParameterizedTest
	@CsvSource({ "builtin, 1", "fw_dynamic.bin, 2", "builtin, 4" })
	void underShadowTablesTheBootIsThatOfTheBareMachine(String firmware, int harts) {
		Experiment bare = Debian.under(firmware).withHarts(harts);
		Divergence.Result result = compare(bare, bare.withHypervisor("type1-shadow"), Run.WITHOUT_END);
		assertEquals(new Ending(Ending.Reason.POWER_OFF, 0), result.ending());
		assertTrue(result.steps() > 5 * FIFTY_MILLION, result.toString());
	}

	@Test
	void onTheReferenceTheFirstFiftyMillionStepsAreThoseOfTheInterpreter() {
		Experiment fast = Debian.experiment();
		assertEquals(FIFTY_MILLION, compare(fast, fast.withEngine("reference"), FIFTY_MILLION).steps());
	}
}
