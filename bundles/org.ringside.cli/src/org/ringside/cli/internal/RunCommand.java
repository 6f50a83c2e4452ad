package org.ringside.cli.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Input;
import org.ringside.lab.Inputs;
import org.ringside.lab.LabException;
import org.ringside.lab.LiveInput;
import org.ringside.lab.Reasons;
import org.ringside.lab.Run;
import org.ringside.lab.SavedRun;
import org.ringside.lab.Script;
import org.ringside.lab.gdb.GdbServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringside run}. */
@Command(name = "run", mixinStandardHelpOptions = true, description = {
		"Runs a guest, or a program, on a machine. Its serial console is standard input and output.",
		"On a terminal every key goes to the guest: Ctrl-A x ends the run, Ctrl-A Ctrl-A sends Ctrl-A." }, footer = { "",
				"Input is a terminal, a pipe (the next byte when the last was read and the guest idles or polls),",
				"a script, or a replay. A script has a line for each action: expect \"TEXT\", send \"TEXT\\n\",", "wait STEPS, end.", "",
				"Exit status:", "    the guest's own, if it powers the machine off (255 for one that is larger)",
				"  0 also after --until, --stop-after, a script's end and Ctrl-A x",
				"  2 bad usage, bad input, or output that cannot be written: one line says what, where and what to do",
				"  3 the guest reset the machine, panicked, or waits forever", "  4 --timeout", "  5 a script's expect, or --until, was never met",
				" 70 a defect of Ringside" })
final class RunCommand implements Callable<Integer> {

	private final Host host;

	@Mixin
	private MachineOptions machine;

	@Mixin
	private GdbOptions debugging;

	@Option(names = "--input", paramLabel = "SCRIPT", description = "What to type when the guest printed what, from a file.")
	private String script;

	@Option(names = "--record", paramLabel = "FILE", description = "Write what is typed, and at which step.")
	private String record;

	@Option(names = "--replay", paramLabel = "FILE", description = "Type what was recorded, at the same steps.")
	private String replay;

	@Option(names = "--until", paramLabel = "TEXT", description = "End when the guest has printed this.")
	private String until;

	@Option(names = "--stop-after", paramLabel = "STEPS", description = "End when the machine has made so many steps since power-on.")
	private String stopAfter;

	@Option(names = "--timeout", paramLabel = "SECONDS", description = "End after so much time on the wall.")
	private String timeout;

	@Option(names = "--report", paramLabel = "FILE", description = "Write what the run was, in numbers, as JSON.")
	private String report;

	@Option(names = "--processes", description = "At the end, list the guest's processes on standard error.")
	private boolean processes;

	@Option(names = "--trace", paramLabel = "FILE", description = "Write a line for each step.")
	private String trace;

	@Option(names = "--save", paramLabel = "FILE", description = "Save the run where it ends.")
	private String save;

	@Option(names = "--restore", paramLabel = "FILE", description = "Go on from where a run was saved; needs no other option.")
	private String restore;

	RunCommand(Host host) {
		this.host = host;
	}

	@Override
	public Integer call() {
		host.warnOfProblems();
		long stop = stopAfter == null ? Run.WITHOUT_END : MachineOptions.number("--stop-after", stopAfter, 0, Long.MAX_VALUE);
		Duration patience = patience();
		if (until != null && until.isEmpty()) {
			throw new LabException("--until \"\": an empty text is always there; name one that the guest prints");
		}
		distinct();
		writable("--report", report);
		writable("--save", save);
		writable("--symbols", debugging.symbols());
		try (Interruption interruption = new Interruption(); Typist typist = typist(); Run run = run(typist)) {
			interruption.ends(run);
			typist.onQuit(run::quit);
			machine.chosen(run).ifPresent(line -> host.err().println("ringside run: " + line));
			if (until != null) {
				run.until(until);
			}
			if (record != null) {
				run.record(InputFile.path("--record", record));
			}
			if (trace != null) {
				run.trace(InputFile.path("--trace", trace));
			}
			Optional<GdbServer> gdb = debugging.open(run, host);
			try {
				return play(run, stop, patience, gdb);
			} finally {
				gdb.ifPresent(GdbServer::close);
			}
		}
	}

	private int play(Run run, long stop, Duration patience, Optional<GdbServer> gdb) {
		Ending ending;
		try (Console _ = new Console(host, run)) {
			ending = run.play(stop, patience);
			gdb.ifPresent(server -> server.ended(ending));
			if (save != null) {
				run.save(InputFile.path("--save", save));
			}
			if (report != null) {
				write(InputFile.path("--report", report), run.report(ending).json());
			}
		}
		if (processes) {
			ProcessList.print(run, host.err());
		}
		return status(run, ending);
	}

	private int status(Run run, Ending ending) {
		String unmet = run.unmet();
		String name = "ringside run: ";
		if (!unmet.isEmpty()) {
			host.err().println(name + unmet);
		}
		boolean missed = until != null && ending.reason() != Ending.Reason.UNTIL;
		if (missed) {
			host.err().println(name + "the guest never printed \"" + until + "\", which --until waits for");
		}
		return switch (ending.reason()) {
		case POWER_OFF -> ending.status() == 0 && (missed || !unmet.isEmpty()) ? Status.SCRIPT_UNMET : Status.ofGuest(ending.status());
		case UNTIL, STEPS, SCRIPT, QUIT -> Status.OK;
		case RESET -> ended(name + "the guest reset the machine, which ends a run: --reboots N starts it anew N times",
				Status.GUEST_ENDED_OTHERWISE);
		case PANIC -> ended(name + "the guest gave up: " + run.failure().orElse("a panic"), Status.GUEST_ENDED_OTHERWISE);
		case WAITS_FOREVER -> ended(name + "the guest waits forever: every hart waits, no deadline is set and no input will come",
				Status.GUEST_ENDED_OTHERWISE);
		case TIMEOUT -> ended(name + "ended by --timeout after " + timeout + " s", Status.TIMEOUT);
		};
	}

	private int ended(String line, int status) {
		host.err().println(line);
		return status;
	}

	// ---- what is run

	private Run run(Typist typist) {
		if (restore == null) {
			return Run.of(host.catalog(), machine.experiment(host, Experiment.standard()), typist.input());
		}
		SavedRun saved = SavedRun.read(InputFile.path("--restore", restore));
		Experiment given = machine.experiment(host, saved.experiment());
		given.firstDifference(saved.experiment()).ifPresent(difference -> {
			throw new LabException("--restore " + restore + ": the saved run has another " + difference + ": leave that out");
		});
		SavedRun placed = machine.disks(given).map(saved::withDisks).orElse(saved);
		boolean goesOn = saved.script().isPresent() && script == null && replay == null;
		return Run.of(host.catalog(), placed, machine.engine().orElse(saved.experiment().engine()),
				goesOn ? Optional.empty() : Optional.of(typist.input()));
	}

	private Typist typist() {
		if (script != null && replay != null) {
			throw new LabException("--input and --replay both say what is typed: leave one out");
		}
		if (script != null) {
			return Typist.of(Inputs.script(Script.parse(script, InputFile.text("--input", script))));
		}
		if (replay != null) {
			return Typist.of(Inputs.replay(replay, InputFile.textBytes("--replay", replay)));
		}
		return host.terminal() ? Typist.atTerminal(new LiveInput()) : Typist.of(Inputs.pipe(host.in()));
	}

	private Duration patience() {
		if (timeout == null) {
			return Run.FOR_EVER;
		}
		if (!timeout.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
			throw new LabException("--timeout " + timeout + ": give seconds, such as 10 or 0.5");
		}
		return Duration.ofNanos((long) (Double.parseDouble(timeout) * 1e9));
	}

	// ---- files that are written at the end, but looked at now

	/** Going on from a saved run may replace it, and a replay may be recorded anew. */
	private void distinct() {
		InputFile.isNot("--report", report, script, replay, restore, trace, save, record);
		InputFile.isNot("--trace", trace, script, replay, restore, save, record);
		InputFile.isNot("--save", save, script, replay, record);
		InputFile.isNot("--record", record, script, restore);
		InputFile.isNot("--symbols", debugging.symbols(), script, replay, restore, trace, save, record, report);
		for (String input : machine.files(host)) {
			InputFile.isNot("--report", report, input);
			InputFile.isNot("--trace", trace, input);
			InputFile.isNot("--save", save, input);
			InputFile.isNot("--record", record, input);
			InputFile.isNot("--symbols", debugging.symbols(), input);
		}
	}

	private static void writable(String option, String name) {
		if (name == null) {
			return;
		}
		Path file = InputFile.path(option, name);
		Path folder = file.toAbsolutePath().getParent();
		String reason = Files.isDirectory(file) || folder == null ? "it is a folder"
				: !Files.exists(folder) ? "there is no folder " + folder
						: !Files.isDirectory(folder) ? folder + " is no folder" : Files.isWritable(folder) ? "" : "access to " + folder + " is denied";
		if (!reason.isEmpty()) {
			throw new LabException(option + " " + name + ": it cannot be written: " + reason + "; name a file in a folder that can be written");
		}
	}

	private static void write(Path file, String text) {
		try {
			Files.writeString(file, text);
		} catch (IOException e) {
			throw new LabException("--report " + file + ": it cannot be written: " + Reasons.of(e), e);
		}
	}
}
