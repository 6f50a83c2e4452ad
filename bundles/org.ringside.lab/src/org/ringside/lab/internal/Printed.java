package org.ringside.lab.internal;

import java.io.ByteArrayOutputStream;

import org.ringside.machine.Component;

/** What the guest printed: its digest, and what of it nobody has been told yet. */
public final class Printed implements SerialLine.Listener, Component<Printed.State> {

	/** @param digest of all that was printed; @param typed bytes delivered to the guest */
	public record State(RunningSha256.State digest, long typed) {
	}

	private final RunningSha256 digest = new RunningSha256();
	private final ByteArrayOutputStream fresh = new ByteArrayOutputStream();
	private long typed;

	@Override
	public void sent(int value) {
		digest.add(value);
		fresh.write(value);
	}

	@Override
	public void delivered(int value) {
		typed++;
	}

	/** What was printed since the last call. */
	public byte[] fresh() {
		byte[] bytes = fresh.toByteArray();
		fresh.reset();
		return bytes;
	}

	/** Bytes printed in all. */
	public long length() {
		return digest.length();
	}

	/** SHA-256 of all that was printed, in hexadecimal. */
	public String hex() {
		return digest.hex();
	}

	/** Bytes delivered to the guest. */
	public long typed() {
		return typed;
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(digest.state(), typed);
	}

	@Override
	public void restore(State state) {
		digest.restore(state.digest());
		typed = state.typed();
	}
}
