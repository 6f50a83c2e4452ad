package org.ringside.machine;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The attributes of frames, as state: those that are not zero. */
record FrameAttributes(Memory memory) implements Component<FrameAttributes.State> {

	/** @param values of {@code frames}, in their order */
	record State(int[] frames, int[] values) {
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		int[] frames = memory.plain() ? new int[0] : IntStream.range(0, memory.frames()).filter(f -> memory.attribute(f) != 0).toArray();
		return new State(frames, Arrays.stream(frames).map(memory::attribute).toArray());
	}

	@Override
	public void restore(State state) {
		if (state.frames().length != state.values().length || Arrays.stream(state.frames()).anyMatch(f -> f < 0 || f >= memory.frames())) {
			throw new IllegalArgumentException("the snapshot has attributes of frames that the machine has not: use the same --memory");
		}
		for (int frame : state().frames()) {
			memory.attribute(frame, 0);
		}
		for (int i = 0; i < state.frames().length; i++) {
			memory.attribute(state.frames()[i], state.values()[i]);
		}
	}
}
