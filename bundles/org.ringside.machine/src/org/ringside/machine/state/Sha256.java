package org.ringside.machine.state;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.ringside.machine.Memory;

/** SHA-256 of pages and of pairs of hashes, where null stands for the hash of zeros. */
final class Sha256 {

	private static final byte[] ZERO_PAGE = new byte[Memory.FRAME];

	private final MessageDigest sha = create();
	/** Hash of a subtree of zeros, by height. */
	private final List<byte[]> zeros = new ArrayList<>();

	static MessageDigest create() {
		try {
			return MessageDigest.getInstance("SHA-256");
		} catch (NoSuchAlgorithmException e) {
			// every Java platform has it, by the specification of MessageDigest
			throw new IllegalStateException(e);
		}
	}

	/** Hash of a page; null if it is all zeros. */
	byte[] page(byte[] bytes) {
		return Arrays.equals(bytes, ZERO_PAGE) ? null : sha.digest(bytes);
	}

	/** Hash of a node at {@code height} above the leaves; null if both children are zeros. */
	byte[] node(byte[] left, byte[] right, int height) {
		if (left == null && right == null) {
			return null;
		}
		return pair(left == null ? zeros(height - 1) : left, right == null ? zeros(height - 1) : right);
	}

	/** Hash of a subtree of zeros. */
	byte[] zeros(int height) {
		if (zeros.isEmpty()) {
			zeros.add(sha.digest(ZERO_PAGE));
		}
		while (zeros.size() <= height) {
			byte[] below = zeros.getLast();
			zeros.add(pair(below, below));
		}
		return zeros.get(height).clone();
	}

	private byte[] pair(byte[] left, byte[] right) {
		sha.update(left);
		return sha.digest(right);
	}
}
