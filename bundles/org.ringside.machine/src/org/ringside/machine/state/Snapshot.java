package org.ringside.machine.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.ringside.machine.Component;
import org.ringside.machine.Memory;

/**
 * A whole machine at one moment: the state of each component by path, and memory. Immutable. A snapshot that was taken
 * holds the components' records as they are and encodes none; one that was read from a file holds their bytes until a
 * component asks for them.
 *
 * @param parts by path, in the machine's order
 * @param about facts for whoever finds the snapshot, such as the board's text; no part of the state
 */
public record Snapshot(SequencedMap<String, Part> parts, Memory.Snapshot memory, Map<String, String> about) {

	public Snapshot {
		parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
		about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
	}

	/** The state of one component. */
	public sealed interface Part {

		/** Name of the record type. */
		String type();

		/** Version of the record's shape. */
		int version();

		/** The record in {@link StateCodec}'s bytes. */
		byte[] bytes();
	}

	/** A state taken in this run. */
	record Taken(Record state, int version) implements Part {

		@Override
		public String type() {
			return state.getClass().getName();
		}

		@Override
		public byte[] bytes() {
			return StateCodec.encode(state);
		}
	}

	/** A state that was read. */
	record Stored(String type, int version, byte[] bytes) implements Part {
	}

	/** Takes a snapshot of these components, in the map's order, and of memory. */
	public static Snapshot of(Map<String, ? extends Component<?>> components, Memory memory) {
		SequencedMap<String, Part> parts = new LinkedHashMap<>();
		components.forEach((path, component) -> parts.put(path, new Taken(component.state(), component.stateVersion())));
		return new Snapshot(parts, memory.snapshot(), Map.of());
	}

	/** The same, with facts for whoever finds it. */
	public Snapshot about(Map<String, String> facts) {
		return new Snapshot(parts, memory, facts);
	}

	/**
	 * Brings components and memory to this state. Everything is read and checked before anything is changed; if a
	 * component refuses its state nevertheless, all of them get back theirs.
	 *
	 * @throws StateException if the components are not those of the snapshot, a state cannot be read by this version of
	 *         its component, or memory is of another size; nothing is changed then
	 */
	public void restore(Map<String, ? extends Component<?>> components, Memory memory) {
		checkPaths(components.keySet());
		if (this.memory.frames() != memory.frames()) {
			throw new StateException("the snapshot has %d KiB of memory, the machine %d KiB: use the same --memory"
					.formatted(this.memory.frames() * 4L, memory.frames() * 4L));
		}
		List<Runnable> restorers = restorers(components);
		Snapshot before = of(components, memory);
		try {
			apply(restorers, memory);
		} catch (IllegalArgumentException | IndexOutOfBoundsException e) {
			before.apply(before.restorers(components), memory);
			throw new StateException("the snapshot does not fit this machine: " + e.getMessage(), e);
		}
	}

	private List<Runnable> restorers(Map<String, ? extends Component<?>> components) {
		List<Runnable> restorers = new ArrayList<>();
		components.forEach((path, component) -> restorers.add(restorer(path, component)));
		return restorers;
	}

	private void apply(List<Runnable> restorers, Memory to) {
		to.restore(memory);
		restorers.forEach(Runnable::run);
	}

	private void checkPaths(Collection<String> machine) {
		for (Map.Entry<String, Part> part : parts.entrySet()) {
			if (!machine.contains(part.getKey())) {
				throw new StateException("the snapshot holds the state of %s (%s), which this machine does not have: add it"
						.formatted(part.getKey(), part.getValue().type()));
			}
		}
		for (String path : machine) {
			if (!parts.containsKey(path)) {
				throw new StateException("the machine has %s, of which the snapshot holds no state: remove it".formatted(path));
			}
		}
	}

	private <S extends Record> Runnable restorer(String path, Component<S> component) {
		S state = read(path, component);
		return () -> component.restore(state);
	}

	private <S extends Record> S read(String path, Component<S> component) {
		Part part = parts.get(path);
		Class<S> type = component.stateType();
		if (part instanceof Taken(Record state, int version) && type.isInstance(state) && version == component.stateVersion()) {
			return type.cast(state);
		}
		if (!part.type().equals(type.getName())) {
			throw new StateException("%s is %s in this machine, and its state in the snapshot that of %s: use the same device"
					.formatted(path, type.getName(), part.type()));
		}
		try {
			Map<String, Object> fields = StateCodec.fields(part.bytes());
			return part.version() == component.stateVersion() ? StateCodec.bind(type, fields)
					: component.migrate(part.version(), fields);
		} catch (StateException | IllegalArgumentException e) {
			throw new StateException("the state of %s cannot be read: %s".formatted(path, e.getMessage()), e);
		}
	}
}
