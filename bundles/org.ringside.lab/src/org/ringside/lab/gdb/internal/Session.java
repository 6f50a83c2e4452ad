package org.ringside.lab.gdb.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

import org.ringside.engine.Breakpoint;
import org.ringside.engine.Hit;
import org.ringside.engine.Watchpoint;
import org.ringside.lab.Debugger;
import org.ringside.machine.Hart;

/**
 * What a debugger asks for, packet by packet, and what it is answered. Lives on the thread that plays the run. Threads are
 * harts, numbered from 1.
 */
final class Session {

	private static final String OK = "OK";
	private static final String WRONG = "E01";
	private static final String UNREADABLE = "E0e";
	/** gdb is told so that it asks for something else. */
	private static final String UNKNOWN = "";

	private static final int SIGINT = 2;
	private static final int SIGTRAP = 5;

	private final Debugger debugger;
	private final TargetDescription registers;
	private final Monitor monitor;
	private final Consumer<String> send;
	private final Runnable quit;
	private final Insertions insertions;
	/** Indices of harts. */
	private int looksAt;
	private int resumes;
	/** gdb waits for a stop reply. */
	private boolean running;
	private boolean interrupted;
	private boolean reportsBreakpoints;
	private boolean machineAddresses;

	/** Holds the run. */
	Session(Debugger debugger, Monitor monitor, Consumer<String> send, Runnable quit) {
		this.debugger = debugger;
		this.monitor = monitor;
		this.send = send;
		insertions = new Insertions(debugger.probes());
		this.quit = quit;
		registers = new TargetDescription(debugger.isa());
		debugger.onStop(this::stopped);
		debugger.hold();
		looksAt = debugger.held().orElseThrow().hart();
	}

	/** The debugger is gone: nothing of it stays, and the run goes on. */
	void gone() {
		debugger.onStop(_ -> {
			// nobody listens
		});
		debugger.probes().clear();
		debugger.go();
	}

	/** The user wants the run to be held. */
	void interrupt() {
		if (running) {
			interrupted = true;
			debugger.hold();
		}
	}

	/** True while gdb waits for the run to be held. */
	boolean running() {
		return running;
	}

	private void stopped(Debugger.Stopped how) {
		looksAt = how.hart();
		resumes = how.hart();
		if (running) {
			running = false;
			send.accept(reason());
		}
		interrupted = false;
	}

	/**
	 * Answers a packet.
	 *
	 * @return empty if there is nothing to say yet
	 * @throws PacketException if it is not what the protocol says
	 */
	Optional<String> answer(String packet) {
		Words words = new Words(packet);
		if (packet.isEmpty()) {
			return Optional.of(UNKNOWN);
		}
		char kind = packet.charAt(0);
		words.skip(String.valueOf(kind));
		return switch (kind) {
		case 'c', 'C', 's', 'S' -> resumed(kind, words);
		case 'v' -> verb(words);
		case 'k' -> {
			quit.run();
			yield Optional.empty();
		}
		default -> Optional.of(immediate(kind, words));
		};
	}

	private String immediate(char kind, Words words) {
		return switch (kind) {
		case '?' -> why();
		case 'g' -> registers.readGeneral(hart());
		case 'G' -> okIf(registers.writeGeneral(hart(), words.hexBytes()));
		case 'p' -> registers.read(hart(), words.count()).orElse(WRONG);
		case 'P' -> write(words);
		case 'm' -> memory(words);
		case 'M' -> change(words, true);
		case 'X' -> change(words, false);
		case 'H' -> choose(words);
		case 'T' -> index(words.thread()).isPresent() ? OK : WRONG;
		case 'Z' -> insertions.insert(words).map(Session::okIf).orElse(UNKNOWN);
		case 'z' -> insertions.remove(words).map(Session::okIf).orElse(UNKNOWN);
		case 'q' -> query(words);
		case 'Q' -> set(words);
		case 'D' -> {
			gone();
			yield OK;
		}
		default -> UNKNOWN;
		};
	}

	private static String okIf(boolean done) {
		return done ? OK : WRONG;
	}

	private Hart hart() {
		return debugger.machine().harts().get(looksAt);
	}

	// ---- threads

	/** The hart of a thread; of any, the one looked at. */
	private OptionalInt index(long thread) {
		if (thread <= 0) {
			return OptionalInt.of(looksAt);
		}
		return thread <= debugger.machine().harts().size() ? OptionalInt.of((int) thread - 1) : OptionalInt.empty();
	}

	private String choose(Words words) {
		boolean looks = words.skip("g");
		if (!looks) {
			words.expect("c");
		}
		OptionalInt chosen = index(words.thread());
		if (chosen.isEmpty()) {
			return WRONG;
		}
		if (looks) {
			looksAt = chosen.getAsInt();
		} else {
			resumes = chosen.getAsInt();
		}
		return OK;
	}

	// ---- going on, and why it was held

	private Optional<String> resumed(char kind, Words words) {
		if (kind == 'C' || kind == 'S') {
			// a signal is no matter to a machine
			words.hex();
			words.skip(";");
		}
		if (!words.atEnd()) {
			debugger.isa().register("pc").write(debugger.machine().harts().get(resumes), words.hex());
		}
		return kind == 'c' || kind == 'C' ? go() : step(resumes);
	}

	private Optional<String> go() {
		running = true;
		debugger.go();
		return Optional.empty();
	}

	private Optional<String> step(int hart) {
		running = true;
		debugger.step(hart);
		return Optional.empty();
	}

	private Optional<String> verb(Words words) {
		if (words.skip("Cont?")) {
			return Optional.of("vCont;c;C;s;S;t");
		}
		if (words.skip("Cont;")) {
			return resumed(words);
		}
		if (words.skip("Kill")) {
			quit.run();
			return Optional.of(OK);
		}
		return Optional.of(UNKNOWN);
	}

	/** The first action that names a thread counts for it; that harts go on while another steps is how the machine is. */
	private Optional<String> resumed(Words words) {
		if (words.atEnd()) {
			throw new PacketException("names no action");
		}
		OptionalInt steps = OptionalInt.empty();
		boolean holds = false;
		while (!words.atEnd()) {
			Words action = new Words(words.until(';'));
			boolean step = action.skip("s") || action.skip("S");
			boolean hold = !step && action.skip("t");
			if (!step && !hold && !action.skip("c")) {
				action.expect("C");
			}
			action.until(':');
			OptionalInt hart = action.atEnd() ? OptionalInt.of(resumes) : index(action.thread());
			if (hart.isEmpty()) {
				return Optional.of(WRONG);
			}
			steps = step && steps.isEmpty() ? hart : steps;
			holds |= hold;
		}
		if (holds) {
			return Optional.of(why());
		}
		return steps.isPresent() ? step(steps.getAsInt()) : go();
	}

	/** Holds the run if it is not held: somebody who asks why believes that it is. */
	private String why() {
		running = false;
		debugger.hold();
		return reason();
	}

	private String reason() {
		Debugger.Stopped how = debugger.held().orElseThrow();
		String why = how.hit().map(this::reason).orElse("");
		return "T%02x%sthread:%x;".formatted(interrupted ? SIGINT : SIGTRAP, why, how.hart() + 1);
	}

	private String reason(Hit hit) {
		return switch (hit.probe()) {
		case Breakpoint _ -> !reportsBreakpoints ? "" : insertions.software(hit.address()) ? "swbreak:;" : "hwbreak:;";
		case Watchpoint watchpoint -> switch (watchpoint.on()) {
		case WRITE -> "watch:";
		case READ -> "rwatch:";
		case ACCESS -> "awatch:";
		} + Long.toHexString(hit.address()) + ";";
		};
	}

	// ---- registers and memory

	private String write(Words words) {
		int number = words.count();
		words.expect("=");
		return okIf(registers.write(hart(), number, words.hexBytes()));
	}

	private String memory(Words words) {
		long address = words.hex();
		words.expect(",");
		int length = Math.min(words.count(), Wire.MOST / 2);
		byte[] bytes = machineAddresses ? debugger.readMachine(address, length) : debugger.read(looksAt, address, length);
		return bytes.length == 0 && length > 0 ? UNREADABLE : HexFormat.of().formatHex(bytes);
	}

	private String change(Words words, boolean hex) {
		long address = words.hex();
		words.expect(",");
		int length = words.count();
		words.expect(":");
		byte[] bytes = hex ? words.hexBytes() : words.bytes();
		if (bytes.length != length) {
			throw new PacketException("says " + length + " bytes and has " + bytes.length);
		}
		boolean written = machineAddresses ? debugger.writeMachine(address, bytes) : debugger.write(looksAt, address, bytes);
		return written ? OK : UNREADABLE;
	}

	// ---- queries

	private String query(Words words) {
		if (words.skip("Supported")) {
			String theirs = words.rest();
			reportsBreakpoints = theirs.contains("swbreak+") && theirs.contains("hwbreak+");
			return "PacketSize=%x;QStartNoAckMode+;vContSupported+;swbreak+;hwbreak+;qXfer:features:read+;qXfer:threads:read+".formatted(Wire.MOST);
		}
		if (words.skip("Xfer:features:read:target.xml:")) {
			return part(registers.xml(), words);
		}
		if (words.skip("Xfer:features:read:")) {
			return "E00";
		}
		if (words.skip("Xfer:threads:read::")) {
			return part(monitor.threads(), words);
		}
		if (words.skip("fThreadInfo")) {
			StringBuilder text = new StringBuilder("m");
			debugger.machine().harts().forEach(hart -> text.append(hart.index == 0 ? "" : ",").append(Integer.toHexString(hart.index + 1)));
			return text.toString();
		}
		if (words.skip("sThreadInfo")) {
			return "l";
		}
		if (words.skip("ThreadExtraInfo,")) {
			OptionalInt hart = index(words.thread());
			return hart.isEmpty() ? WRONG : hex(monitor.thread(debugger.machine().harts().get(hart.getAsInt())));
		}
		if (words.skip("Rcmd,")) {
			String text = monitor.answer(new String(words.hexBytes(), StandardCharsets.UTF_8).strip());
			return hex(text);
		}
		if (words.skip("Symbol:")) {
			return OK;
		}
		return other(words.rest());
	}

	private String other(String query) {
		return switch (query) {
		case "C" -> "QC" + Integer.toHexString(looksAt + 1);
		case "Attached" -> "1";
		case "qemu.PhyMemMode" -> machineAddresses ? "1" : "0";
		default -> UNKNOWN;
		};
	}

	private String set(Words words) {
		if (words.skip("qemu.PhyMemMode:")) {
			machineAddresses = words.count() != 0;
			return OK;
		}
		return words.skip("StartNoAckMode") ? OK : UNKNOWN;
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

	/** A part of a document, by offset and length. */
	private static String part(String document, Words words) {
		int from = words.count();
		words.expect(",");
		int length = Math.min(words.count(), Wire.MOST / 2);
		int begin = Math.min(from, document.length());
		int end = Math.min(document.length(), begin + length);
		return (end == document.length() ? "l" : "m") + document.substring(begin, end);
	}
}
