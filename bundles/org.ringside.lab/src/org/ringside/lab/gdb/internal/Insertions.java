package org.ringside.lab.gdb.internal;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import org.ringside.engine.Breakpoint;
import org.ringside.engine.Probe;
import org.ringside.engine.Probes;
import org.ringside.engine.Watchpoint;

/** The breakpoints and watchpoints that gdb inserted. A software breakpoint and one of hardware differ in name only. */
final class Insertions {

	private static final int SOFTWARE = 0;
	private static final int HARDWARE = 1;
	private static final int WRITE = 2;
	private static final int READ = 3;
	private static final int ACCESS = 4;

	/** As gdb inserts it; several may share a probe. */
	private record Inserted(int type, long address, long kind) {

		/** Throws {@link IllegalArgumentException} for one that cannot be. */
		Probe probe() {
			return switch (type) {
			case SOFTWARE, HARDWARE -> new Breakpoint(address);
			case WRITE -> watch(Watchpoint.On.WRITE);
			case READ -> watch(Watchpoint.On.READ);
			default -> watch(Watchpoint.On.ACCESS);
			};
		}

		private Watchpoint watch(Watchpoint.On on) {
			return new Watchpoint(address, kind, on, Watchpoint.Space.VIRTUAL);
		}
	}

	private final Probes probes;
	private final Set<Inserted> inserted = new LinkedHashSet<>();

	Insertions(Probes probes) {
		this.probes = probes;
	}

	/** {@code type,address,kind}; empty if the type is unknown, false if it cannot be inserted. */
	Optional<Boolean> insert(Words words) {
		return parsed(words).map(wanted -> {
			try {
				probes.add(wanted.probe());
			} catch (IllegalArgumentException e) {
				return false;
			}
			inserted.add(wanted);
			return true;
		});
	}

	/** As {@link #insert}; what is not inserted is removed already. */
	Optional<Boolean> remove(Words words) {
		return parsed(words).map(unwanted -> {
			if (inserted.remove(unwanted) && inserted.stream().map(Inserted::probe).noneMatch(unwanted.probe()::equals)) {
				probes.remove(unwanted.probe());
			}
			return true;
		});
	}

	private static Optional<Inserted> parsed(Words words) {
		int type = words.count();
		words.expect(",");
		long address = words.hex();
		words.expect(",");
		long kind = words.hex();
		return type > ACCESS ? Optional.empty() : Optional.of(new Inserted(type, address, kind));
	}

	/** True if there is a software breakpoint at an address. */
	boolean software(long address) {
		return inserted.stream().anyMatch(i -> i.type() == SOFTWARE && i.address() == address);
	}
}
