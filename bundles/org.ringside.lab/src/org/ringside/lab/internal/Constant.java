package org.ringside.lab.internal;

import org.ringside.machine.Component;

/** What is saved with a run and does not change in it; it was read before the run was put together. */
public record Constant<S extends Record>(S state) implements Component<S> {

	@Override
	@SuppressWarnings("unchecked")
	public Class<S> stateType() {
		return (Class<S>) state.getClass();
	}

	@Override
	public void restore(S state) {
		// is what it is
	}
}
