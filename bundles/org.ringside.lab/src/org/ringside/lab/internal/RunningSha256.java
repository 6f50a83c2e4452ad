package org.ringside.lab.internal;

import java.util.Arrays;
import java.util.HexFormat;

import org.ringside.machine.Component;

/**
 * SHA-256 (FIPS 180-4, section 6.2) of a stream of bytes, whose middle is state: a run that is saved and restored has the
 * digest of one that was not, without keeping all that was ever printed. The platform's digests cannot be saved.
 */
public final class RunningSha256 implements Component<RunningSha256.State> {

	private static final int BLOCK = 64;

	/** Section 4.2.2. */
	private static final int[] K = { 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
			0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
			0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
			0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb,
			0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
			0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f,
			0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2 };

	/** @param hash the eight words so far; @param rest bytes of the unfinished block; @param length bytes so far */
	public record State(int[] hash, byte[] rest, long length) {
	}

	/** Section 5.3.3. */
	private int[] hash = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	private final byte[] block = new byte[BLOCK];
	private long length;

	/** Adds a byte; only the low eight bits count. */
	public void add(int value) {
		block[(int) (length++ % BLOCK)] = (byte) value;
		if (length % BLOCK == 0) {
			compress(hash, block);
		}
	}

	/** Bytes added. */
	public long length() {
		return length;
	}

	/** The digest of what was added until now, in hexadecimal. */
	public String hex() {
		int used = (int) (length % BLOCK);
		byte[] padded = Arrays.copyOf(Arrays.copyOf(block, used), used < BLOCK - 8 ? BLOCK : 2 * BLOCK);
		padded[used] = (byte) 0x80;
		for (int i = 0; i < 8; i++) {
			padded[padded.length - 1 - i] = (byte) (length * 8 >>> 8 * i);
		}
		int[] last = hash.clone();
		for (int at = 0; at < padded.length; at += BLOCK) {
			compress(last, Arrays.copyOfRange(padded, at, at + BLOCK));
		}
		StringBuilder hex = new StringBuilder();
		for (int word : last) {
			hex.append(HexFormat.of().toHexDigits(word));
		}
		return hex.toString();
	}

	private static void compress(int[] hash, byte[] block) {
		int[] w = new int[64];
		for (int t = 0; t < 16; t++) {
			w[t] = block[4 * t] << 24 | (block[4 * t + 1] & 0xff) << 16 | (block[4 * t + 2] & 0xff) << 8 | block[4 * t + 3] & 0xff;
		}
		for (int t = 16; t < 64; t++) {
			int s0 = Integer.rotateRight(w[t - 15], 7) ^ Integer.rotateRight(w[t - 15], 18) ^ w[t - 15] >>> 3;
			int s1 = Integer.rotateRight(w[t - 2], 17) ^ Integer.rotateRight(w[t - 2], 19) ^ w[t - 2] >>> 10;
			w[t] = w[t - 16] + s0 + w[t - 7] + s1;
		}
		int[] v = hash.clone();
		for (int t = 0; t < 64; t++) {
			int e = v[4];
			int a = v[0];
			int t1 = v[7] + (Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25)) + (e & v[5] ^ ~e & v[6])
					+ K[t] + w[t];
			int t2 = (Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22)) + (a & v[1] ^ a & v[2] ^ v[1] & v[2]);
			System.arraycopy(v, 0, v, 1, 7);
			v[4] += t1;
			v[0] = t1 + t2;
		}
		for (int i = 0; i < 8; i++) {
			hash[i] += v[i];
		}
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(hash.clone(), Arrays.copyOf(block, (int) (length % BLOCK)), length);
	}

	@Override
	public void restore(State state) {
		if (state.hash().length != 8 || state.length() < 0 || state.rest().length != state.length() % BLOCK) {
			throw new IllegalArgumentException("it is no digest in the middle");
		}
		hash = state.hash().clone();
		length = state.length();
		System.arraycopy(state.rest(), 0, block, 0, state.rest().length);
	}
}
