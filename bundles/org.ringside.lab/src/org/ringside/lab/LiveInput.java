package org.ringside.lab;

import java.util.concurrent.ConcurrentLinkedQueue;

/** Input typed by a person, from any thread. It reaches the guest within a few milliseconds. */
public final class LiveInput implements Input {

	private final ConcurrentLinkedQueue<byte[]> typed = new ConcurrentLinkedQueue<>();
	private Keyboard keyboard;
	private volatile Runnable wake = () -> {
	};

	/** Types bytes. May be called from any thread, before the run begins too. */
	public void type(byte[] bytes) {
		typed.add(bytes.clone());
		wake.run();
	}

	@Override
	public void onArrival(Runnable wake) {
		this.wake = wake;
	}

	@Override
	public void connect(Keyboard keyboard) {
		this.keyboard = keyboard;
	}

	@Override
	public void between() {
		for (byte[] bytes = typed.poll(); bytes != null; bytes = typed.poll()) {
			keyboard.type(bytes);
		}
	}

	@Override
	public boolean live() {
		return true;
	}
}
