package org.ringside.testkit;

import java.util.List;

import org.ringside.engine.Differences;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner;
import org.ringside.engine.Scheduler;
import org.ringside.isa.Isa;
import org.ringside.machine.Machine;
import org.ringside.machine.state.Digest;
import org.ringside.machine.state.Snapshot;

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
		return Differences.between(machine, other.machine, isa);
	}

	/** The instruction that a hart executes next, as assembly writes it. */
	public String instruction(int hart) {
		return Differences.instruction(machine, machine.harts().get(hart), isa);
	}
}
