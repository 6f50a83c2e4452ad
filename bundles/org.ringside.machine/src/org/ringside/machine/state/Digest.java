package org.ringside.machine.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names the state of a machine: SHA-256 over the {@linkplain Merkle#root root} of its memory and the canonical bytes of its
 * components in the order of their paths. Keep one object for one machine: it remembers the last tree, and hashes
 * only the frames that changed since.
 */
public final class Digest {

	/** A change of what is hashed changes this line, so that digests of different kinds never agree. */
	private static final String KIND = "ringside digest 1";

	private Merkle last;

	/** The digest of a snapshot as 64 hexadecimal digits. */
	public String of(Snapshot snapshot) {
		last = last == null ? Merkle.of(snapshot.memory()) : last.become(snapshot.memory());
		MessageDigest sha = Sha256.create();
		add(sha, KIND.getBytes(StandardCharsets.UTF_8));
		add(sha, ByteBuffer.allocate(4).putInt(last.frames()).array());
		add(sha, last.root());
		for (Map.Entry<String, Snapshot.Part> part : new TreeMap<>(snapshot.parts()).entrySet()) {
			add(sha, part.getKey().getBytes(StandardCharsets.UTF_8));
			add(sha, part.getValue().bytes());
		}
		return HexFormat.of().formatHex(sha.digest());
	}

	/** With its length before it, so that no two lists of parts read alike. */
	private static void add(MessageDigest sha, byte[] bytes) {
		sha.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
		sha.update(bytes);
	}
}
