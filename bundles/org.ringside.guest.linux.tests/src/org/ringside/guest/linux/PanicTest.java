package org.ringside.guest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.ringside.guest.Symbols.Symbol;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Experiment.Role;
import org.ringside.lab.Inputs;
import org.ringside.lab.Run;

class PanicTest {

	/** {@code [<ffffffff80006f7c>] dump_backtrace+0x28/0x30}: address, name, how far in, size. */
	private static final Pattern FRAME = Pattern.compile("\\[<([0-9a-f]{16})>] ([\\w.]+)\\+0x([0-9a-f]+)/0x([0-9a-f]+)");

	/** The kernel names the addresses of its own backtrace by the same table: a judge of ours. */
	@Test
	void aPanicEndsTheRunWithTheKernelsLastWordsAndItsBacktraceNamesTheSameSymbols() {
		Experiment noDisk = Experiment.standard().withGuest("linux").withFile(Role.KERNEL, Debian.file("vmlinux"))
				.withCommandLine(Debian.experiment().commandLine()).withReboots(0);
		try (Run run = Run.of(Debian.CATALOG, noDisk, Inputs.none())) {
			Debian.Outcome outcome = Debian.play(run, Run.WITHOUT_END);
			assertEquals(Ending.Reason.PANIC, outcome.ending().reason(), outcome.printed());
			assertEquals(Optional.of("Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)"), run.failure());
			TreeMap<String, String> ours = new TreeMap<>();
			TreeMap<String, String> kernels = new TreeMap<>();
			for (Matcher frame = FRAME.matcher(outcome.printed()); frame.find();) {
				Symbol symbol = run.view().symbols().at(Long.parseUnsignedLong(frame.group(1), 16)).orElseThrow();
				kernels.put(frame.group(2), frame.group(4));
				ours.put(symbol.name(), Long.toHexString(symbol.size()));
			}
			assertEquals(kernels, ours);
			assertTrue(kernels.size() >= 6 && kernels.containsKey("panic"), kernels::toString);
		}
	}
}
