package org.ringside.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner;
import org.ringside.engine.Scheduler;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.RegisterRow;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Component;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.Trap;
import org.ringside.machine.state.Digest;
import org.ringside.machine.state.Merkle;
import org.ringside.machine.state.Snapshot;
import org.ringside.machine.state.StateCodec;

/**
 * A machine under test, with what runs it. Two benches by the same maker are equal, and stay so while the same is done to
 * both.
 */
public final class Bench implements AutoCloseable {

	/** Makes the same machine again and again, on the executor that is asked for. */
	@FunctionalInterface
	public interface Maker {
		Bench make(ExecutorMaker executor);
	}

	private final Machine machine;
	private final Isa isa;
	private final Runner runner;
	private final Digest digest = new Digest();

	/** @param machine with all its parts, switched on, and its program in memory */
	public Bench(Machine machine, Isa isa, ExecutorMaker executor) {
		this(machine, isa, new Scheduler(machine, isa, executor));
	}

	/** A machine that has what runs it; closing the bench closes it. */
	public Bench(Machine machine, Isa isa, Runner runner) {
		this.machine = machine;
		this.isa = isa;
		this.runner = runner;
	}

	public Machine machine() {
		return machine;
	}

	public Isa isa() {
		return isa;
	}

	/** What runs the machine. */
	public Runner runner() {
		return runner;
	}

	/** Runs so many machine steps, fewer if the machine ends or idles for ever. */
	public Runner.Stop run(long steps) {
		return runner.run(steps);
	}

	/** Steps of all harts since power-on. */
	public long steps() {
		return machine.clock().steps();
	}

	public Snapshot save() {
		return machine.save();
	}

	public void restore(Snapshot snapshot) {
		machine.restore(snapshot);
	}

	/** Names the whole state in 64 hexadecimal digits. */
	public String digest() {
		return digest.of(machine.save());
	}

	/** The value of a register, by name. */
	public long register(int hart, String name) {
		return isa.register(name).read(machine.harts().get(hart));
	}

	@Override
	public void close() {
		runner.close();
	}

	// ---- telling two apart

	/** True if the states are equal; costs in proportion to what changed since the last time. */
	public boolean equalTo(Bench other) {
		return digest().equals(other.digest());
	}

	/** What differs between two machines of the same maker, one line each: registers by name, parts by path, memory by address. */
	public List<String> differences(Bench other) {
		List<String> found = new ArrayList<>();
		for (int i = 0; i < machine.harts().size(); i++) {
			registers(machine.harts().get(i), other.machine.harts().get(i), found);
		}
		parts(other, found);
		memory(other, found);
		return found;
	}

	private void registers(Hart here, Hart there, List<String> found) {
		for (RegisterRow row : isa.registers()) {
			differ(found, here, row.name(), row.read(here), row.read(there));
		}
		differ(found, here, "next pc", here.nextPc, there.nextPc);
		differ(found, here, "context", here.context, there.context);
		differ(found, here, "steps", here.steps, there.steps);
		differ(found, here, "traps taken", here.trapsTaken, there.trapsTaken);
		differ(found, here, "waiting", here.waiting ? 1 : 0, there.waiting ? 1 : 0);
	}

	private static void differ(List<String> found, Hart hart, String name, long here, long there) {
		if (here != there) {
			found.add("hart %d %s: 0x%x and 0x%x".formatted(hart.index, name, here, there));
		}
	}

	private void parts(Bench other, List<String> found) {
		Set<String> paths = new TreeSet<>(machine.components().keySet());
		paths.addAll(other.machine.components().keySet());
		for (String path : paths) {
			Component<?> here = machine.components().get(path);
			Component<?> there = other.machine.components().get(path);
			if (here == null || there == null) {
				found.add(path + ": only in one of the two");
			} else if (!Arrays.equals(StateCodec.encode(here.state()), StateCodec.encode(there.state()))) {
				found.add("%s: %s and %s".formatted(path, brief(here), brief(there)));
			}
		}
	}

	private static String brief(Component<?> component) {
		String text = component.state().toString();
		return text.length() > 200 ? text.substring(0, 200) + "…" : text;
	}

	private void memory(Bench other, List<String> found) {
		Memory.Snapshot here = machine.memory().snapshot();
		Memory.Snapshot there = other.machine.memory().snapshot();
		for (int frame : Merkle.diff(Merkle.of(here), Merkle.of(there))) {
			int at = Arrays.mismatch(here.read(frame), there.read(frame));
			found.add("memory at 0x%x: 0x%02x and 0x%02x".formatted(address(frame) + at, here.read(frame)[at] & 0xff,
					there.read(frame)[at] & 0xff));
		}
	}

	/** Machine address of a frame. */
	private long address(int frame) {
		return machine.bus().ranges().stream().filter(r -> r.device() == null && frame >= r.firstFrame())
				.filter(r -> frame < r.firstFrame() + r.size() / Memory.FRAME).findFirst().map(r -> r.base()).orElse(0L)
				+ (long) frame * Memory.FRAME;
	}

	/** The instruction that a hart executes next, as assembly writes it. */
	public String instruction(int hart) {
		Hart h = machine.harts().get(hart);
		Bus bus = machine.bus();
		Hart.Grant grant = new Hart.Grant();
		int cause = h.trapCause;
		long value = h.trapValue;
		try {
			Decoded decoded = isa.decode(i -> (int) bus.read(h.translate(h.pc + i, 1, AccessKind.FETCH, grant), 1, h.index), h.context);
			return "0x%x: %s".formatted(h.pc, isa.disassemble(decoded, h.pc));
		} catch (Trap | BusError e) {
			return "0x%x: cannot be fetched".formatted(h.pc);
		} finally {
			h.trapCause = cause;
			h.trapValue = value;
		}
	}
}
