package org.ringside.lab.internal;

import java.util.concurrent.TimeUnit;

/** Wakes the machine's thread while it waits for the wall's clock. Rung before it waits, it does not wait. */
public final class Bell {

	private boolean rung;

	/** Ends the wait that is going on, or the next one. From any thread. */
	public synchronized void ring() {
		rung = true;
		notifyAll();
	}

	/** Waits; true if all the time has passed, false if the bell was rung. */
	public synchronized boolean sleep(long nanoseconds) {
		long end = System.nanoTime() + nanoseconds;
		try {
			for (long left = nanoseconds; !rung && left > 0; left = end - System.nanoTime()) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			rung = true;
		}
		boolean slept = !rung;
		rung = false;
		return slept;
	}
}
