package org.ringside.lab.gdb;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.ringside.guest.GuestFile;
import org.ringside.isa.Architecture;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Experiment.Role;
import org.ringside.lab.Input;
import org.ringside.lab.Run;
import org.ringside.machine.catalog.Catalog;
import org.ringside.testkit.FlatCatalog;

/** A run that plays on a thread of its own, held at its first step, with a server for gdb. */
final class Served implements AutoCloseable {

	static final Catalog CATALOG = FlatCatalog.ofClassPath();

	final Run run;
	final GdbServer server;
	/** What the server had to say. */
	final List<String> said = new CopyOnWriteArrayList<>();
	private final CompletableFuture<Ending> ending;

	Served(Experiment experiment, Input input) {
		this(experiment, input, Run.WITHOUT_END);
	}

	/** Ends after so many steps. */
	Served(Experiment experiment, Input input, long steps) {
		run = Run.of(CATALOG, experiment, input);
		server = GdbServer.open(run, 0, said::add);
		run.ask(r -> r.debugger().hold());
		ending = CompletableFuture.supplyAsync(() -> {
			Ending how = run.play(steps, Duration.ofSeconds(120));
			server.ended(how);
			return how;
		});
	}

	/** An experiment with a program of assembly, entered in M mode on harts with 1 MiB. */
	static Experiment program(String source, int harts) {
		Isa isa = Isa.of(CATALOG.find(Architecture.class, "riscv64").orElseThrow().maker());
		try {
			byte[] flat = new Assembler(isa).origin(0x8000_0000L).assemble("test.s", source).flat();
			return Experiment.standard().withGuest("bare").withHarts(harts).withMemory(1 << 20)
					.withFile(Role.PROGRAM, new GuestFile("test.s", flat));
		} catch (AssemblyException e) {
			throw new AssertionError(e.getMessage(), e);
		}
	}

	/** How the run ended; waits for it. */
	Ending ending() {
		try {
			return ending.get(120, TimeUnit.SECONDS);
		} catch (InterruptedException | ExecutionException | TimeoutException e) {
			throw new AssertionError("the run did not end: " + said, e);
		}
	}

	/** The report without the only thing that may differ. */
	static String timeless(Run run, Ending ending) {
		return run.report(ending).json().replaceAll("\"wallSeconds\": [0-9.E-]+", "");
	}

	@Override
	public void close() {
		server.close();
		run.quit();
		ending();
		run.close();
	}
}
