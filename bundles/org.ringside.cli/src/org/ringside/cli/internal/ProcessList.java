package org.ringside.cli.internal;

import java.io.PrintStream;
import java.util.List;

import org.ringside.guest.GuestException;
import org.ringside.guest.GuestView;
import org.ringside.guest.Introspection;
import org.ringside.guest.Introspection.Process;
import org.ringside.lab.Run;

/** Prints the guest's processes, and which of them each hart executes. */
final class ProcessList {

	private ProcessList() {
	}

	static void print(Run run, PrintStream out) {
		if (run.introspection().isEmpty()) {
			out.println("ringside run: --processes: it is not known how this guest keeps its processes");
			return;
		}
		Introspection guest = run.introspection().get();
		GuestView view = run.view();
		List<Process> processes;
		try {
			processes = guest.processes(view);
		} catch (GuestException e) {
			out.println("ringside run: --processes: " + e.getMessage());
			return;
		}
		for (int hart = 0; hart < view.harts(); hart++) {
			out.printf("hart %d: %s%n", hart, guest.current(view, hart).map(process -> process.id() + " " + process.name()).orElse("none"));
		}
		out.printf("%8s  %-12s  %-16s  %s%n", "ID", "STATE", "TABLES", "NAME");
		for (Process process : processes) {
			out.printf("%8d  %-12s  %-16s  %s%n", process.id(), process.state(), process.root() == 0 ? "-" : Long.toHexString(process.root()),
					process.name());
		}
	}
}
