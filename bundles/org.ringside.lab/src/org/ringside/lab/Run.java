package org.ringside.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.ringside.devices.board.BoardException;
import org.ringside.engine.Runner;
import org.ringside.guest.GuestException;
import org.ringside.guest.GuestView;
import org.ringside.guest.Image;
import org.ringside.guest.Introspection;
import org.ringside.hypervisor.Exits;
import org.ringside.hypervisor.Hypervisor;
import org.ringside.hypervisor.HypervisorException;
import org.ringside.isa.IsaException;
import org.ringside.lab.internal.Assembly;
import org.ringside.lab.internal.Bell;
import org.ringside.lab.internal.Constant;
import org.ringside.lab.internal.LineKeyboard;
import org.ringside.lab.internal.Printed;
import org.ringside.lab.internal.Recording;
import org.ringside.lab.internal.SerialLine;
import org.ringside.lab.internal.SymbolFile;
import org.ringside.lab.internal.Trace;
import org.ringside.lab.internal.Until;
import org.ringside.machine.Clock;
import org.ringside.machine.Component;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.state.Digest;
import org.ringside.machine.state.Snapshot;
import org.ringside.machine.state.SnapshotFile;

/**
 * A run: a machine with its guest, seen from outside. {@link #play} executes it on the calling thread; the other methods
 * are for that thread too, but for those that say otherwise. What other threads ask is served between two chunks of a
 * few milliseconds.
 *
 * <pre>{@code
 * try (Run run = Run.of(catalog, Experiment.standard(), Inputs.none())) {
 * 	run.onOutput(System.out::writeBytes);
 * 	Ending ending = run.play(Run.WITHOUT_END, Run.FOR_EVER);
 * 	System.out.print(run.report(ending).json());
 * }
 * }</pre>
 */
public final class Run implements AutoCloseable {

	/** As many steps as there are. */
	public static final long WITHOUT_END = Long.MAX_VALUE;

	/** No limit of the time on the wall. */
	public static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE / 4);

	/**
	 * How far a run is.
	 *
	 * @param steps of the machine
	 * @param nanoseconds of machine time
	 * @param printed bytes
	 */
	public record Progress(long steps, long nanoseconds, long printed) {
	}

	private static final String POSITION = SavedRun.LAB + "position";
	private static final long CHUNK_NANOSECONDS = 5_000_000;
	private static final long LEAST_CHUNK = 1_000;
	private static final long MOST_CHUNK = 1L << 26;

	private final Assembly assembly;
	private final Machine machine;
	private final Runner runner;
	private final SerialLine line;
	private final GuestView view;
	private final Input input;
	private final Printed printed = new Printed();
	private final Bell bell = new Bell();
	private final Debugger debugger;
	private final List<Consumer<byte[]>> outputs = new ArrayList<>();
	private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
	private Optional<Recording> recording = Optional.empty();
	private Optional<Trace> trace = Optional.empty();
	private Optional<String> failure = Optional.empty();
	private Optional<Ending.Reason> asked = Optional.empty();
	private long chunk = LEAST_CHUNK;
	private long chunkEnds;
	private long deadline;
	private long wall;
	private volatile boolean quit;
	private volatile boolean paused;
	private volatile Progress progress = new Progress(0, 0, 0);

	private Run(Catalog catalog, Experiment experiment, Input input) {
		this.input = input;
		assembly = assembled(catalog, experiment);
		machine = assembly.machine();
		runner = assembly.runner();
		debugger = new Debugger(machine, assembly.isa(), runner);
		line = assembly.line();
		view = GuestView.of(machine, assembly.guest().image().symbols());
		runner.onIdle(this::skip);
		line.add(printed);
		line.add(new SerialLine.Listener() {
			@Override
			public void sent(int value) {
				input.sent(value);
			}

			@Override
			public void polled() {
				input.polled();
			}
		});
		input.onArrival(bell::ring);
		input.connect(new LineKeyboard(line, machine.clock(), this::end));
	}

	/** Whoever runs something need not know which part of it refuses. */
	private static Assembly assembled(Catalog catalog, Experiment experiment) {
		try {
			return Assembly.of(catalog, experiment);
		} catch (BoardException | GuestException | HypervisorException | IsaException e) {
			throw new LabException(e.getMessage(), e);
		}
	}

	/**
	 * Puts a machine together and powers it on; nothing is executed yet.
	 *
	 * @throws LabException if something that the experiment names cannot be used
	 */
	public static Run of(Catalog catalog, Experiment experiment, Input input) {
		return new Run(catalog, experiment, input);
	}

	/**
	 * Puts a machine together and brings it to where a saved run was.
	 *
	 * @param engine id of the executor, which need not be that of the saved run
	 * @param input another than that of the saved run, which begins now; if empty, the script of the saved run goes on,
	 *        if it had one
	 * @throws LabException if something that the experiment names cannot be used
	 * @throws org.ringside.machine.state.StateException if the saved run does not fit what is installed now
	 */
	public static Run of(Catalog catalog, SavedRun saved, String engine, Optional<Input> input) {
		Input goesOn = input.orElseGet(() -> saved.script().map(Inputs::script).orElseGet(Inputs::none));
		Run run = of(catalog, saved.experiment().withEngine(engine), goesOn);
		boolean restored = false;
		try {
			run.restore(saved, input.isPresent());
			restored = true;
			return run;
		} finally {
			if (!restored) {
				run.close();
			}
		}
	}

	private void restore(SavedRun saved, boolean otherInput) {
		SequencedMap<String, Component<?>> parts = parts();
		SequencedMap<String, Snapshot.Part> states = new LinkedHashMap<>(saved.snapshot().parts());
		if (otherInput) {
			for (String given : List.of(SavedRun.SCRIPT, POSITION)) {
				parts.remove(given);
				states.remove(given);
			}
		}
		new Snapshot(states, saved.snapshot().memory(), saved.snapshot().about()).restore(parts, machine.memory());
		told();
	}

	/** All that is saved, by path. */
	private SequencedMap<String, Component<?>> parts() {
		SequencedMap<String, Component<?>> parts = new LinkedHashMap<>(machine.components());
		assembly.hypervisor().ifPresent(hypervisor -> parts.put(SavedRun.LAB + "hypervisor", hypervisor.component()));
		parts.put(SavedRun.EXPERIMENT, new Constant<>(assembly.experiment().withDisks(assembly.disks().asTheyAre())));
		parts.put(SavedRun.SCRIPT, new Constant<>(SavedRun.ScriptText.of(input.script())));
		parts.put(SavedRun.LAB + "power", assembly.power());
		parts.put(SavedRun.LAB + "printed", printed);
		parts.put(SavedRun.LAB + "offers", line.offered());
		parts.put(POSITION, input.position());
		return parts;
	}

	// ---- what is wanted of it, before it begins

	/** Hands what the guest prints to someone, on the machine's thread, in the pieces in which it becomes known. */
	public void onOutput(Consumer<byte[]> output) {
		outputs.add(output);
	}

	/** Ends the run when the guest has printed a text. */
	public void until(String text) {
		line.add(new Until(text, () -> end(Ending.Reason.UNTIL)));
	}

	/** Writes what is typed, and when, to a file; throws {@link LabException} if that is not possible. */
	public void record(Path file) {
		Recording made = new Recording(file, machine.clock());
		line.add(made);
		recording = Optional.of(made);
	}

	/** Writes a line for each step to a file; throws {@link LabException} if that is not possible. */
	public void trace(Path file) {
		trace = Optional.of(new Trace(file, assembly));
	}

	// ---- from any thread

	/** Ends the run, between two steps. From any thread. */
	public void quit() {
		quit = true;
		bell.ring();
	}

	/** Holds the run, or lets it go on. From any thread. */
	public void pause(boolean hold) {
		paused = hold;
		bell.ring();
	}

	/** Has something done with the run between two steps, as soon as possible while it plays. From any thread. */
	public void ask(Consumer<Run> question) {
		requests.add(() -> question.accept(this));
		bell.ring();
	}

	/** How far it is. From any thread. */
	public Progress progress() {
		return progress;
	}

	/**
	 * The guest's symbols as an ELF file without code, for debuggers.
	 *
	 * @throws LabException if the guest has none
	 */
	public byte[] symbolFile() {
		Image image = assembly.guest().image();
		if (image.symbols().all().isEmpty()) {
			throw new LabException("guest " + assembly.experiment().guest() + " comes without symbols: use the file that its program was linked to");
		}
		return SymbolFile.of(image.symbols(), assembly.isa().description(), image.entry());
	}

	/** What debuggers are made of. */
	public Debugger debugger() {
		return debugger;
	}

	// ---- running

	/**
	 * Runs until there is a reason to end.
	 *
	 * @param until machine step at which to end, counted from power-on
	 * @param timeout on the wall
	 */
	public Ending play(long until, Duration timeout) {
		long began = System.nanoTime();
		deadline = began + timeout.toNanos();
		try {
			while (true) {
				Optional<Ending> ending = chunk(until);
				told();
				if (ending.isPresent()) {
					return ending.get();
				}
			}
		} finally {
			told();
			wall += System.nanoTime() - began;
		}
	}

	private Optional<Ending> chunk(long until) {
		for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
			request.run();
		}
		long now = System.nanoTime();
		if (quit) {
			recording.ifPresent(Recording::ended);
			return ended(Ending.Reason.QUIT);
		}
		if (now - deadline >= 0) {
			return ended(Ending.Reason.TIMEOUT);
		}
		if (paused || debugger.held().isPresent()) {
			bell.sleep(deadline - now);
			return Optional.empty();
		}
		input.between();
		long left = until - machine.clock().steps();
		if (left <= 0) {
			return machine.exit().isPresent() ? exited() : ended(Ending.Reason.STEPS);
		}
		chunkEnds = now + CHUNK_NANOSECONDS;
		Runner.Stop stop = execute(Math.min(left, chunk));
		if (stop == Runner.Stop.STEPS) {
			// one that ended early says nothing of how long a chunk takes
			adapt(System.nanoTime() - now);
		}
		if (asked.isPresent()) {
			if (asked.get() == Ending.Reason.SCRIPT) {
				recording.ifPresent(Recording::ended);
			}
			return ended(asked.get());
		}
		return switch (stop) {
		case EXIT -> exited();
		case IDLE -> waitForInput();
		default -> Optional.empty();
		};
	}

	private Runner.Stop execute(long steps) {
		return debugger.run(steps, trace.isPresent(),
				most -> trace.map(t -> t.run(runner, Math.min(most, LEAST_CHUNK))).orElseGet(() -> runner.run(most)));
	}

	/** Chunks so long that what others ask is served in time, and so short that nobody waits. */
	private void adapt(long took) {
		if (took < CHUNK_NANOSECONDS / 2) {
			chunk = Math.min(MOST_CHUNK, chunk * 2);
		} else if (took > CHUNK_NANOSECONDS) {
			chunk = Math.max(LEAST_CHUNK, chunk / 2);
		}
	}

	/** Every hart waits, and time is about to be skipped. False stops the chunk; that is never seen by the guest. */
	private boolean skip(long nanoseconds) {
		input.idle();
		if (machine.clock().untilNext() < nanoseconds) {
			return true;
		}
		long now = System.nanoTime();
		if (input.live()) {
			told();
			return bell.sleep(Math.min(nanoseconds, deadline - now)) && now + nanoseconds - deadline < 0;
		}
		return now - chunkEnds < 0;
	}

	/** Stopped because every hart waits: either nothing but input can go on, or {@link #skip} wanted a break. */
	private Optional<Ending> waitForInput() {
		if (machine.clock().untilNext() == Clock.NEVER) {
			input.idle();
		}
		if (machine.clock().untilNext() != Clock.NEVER) {
			return Optional.empty();
		}
		if (!input.live()) {
			return ended(Ending.Reason.WAITS_FOREVER);
		}
		told();
		bell.sleep(deadline - System.nanoTime());
		return Optional.empty();
	}

	private void end(Ending.Reason reason) {
		asked = Optional.of(reason);
		runner.stop();
	}

	/** A reset starts the machine anew, unless the guest gave up or does it for ever. */
	private Optional<Ending> reset() {
		boolean unknown = false;
		try {
			failure = introspection().flatMap(known -> known.failure(view));
		} catch (GuestException e) {
			// without its symbols a reset cannot be told from a panic, which would come again
			unknown = assembly.experiment().reboots() == Experiment.AS_OFTEN_AS_GUEST;
		}
		if (failure.isPresent()) {
			return ended(Ending.Reason.PANIC);
		}
		if (unknown || assembly.power().reboots() >= assembly.reboots()) {
			return ended(Ending.Reason.RESET);
		}
		assembly.power().again();
		return Optional.empty();
	}

	private static Optional<Ending> ended(Ending.Reason reason) {
		return Optional.of(new Ending(reason, 0));
	}

	private Optional<Ending> exited() {
		Machine.Exit exit = machine.exit().orElseThrow();
		return switch (exit.kind()) {
		case POWER_OFF -> Optional.of(new Ending(Ending.Reason.POWER_OFF, exit.status()));
		case RESET -> reset();
		};
	}

	/** Tells others how far it is, and hands out what was printed. */
	private void told() {
		byte[] fresh = printed.fresh();
		if (fresh.length > 0) {
			outputs.forEach(output -> output.accept(fresh));
		}
		progress = new Progress(machine.clock().steps(), machine.clock().now(), printed.length());
	}

	// ---- what it was

	/** What the run was until now. */
	public Report report(Ending ending) {
		Experiment experiment = assembly.experiment();
		Clock clock = machine.clock();
		List<Long> retired = machine.harts().stream().map(Hart::retired).toList();
		return new Report(experiment.guest(), experiment.board(), machine.harts().size(), (long) machine.memory().frames() * 4096, experiment.seed(),
				assembly.disks().asTheyBegan().stream().map(Report.Image::of).toList(), experiment.devices(), ending.reason().text(), ending.status(),
				assembly.power().reboots(), clock.steps(), clock.now(), clock.skipped(),
				retired.stream().mapToLong(Long::longValue).sum(), retired, causes(machine.traps(), false), causes(machine.interrupts(), true),
				new Report.Console(printed.length(), printed.hex()), printed.typed(), digest(), assembly.hypervisor().map(this::virtualized).stream().toList(),
				Math.round(wall / 1e6) / 1e3);
	}

	private Report.Virtualized virtualized(Hypervisor hypervisor) {
		Exits exits = hypervisor.exits();
		if (exits.direct() + exits.emulated() + exits.reflected() != machine.clock().steps()) {
			throw new IllegalStateException("of " + machine.clock().steps() + " steps the hypervisor accounts for " + exits.direct() + " direct, "
					+ exits.emulated() + " emulated and " + exits.reflected() + " reflected");
		}
		return new Report.Virtualized(assembly.experiment().hypervisor(), exits.direct(), exits.emulated(), exits.reflected(), exits.total(),
				exits.causes());
	}

	private List<Report.Cause> causes(Map<Integer, Long> counts, boolean interrupts) {
		Hart hart = machine.harts().getFirst();
		return counts.entrySet().stream()
				.map(count -> new Report.Cause(count.getKey(), hart.causeName(count.getKey(), interrupts), count.getValue())).toList();
	}

	/** SHA-256 of the machine's state now. */
	public String digest() {
		return new Digest().of(Snapshot.of(new LinkedHashMap<>(machine.components()), machine.memory()));
	}

	/** All state of the run now, to come back to with {@link #rewind}. */
	Snapshot snapshot() {
		return Snapshot.of(parts(), machine.memory());
	}

	/** Becomes in place what it was when the snapshot was taken; what was printed since is printed again. */
	void rewind(Snapshot to) {
		to.restore(parts(), machine.memory());
		asked = Optional.empty();
		failure = Optional.empty();
		told();
	}

	Assembly assembly() {
		return assembly;
	}

	/** Machine address of the first instruction that the guest executes. */
	public long entry() {
		return assembly.power().entry();
	}

	/** True if built-in firmware enters the guest, at a lower level than its own. */
	public boolean underFirmware() {
		return assembly.power().firmware();
	}

	/** Why the guest gave up, in its own words; empty if it did not. */
	public Optional<String> failure() {
		return failure;
	}

	/** What can be read of the guest's own ideas, if it is known how; from the {@link #view}. */
	public Optional<Introspection> introspection() {
		return assembly.guest().introspection();
	}

	/** The guest seen from outside, between two steps. */
	public GuestView view() {
		return view;
	}

	/** What the input still waits for, in one line; empty if nothing. */
	public String unmet() {
		return input.unmet();
	}

	/** Saves the run; throws {@link org.ringside.machine.state.StateException} if the file cannot be written. */
	public void save(Path file) {
		Experiment experiment = assembly.experiment();
		SnapshotFile.write(Snapshot.of(parts(), machine.memory()).about(Map.of("guest", experiment.guest(), "board", experiment.board(), "steps",
				Long.toString(machine.clock().steps()))), file);
	}

	/** Lets go of the machine and completes what is written to files. */
	@Override
	public void close() {
		recording.ifPresent(Recording::close);
		trace.ifPresent(Trace::close);
		assembly.close();
	}
}
