package org.ringside.lab.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.ringside.lab.Input;
import org.ringside.machine.Clock;

/**
 * Types what comes out of a pipe or a file: the next byte when the last was taken and the guest idles or polls for
 * input. A guest that does neither for {@value #BUSY} ns of machine time, and has asked to be interrupted, is taken for one
 * that never does, such as a kernel whose scheduler looks for work for ever: it gets its bytes all the same, the further
 * ones after {@value #BUSY_AGAIN} ns each, until it idles. So it does not matter how fast the host delivers the bytes, as
 * long as it does: a pipe that stays silent for a second is taken for a person or a slow program, and from then on is
 * {@linkplain #live live}.
 */
public final class PipeInput implements Input {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
	private static final long BUSY = 100_000_000;
	private static final long BUSY_AGAIN = 1_000_000;
	private static final int END = -1;

	private final BlockingQueue<Integer> read = new ArrayBlockingQueue<>(1 << 16);
	private final InputStream from;
	private Keyboard keyboard;
	private Clock.Timer busy;
	private boolean neverIdle;
	private volatile long lastRead;
	private boolean slow;
	private boolean ended;
	private volatile Runnable wake = () -> {
	};

	/** Begins to read. */
	public PipeInput(InputStream from) {
		this.from = from;
		lastRead = System.nanoTime();
		Thread.ofPlatform().daemon().name("ringside input").start(this::readAll);
	}

	@Override
	public void onArrival(Runnable wake) {
		this.wake = wake;
	}

	private void readAll() {
		try {
			byte[] bytes = new byte[4096];
			for (int length = from.read(bytes); length >= 0; length = from.read(bytes)) {
				for (int i = 0; i < length; i++) {
					read.put(bytes[i] & 0xff);
				}
				lastRead = System.nanoTime();
				wake.run();
			}
			read.put(END);
		} catch (IOException e) {
			// a pipe that breaks has ended
			read.offer(END);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		wake.run();
	}

	@Override
	public void connect(Keyboard keyboard) {
		this.keyboard = keyboard;
		busy = keyboard.alarm(this::stillBusy);
		busy.set(keyboard.now() + BUSY);
	}

	/** It neither idled nor polled since the last byte, or since it began. */
	private void stillBusy() {
		if (keyboard.listening() && keyboard.taken()) {
			neverIdle = true;
			type();
		}
		await();
	}

	/** Looks again later, if anything is still to be typed. */
	private void await() {
		busy.set(ended ? Clock.NEVER : keyboard.now() + (neverIdle ? BUSY_AGAIN : BUSY));
	}

	@Override
	public void idle() {
		neverIdle = false;
		type();
		// a guest that sleeps is not busy, and the wait must not be what wakes the machine
		busy.set(Clock.NEVER);
	}

	@Override
	public void polled() {
		type();
		await();
	}

	@Override
	public void sent(int value) {
		if (busy.deadline() == Clock.NEVER) {
			await();
		}
	}

	@Override
	public void between() {
		if (slow) {
			type();
		}
	}

	@Override
	public boolean live() {
		return slow && !ended;
	}

	private void type() {
		if (ended || !keyboard.taken()) {
			return;
		}
		Integer value = next();
		if (value == null) {
			slow = true;
		} else if (value == END) {
			ended = true;
		} else {
			keyboard.type((byte) (int) value);
		}
	}

	private Integer next() {
		try {
			return slow ? read.poll() : read.poll(Math.max(1, lastRead + PATIENCE - System.nanoTime()), TimeUnit.NANOSECONDS);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
			return END;
		}
	}
}
