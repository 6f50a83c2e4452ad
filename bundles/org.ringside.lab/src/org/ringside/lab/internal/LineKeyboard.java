package org.ringside.lab.internal;

import java.util.function.Consumer;

import org.ringside.lab.Ending;
import org.ringside.lab.Input;
import org.ringside.machine.Clock;

/**
 * The keyboard at the far end of a serial line.
 *
 * @param ender ends the run before the next step
 */
public record LineKeyboard(SerialLine line, Clock clock, Consumer<Ending.Reason> ender) implements Input.Keyboard {

	@Override
	public void type(byte... bytes) {
		line.offer(bytes);
	}

	@Override
	public void typeAt(long moment, byte... bytes) {
		line.offerAt(moment, bytes);
	}

	@Override
	public boolean taken() {
		return line.empty();
	}

	@Override
	public boolean listening() {
		return line.listening();
	}

	@Override
	public long now() {
		return clock.now();
	}

	@Override
	public long rate() {
		return clock.rate();
	}

	@Override
	public Clock.Timer alarm(Runnable handler) {
		return clock.timer(handler);
	}

	@Override
	public void end(Ending.Reason why) {
		ender.accept(why);
	}
}
