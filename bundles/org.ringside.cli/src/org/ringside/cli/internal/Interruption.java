package org.ringside.cli.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.ringside.lab.Run;

/** Ends a run when the process is interrupted, so that its record, trace and report are complete. */
final class Interruption implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 3;

	private final CountDownLatch done = new CountDownLatch(1);
	private final Thread hook = new Thread(this::interrupted, "ringside interruption");
	private volatile Runnable quit = done::countDown;

	Interruption() {
		Runtime.getRuntime().addShutdownHook(hook);
	}

	/** What is to be ended. */
	void ends(Run run) {
		quit = run::quit;
	}

	private void interrupted() {
		quit.run();
		await();
	}

	private void await() {
		try {
			if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				System.getLogger(Interruption.class.getName()).log(System.Logger.Level.WARNING, "the run did not end in time; its files may be incomplete");
			}
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		done.countDown();
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		} catch (IllegalStateException e) {
			// the process is ending, and the hook runs
		}
	}
}
