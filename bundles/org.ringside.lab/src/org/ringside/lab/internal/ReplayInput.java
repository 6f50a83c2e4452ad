package org.ringside.lab.internal;

import java.util.List;

import org.ringside.lab.Ending;
import org.ringside.lab.Input;
import org.ringside.machine.Clock;

/** Types what was recorded, at the moments of the recording. */
public final class ReplayInput implements Input {

	private final List<Recording.Event> events;

	public ReplayInput(List<Recording.Event> events) {
		this.events = List.copyOf(events);
	}

	@Override
	public void connect(Keyboard keyboard) {
		Clock.Timer end = keyboard.alarm(() -> keyboard.end(Ending.Reason.QUIT));
		for (Recording.Event event : events) {
			if (event.value() < 0) {
				end.set(event.moment());
			} else {
				keyboard.typeAt(event.moment(), (byte) event.value());
			}
		}
	}
}
