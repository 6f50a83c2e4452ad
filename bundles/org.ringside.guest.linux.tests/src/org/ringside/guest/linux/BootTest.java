package org.ringside.guest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;
import org.ringside.lab.SavedRun;
import org.ringside.lab.Script;

class BootTest {

	private static final Ending OFF = new Ending(Ending.Reason.POWER_OFF, 0);

	@ParameterizedTest
	@CsvSource({ "builtin, 1", "builtin, 4", "fw_jump.bin, 2", "fw_dynamic.bin, 1", "fw_dynamic.bin, 4" })
	void theShellAnswersAndPowersOff(String firmware, int harts) {
		Experiment experiment = Debian.under(firmware).withHarts(harts);
		Script script = Debian.typing("echo $((6*7)) is the answer; nproc; grep -c ^processor /proc/cpuinfo", "poweroff -f");
		try (Run run = Run.of(Debian.CATALOG, experiment, Inputs.script(script))) {
			Debian.Outcome outcome = Debian.play(run, Run.WITHOUT_END);
			assertEquals(OFF, outcome.ending(), outcome.printed());
			assertTrue(outcome.printed().contains("\n42 is the answer\n%d\n%d\n".formatted(harts, harts)), outcome.printed());
			assertEquals(!firmware.equals(Experiment.BUILT_IN), outcome.printed().contains("Domain0 Next Address        : 0x0000000080200000"),
					outcome.printed());
			assertTrue(outcome.report().retiredByHart().stream().allMatch(instructions -> instructions > 1_000_000),
					() -> outcome.report().retiredByHart() + " instructions by hart");
		}
	}

	/** The middle is while several harts are up and the kernel makes its devices known. */
	@Test
	void aBootThatIsSavedInTheMiddleAndRestoredIsTheSameBoot(@TempDir Path folder) {
		Experiment experiment = Debian.experiment().withHarts(2);
		Script script = Debian.typing("dmesg | tail -n 2", "poweroff -f");
		Debian.Outcome whole;
		try (Run run = Run.of(Debian.CATALOG, experiment, Inputs.script(script))) {
			whole = Debian.play(run, Run.WITHOUT_END);
			assertEquals(OFF, whole.ending(), whole.printed());
		}
		Path file = folder.resolve("saved");
		String before;
		try (Run run = Run.of(Debian.CATALOG, experiment, Inputs.script(script))) {
			Debian.Outcome outcome = Debian.play(run, 150_000_001);
			assertEquals(Ending.Reason.STEPS, outcome.ending().reason());
			before = outcome.printed();
			run.save(file);
		}
		try (Run run = Run.of(Debian.CATALOG, SavedRun.read(file), experiment.engine(), Optional.empty())) {
			Debian.Outcome rest = Debian.play(run, Run.WITHOUT_END);
			assertEquals(whole.timeless(), rest.timeless());
			assertEquals(whole.printed(), before + rest.printed());
		}
	}

	/** From the middle of a boot on, with several harts up. */
	@Test
	@Tag("long")
	void bothExecutorsGoThroughTheSameFiftyMillionSteps(@TempDir Path folder) {
		Path file = folder.resolve("saved");
		try (Run run = Run.of(Debian.CATALOG, Debian.experiment().withHarts(2), Inputs.none())) {
			Debian.play(run, 150_000_000);
			run.save(file);
		}
		SavedRun saved = SavedRun.read(file);
		try (Run fast = Run.of(Debian.CATALOG, saved, "interpreter", Optional.empty());
				Run slow = Run.of(Debian.CATALOG, saved, "reference", Optional.empty())) {
			for (long until = 155_000_000; until <= 200_000_000; until += 5_000_000) {
				assertEquals(Debian.play(slow, until).timeless(), Debian.play(fast, until).timeless(), "at step " + until);
			}
		}
	}

	@Test
	void rebootStartsTheMachineAnewAndTheKernelComesUpAgain() {
		Script script = Debian.typing("echo first > /tmp/there; reboot -f", "ls /tmp | wc -l; poweroff -f");
		try (Run run = Run.of(Debian.CATALOG, Debian.experiment().withHarts(2), Inputs.script(script))) {
			Debian.Outcome outcome = Debian.play(run, Run.WITHOUT_END);
			assertEquals(OFF, outcome.ending(), outcome.printed());
			assertEquals(1, outcome.report().reboots());
			assertTrue(outcome.printed().contains("reboot: Restarting system"), outcome.printed());
			assertTrue(outcome.printed().contains("poweroff -f\n0\n"), outcome.printed());
		}
	}
}
