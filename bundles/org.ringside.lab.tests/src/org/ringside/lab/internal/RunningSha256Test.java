package org.ringside.lab.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;

class RunningSha256Test {

	@Test
	void isThePlatformsDigestForEveryLengthOfUpToThreeBlocks() throws NoSuchAlgorithmException {
		byte[] bytes = new byte[3 * 64 + 1];
		new Random(1).nextBytes(bytes);
		RunningSha256 running = new RunningSha256();
		for (int length = 0; length < bytes.length; length++) {
			byte[] platform = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, length));
			assertEquals(HexFormat.of().formatHex(platform), running.hex(), "of " + length + " bytes");
			running.add(bytes[length]);
		}
	}

	@Test
	void goesOnFromAStateTakenAtAnyByte() {
		RunningSha256 whole = new RunningSha256();
		for (int cut = 0; cut < 130; cut++) {
			RunningSha256 second = new RunningSha256();
			second.restore(whole.state());
			whole.add(cut);
			second.add(cut);
			assertEquals(whole.hex(), second.hex(), "after " + cut + " bytes");
			assertEquals(cut + 1, second.length());
		}
	}

	@Test
	void refusesAStateThatIsNone() {
		RunningSha256.State broken = new RunningSha256.State(new int[8], new byte[3], 64);
		assertThrows(IllegalArgumentException.class, () -> new RunningSha256().restore(broken));
	}
}
