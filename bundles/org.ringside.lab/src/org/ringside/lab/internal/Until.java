package org.ringside.lab.internal;

import java.nio.charset.StandardCharsets;

/** Waits until the guest has printed a text. */
public final class Until implements SerialLine.Listener {

	private final Seen seen;
	private final Runnable then;

	/** @param text not empty; @param then called each time it was printed */
	public Until(String text, Runnable then) {
		seen = new Seen(text.getBytes(StandardCharsets.UTF_8), 0);
		this.then = then;
	}

	@Override
	public void sent(int value) {
		if (seen.add(value)) {
			then.run();
		}
	}
}
