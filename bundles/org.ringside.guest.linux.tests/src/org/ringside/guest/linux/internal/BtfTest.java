package org.ringside.guest.linux.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.ringside.guest.GuestException;

class BtfTest {

	private static final int INT = 1 << 24;
	private static final int STRUCT = 4 << 24;
	private static final int UNION = 5 << 24;
	private static final int BIT_FIELDS = 1 << 31;

	private final ByteBuffer types = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
	private final StringBuilder strings = new StringBuilder("\0");

	private int text(String text) {
		int at = strings.length();
		strings.append(text).append('\0');
		return text.isEmpty() ? 0 : at;
	}

	private void type(String name, int info, int size) {
		types.putInt(text(name)).putInt(info).putInt(size);
	}

	private void member(String name, int type, int bits) {
		types.putInt(text(name)).putInt(type).putInt(bits);
	}

	/** {@code struct inner { int a, b; }; struct outer { int x; union { int u; struct inner v; }; int f : 3; struct inner last; };} */
	private byte[] example() {
		type("int", INT, 4);
		types.putInt(32);
		type("inner", STRUCT | 2, 8);
		member("a", 1, 0);
		member("b", 1, 32);
		type("", UNION | 2, 8);
		member("u", 1, 0);
		member("v", 2, 0);
		type("outer", STRUCT | BIT_FIELDS | 4, 24);
		member("x", 1, 0);
		member("", 3, 32);
		member("f", 1, 3 << 24 | 96);
		member("last", 2, 128);
		byte[] texts = strings.toString().getBytes(StandardCharsets.ISO_8859_1);
		ByteBuffer all = ByteBuffer.allocate(24 + types.position() + texts.length).order(ByteOrder.LITTLE_ENDIAN);
		all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24).putInt(0).putInt(types.position()).putInt(types.position())
				.putInt(texts.length);
		all.put(types.array(), 0, types.position()).put(texts);
		return all.array();
	}

	@Test
	void membersAreFoundAlsoInStructuresWithoutAName() {
		Btf btf = new Btf(example());
		assertEquals(0, btf.offset("outer", "x"));
		assertEquals(4, btf.offset("outer", "u"));
		assertEquals(8, btf.offset("outer", "v.b"));
		assertEquals(12, btf.offset("outer", "f"));
		assertEquals(20, btf.offset("outer", "last.b"));
		assertEquals(24, btf.size("outer"));
		assertEquals(OptionalInt.of(4), btf.optionalOffset("inner", "b"));
		assertEquals(OptionalInt.empty(), btf.optionalOffset("inner", "c"));
	}

	@Test
	void whatIsNotThereIsNamed() {
		Btf btf = new Btf(example());
		assertEquals("the kernel has no structure other", assertThrows(GuestException.class, () -> btf.offset("other", "x")).getMessage());
		assertEquals("the kernel's structure outer has no member last.c",
				assertThrows(GuestException.class, () -> btf.offset("outer", "last.c")).getMessage());
		assertEquals("the kernel's description of its types (BTF) is not where its symbols say",
				assertThrows(GuestException.class, () -> new Btf(new byte[100])).getMessage());
	}

	@Test
	void aDamagedDescriptionIsRefusedOrAnswersSomehow() {
		byte[] good = example();
		Random random = new Random(3);
		int refused = 0;
		for (int i = 0; i < 50_000; i++) {
			byte[] bytes = random.nextInt(8) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
			for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
			}
			try {
				Btf btf = new Btf(bytes);
				btf.offset("outer", "last.b");
				btf.size("inner");
			} catch (GuestException e) {
				refused++;
			}
		}
		assertTrue(refused > 10_000 && refused < 49_000, refused + " of 50000 were refused");
	}
}
