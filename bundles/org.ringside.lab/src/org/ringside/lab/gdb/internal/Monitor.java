package org.ringside.lab.gdb.internal;

import org.ringside.lab.Debugger;
import org.ringside.machine.Hart;

/** What {@code monitor} commands answer, and how harts are described. */
final class Monitor {

	private final Debugger debugger;
	private final Runnable quit;

	Monitor(Debugger debugger, Runnable quit) {
		this.debugger = debugger;
		this.quit = quit;
	}

	/** Lines of text. */
	String answer(String command) {
		return switch (command) {
		case "steps" -> debugger.machine().clock().steps() + "\n";
		case "info" -> info();
		case "quit" -> {
			quit.run();
			yield "the run ends\n";
		}
		case "help" -> """
			info   steps, machine time, harts and probes
			steps  steps of the machine since power-on
			quit   end the run
			Memory by machine address: maint packet Qqemu.PhyMemMode:1, and :0 for virtual addresses again.
			""";
		default -> "there is no \"" + command + "\": use help, info, steps or quit\n";
		};
	}

	private String info() {
		StringBuilder text = new StringBuilder();
		text.append("%d steps, %d ns of machine time%n".formatted(debugger.machine().clock().steps(), debugger.machine().clock().now()));
		for (Hart hart : debugger.machine().harts()) {
			text.append("%s, pc 0x%x, %d steps%n".formatted(thread(hart), hart.pc, hart.steps));
		}
		debugger.probes().all().forEach(probe -> text.append(probe).append('\n'));
		return text.toString();
	}

	/** A hart in a few words. */
	String thread(Hart hart) {
		return "hart %d (%s%s)".formatted(hart.index, hart.modeName(), hart.waiting ? ", waiting" : "");
	}

	/** The document that {@code info threads} is made from. */
	String threads() {
		StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n<threads>\n");
		for (Hart hart : debugger.machine().harts()) {
			text.append("<thread id=\"%x\" core=\"%d\" name=\"hart%d\">%s</thread>\n".formatted(hart.index + 1, hart.index, hart.index, thread(hart)));
		}
		return text.append("</threads>\n").toString();
	}
}
