package org.ringside.lab;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

import org.ringside.engine.Hit;
import org.ringside.engine.Probes;
import org.ringside.engine.Runner;
import org.ringside.isa.Isa;
import org.ringside.machine.BusError;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;

/**
 * What debuggers are made of: holds a run, makes a hart step, stops at breakpoints and watchpoints, and shows and changes
 * what the machine holds. To hold, to stop and to look change nothing of the run; what is written does.
 *
 * <p>For the thread that plays the run: others use it through {@link Run#ask}, which is served while the run is held too.
 *
 * <pre>{@code
 * run.ask(r -> {
 * 	r.debugger().onStop(stopped -> System.out.println(stopped));
 * 	r.debugger().probes().add(new Breakpoint(0x8020_0000L));
 * });
 * }</pre>
 */
public final class Debugger {

	/** Why a run is held. */
	public enum Why {
		/** Somebody asked. */
		ASKED,
		/** The hart has made its step. */
		STEP,
		/** A hart is about to execute what a probe is set for. */
		PROBE
	}

	/**
	 * That a run is held.
	 *
	 * @param hart index of the hart that it is about
	 * @param hit the probe, if it is one
	 */
	public record Stopped(Why why, int hart, Optional<Hit> hit) {
	}

	private final Machine machine;
	private final Isa isa;
	private final Runner runner;
	private Consumer<Stopped> onStop = _ -> {
		// until somebody listens
	};
	private Optional<Stopped> held = Optional.empty();
	private Optional<Hart> stepping = Optional.empty();

	Debugger(Machine machine, Isa isa, Runner runner) {
		this.machine = machine;
		this.isa = isa;
		this.runner = runner;
	}

	/** The machine; for a guest under a hypervisor, the virtual one. */
	public Machine machine() {
		return machine;
	}

	/** What its harts execute, and their registers. */
	public Isa isa() {
		return isa;
	}

	/** Breakpoints and watchpoints. */
	public Probes probes() {
		return runner.probes();
	}

	// ---- holding

	/** Who is told when the run is held; one at a time. */
	public void onStop(Consumer<Stopped> listener) {
		onStop = listener;
	}

	/** Holds the run where it is; one that is held stays as it is. */
	public void hold() {
		if (held.isEmpty()) {
			stopped(new Stopped(Why.ASKED, runner.current().index, Optional.empty()));
		}
	}

	/** Lets the run go on. */
	public void go() {
		held = Optional.empty();
		stepping = Optional.empty();
	}

	/** Lets the run go on until a hart has made one step; the others make theirs as is their turn. */
	public void step(int hart) {
		held = Optional.empty();
		stepping = Optional.of(machine.harts().get(hart));
	}

	/** Why the run is held; empty if it is not. */
	public Optional<Stopped> held() {
		return held;
	}

	/** Runs as was asked for; {@code freely} runs so many steps. */
	Runner.Stop run(long steps, boolean oneByOne, LongFunction<Runner.Stop> freely) {
		Optional<Hart> single = stepping;
		long before = single.map(hart -> hart.steps).orElse(0L);
		Runner.Stop stop = single.isEmpty() ? freely.apply(steps) : oneByOne ? freely.apply(1) : runner.step(single.get(), steps);
		if (stop == Runner.Stop.PROBE) {
			Hit hit = probes().hit().orElseThrow();
			stopped(new Stopped(Why.PROBE, hit.hart(), Optional.of(hit)));
		} else if (single.isPresent() && single.get().steps != before && stop != Runner.Stop.EXIT) {
			stopped(new Stopped(Why.STEP, single.get().index, Optional.empty()));
		}
		return stop;
	}

	private void stopped(Stopped how) {
		held = Optional.of(how);
		stepping = Optional.empty();
		onStop.accept(how);
	}

	// ---- looking

	/**
	 * Memory at a virtual address, as a hart sees data now. Devices are not read, no right is checked, and nothing is noted.
	 *
	 * @return the bytes up to the first that is none of memory's
	 */
	public byte[] read(int hart, long va, int length) {
		Hart of = machine.harts().get(hart);
		return read(va, length, of::examine);
	}

	/** Memory at a machine address; as {@link #read(int, long, int)}. */
	public byte[] readMachine(long address, int length) {
		return read(address, length, OptionalLong::of);
	}

	/** Changes memory at a virtual address; false, with nothing changed, if any of the bytes is none of memory's. */
	public boolean write(int hart, long va, byte[] bytes) {
		Hart of = machine.harts().get(hart);
		return write(va, bytes, of::examine);
	}

	/** Changes memory at a machine address; as {@link #write(int, long, byte[])}. */
	public boolean writeMachine(long address, byte[] bytes) {
		return write(address, bytes, OptionalLong::of);
	}

	private byte[] read(long address, int length, LongFunction<OptionalLong> where) {
		byte[] bytes = new byte[length];
		for (int at = 0; at < length;) {
			OptionalLong offset = offset(where.apply(address + at));
			if (offset.isEmpty()) {
				return Arrays.copyOf(bytes, at);
			}
			int part = partInFrame(address + at, length - at);
			System.arraycopy(machine.memory().read(offset.getAsLong(), part), 0, bytes, at, part);
			at += part;
		}
		return bytes;
	}

	private boolean write(long address, byte[] bytes, LongFunction<OptionalLong> where) {
		if (read(address, bytes.length, where).length < bytes.length) {
			return false;
		}
		for (int at = 0; at < bytes.length;) {
			int part = partInFrame(address + at, bytes.length - at);
			long to = where.apply(address + at).orElseThrow();
			machine.memory().write(machine.bus().memoryOffset(to, part), Arrays.copyOfRange(bytes, at, at + part));
			machine.harts().forEach(hart -> hart.storeSeen(to, part));
			at += part;
		}
		return true;
	}

	private OptionalLong offset(OptionalLong address) {
		try {
			return address.isEmpty() ? address : OptionalLong.of(machine.bus().memoryOffset(address.getAsLong(), 1));
		} catch (BusError e) {
			return OptionalLong.empty();
		}
	}

	private static int partInFrame(long address, int length) {
		return (int) Math.min(length, Memory.FRAME - (address & Memory.FRAME - 1));
	}
}
