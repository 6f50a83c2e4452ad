package org.ringside.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.ringside.isa.Isa;
import org.ringside.isa.RegisterRow;
import org.ringside.machine.Component;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.state.Merkle;
import org.ringside.machine.state.StateCodec;

/**
 * Tells two machines of one kind apart, in words: registers by the names of their rows, parts by their paths, memory by
 * machine address. To compare changes neither of them.
 */
public final class Differences {

	private static final int BRIEF = 200;

	private final Machine one;
	private final Machine other;
	private final List<String> found = new ArrayList<>();

	private Differences(Machine one, Machine other) {
		this.one = one;
		this.other = other;
	}

	/** What differs, one line each, with the value in the first machine and then that in the other; empty if nothing does. */
	public static List<String> between(Machine one, Machine other, Isa isa) {
		Differences differences = new Differences(one, other);
		for (int i = 0; i < Math.min(one.harts().size(), other.harts().size()); i++) {
			differences.registers(one.harts().get(i), other.harts().get(i), isa);
		}
		differences.parts();
		differences.memory();
		return differences.found;
	}

	private void registers(Hart here, Hart there, Isa isa) {
		for (RegisterRow row : isa.registers()) {
			differ(here, row.name(), row.read(here), row.read(there));
		}
		differ(here, "next pc", here.nextPc, there.nextPc);
		differ(here, "context", here.context, there.context);
		differ(here, "steps", here.steps, there.steps);
		differ(here, "traps taken", here.trapsTaken, there.trapsTaken);
		differ(here, "waiting", here.waiting ? 1 : 0, there.waiting ? 1 : 0);
	}

	private void differ(Hart hart, String name, long here, long there) {
		if (here != there) {
			found.add("hart %d %s: 0x%x and 0x%x".formatted(hart.index, name, here, there));
		}
	}

	private void parts() {
		Set<String> paths = new TreeSet<>(one.components().keySet());
		paths.addAll(other.components().keySet());
		for (String path : paths) {
			Component<?> here = one.components().get(path);
			Component<?> there = other.components().get(path);
			if (here == null || there == null) {
				found.add(path + ": only in one of the two");
			} else if (!Arrays.equals(StateCodec.encode(here.state()), StateCodec.encode(there.state()))) {
				found.add("%s: %s and %s".formatted(path, brief(here), brief(there)));
			}
		}
	}

	private static String brief(Component<?> component) {
		String text = component.state().toString();
		return text.length() > BRIEF ? text.substring(0, BRIEF) + "…" : text;
	}

	private void memory() {
		Memory.Snapshot here = one.memory().snapshot();
		Memory.Snapshot there = other.memory().snapshot();
		for (int frame : Merkle.diff(Merkle.of(here), Merkle.of(there))) {
			int at = Arrays.mismatch(here.read(frame), there.read(frame));
			found.add("memory at 0x%x: 0x%02x and 0x%02x".formatted(address(frame) + at, here.read(frame)[at] & 0xff,
					there.read(frame)[at] & 0xff));
		}
	}

	/** Machine address of a frame. */
	private long address(int frame) {
		return one.bus().ranges().stream().filter(r -> r.device() == null && frame >= r.firstFrame())
				.filter(r -> frame < r.firstFrame() + r.size() / Memory.FRAME).findFirst()
				.map(r -> r.base() + (long) (frame - r.firstFrame()) * Memory.FRAME).orElse((long) frame * Memory.FRAME);
	}

	/** The {@linkplain NextInstruction next instruction} of a hart, with its virtual address, as assembly writes it. */
	public static String instruction(Machine machine, Hart hart, Isa isa) {
		return "0x%x: %s".formatted(hart.pc,
				NextInstruction.of(machine, hart, isa).map(next -> isa.disassemble(next, hart.pc)).orElse("cannot be fetched"));
	}
}
