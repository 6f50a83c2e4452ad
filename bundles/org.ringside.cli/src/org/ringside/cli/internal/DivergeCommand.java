package org.ringside.cli.internal;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import org.ringside.lab.Divergence;
import org.ringside.lab.Experiment;
import org.ringside.lab.Input;
import org.ringside.lab.Inputs;
import org.ringside.lab.LabException;
import org.ringside.lab.Run;
import org.ringside.lab.Script;
import org.ringside.machine.DeviceContext.Storage;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringside diverge}. */
@Command(name = "diverge", mixinStandardHelpOptions = true, description = {
		"Runs a guest twice and finds the first step after which the two differ.",
		"Once it runs as the options say, and once on the bare machine or on another engine. They should never",
		"differ: a step that does shows a defect of a hypervisor or an engine, or an instruction that cannot be virtualized." }, footer = { "", "Exit status:",
				"  0 the two are equal to the end", "  1 they differ: the step, the instruction and what it changed are printed",
				"  2 bad usage or bad input" })
final class DivergeCommand implements Callable<Integer> {

	private static final String REFERENCE = "reference";
	/** Lines of differences that are printed. */
	private static final int LINES = 40;
	private static final long TOLD_EVERY = 10_000_000;

	private final Host host;

	@Mixin
	private MachineOptions machine;

	@Option(names = "--against-engine", paramLabel = "ENGINE", description = {
			"Engine of the second run. Default: the same with --hypervisor, else the reference." })
	private String againstEngine;

	@Option(names = "--against-hypervisor", paramLabel = "ID", description = "Hypervisor of the second run. Default: none, the bare machine.")
	private String againstHypervisor;

	@Option(names = "--input", paramLabel = "SCRIPT", description = "What to type when the guest printed what, from a file.")
	private String script;

	@Option(names = "--stop-after", paramLabel = "STEPS", description = "Look no further than so many steps after power-on. Default: to the end.")
	private String stopAfter;

	DivergeCommand(Host host) {
		this.host = host;
	}

	@Override
	public Integer call() {
		host.warnOfProblems();
		long until = stopAfter == null ? Run.WITHOUT_END : MachineOptions.number("--stop-after", stopAfter, 1, Long.MAX_VALUE);
		Experiment one = machine.experiment(host, Experiment.standard());
		Experiment other = other(one);
		if (one.equals(other)) {
			throw new LabException("both runs are the same: give --hypervisor, --engine or --against-engine");
		}
		if (one.disks().stream().anyMatch(disk -> disk.use() == Storage.Use.WRITTEN)) {
			throw new LabException("--persist: the second run would find what the first one wrote; leave it out");
		}
		Supplier<Input> input = input();
		try (Divergence search = new Divergence(() -> Run.of(host.catalog(), one, input.get()), () -> Run.of(host.catalog(), other, input.get()),
				telling())) {
			return told(search.find(until), one, other);
		}
	}

	private Experiment other(Experiment one) {
		boolean bare = one.hypervisor().equals(Experiment.BARE);
		String engine = againstEngine != null ? againstEngine : bare && againstHypervisor == null ? REFERENCE : one.engine();
		return one.withEngine(engine).withHypervisor(againstHypervisor == null ? Experiment.BARE : againstHypervisor);
	}

	private Supplier<Input> input() {
		if (script == null) {
			return Inputs::none;
		}
		Script parsed = Script.parse(script, InputFile.text("--input", script));
		return () -> Inputs.script(parsed);
	}

	/** Says now and then how far they are equal, since it may take long. */
	private LongConsumer telling() {
		long[] next = { TOLD_EVERY };
		return steps -> {
			if (steps >= next[0]) {
				next[0] = steps + TOLD_EVERY;
				host.err().println("ringside diverge: equal after " + steps + " steps");
			}
		};
	}

	private int told(Divergence.Result result, Experiment one, Experiment other) {
		String first = words(one);
		String second = words(other);
		if (result.equal()) {
			host.out().println("%s and %s are equal for all %d steps, to the end (%s)".formatted(first, second, result.steps(), result.ending().reason().text()));
			return Status.OK;
		}
		host.out().println("equal for %d steps, and not after the next one: %s".formatted(result.steps(), result.instruction()));
		host.out().println("what differs then, under " + first + " and under " + second + ":");
		List<String> lines = result.differences();
		lines.stream().limit(LINES).forEach(line -> host.out().println("  " + line));
		if (lines.size() > LINES) {
			host.out().println("  and " + (lines.size() - LINES) + " more");
		}
		return Status.DIFFERENT;
	}

	private static String words(Experiment experiment) {
		return (experiment.hypervisor().equals(Experiment.BARE) ? "the bare machine" : experiment.hypervisor()) + " on the " + experiment.engine();
	}
}
