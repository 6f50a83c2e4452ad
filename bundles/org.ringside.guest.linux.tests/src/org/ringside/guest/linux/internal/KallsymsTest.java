package org.ringside.guest.linux.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.guest.Symbols.Symbol;

class KallsymsTest {

	private static final long BASE = 0xffff_ffff_8000_0000L;
	private static final int MARKED = 256;

	private static String name(int symbol) {
		return symbol % 100 == 7 ? "long_".repeat(30) + symbol : "symbol_" + symbol;
	}

	/** Two names at each place. */
	private static int offset(int symbol) {
		return symbol / 2 * 24;
	}

	/** A kernel with such a table, written as the kernel's scripts do; printable characters are tokens, and "symbol" is one. */
	private static byte[] kernel(int symbols, int before) {
		ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
		new Random(5).ints(before).forEach(i -> out.put((byte) i));
		align(out);
		out.putLong(symbols);
		int names = out.position();
		List<Integer> markers = new ArrayList<>();
		for (int symbol = 0; symbol < symbols; symbol++) {
			if (symbol % MARKED == 0) {
				markers.add(out.position() - names);
			}
			byte[] coded = ("t" + name(symbol)).replace("symbol", "\1").getBytes(StandardCharsets.ISO_8859_1);
			if (coded.length < 128) {
				out.put((byte) coded.length);
			} else {
				out.put((byte) (coded.length | 0x80)).put((byte) (coded.length >>> 7));
			}
			out.put(coded);
		}
		align(out);
		markers.forEach(out::putInt);
		align(out);
		int table = out.position();
		List<Integer> starts = new ArrayList<>();
		for (int token = 0; token < 256; token++) {
			starts.add(out.position() - table);
			String text = token == 1 ? "symbol" : token > ' ' && token < 127 ? String.valueOf((char) token) : "";
			out.put(text.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 0);
		}
		align(out);
		starts.forEach(start -> out.putShort(start.shortValue()));
		align(out);
		for (int symbol = 0; symbol < symbols; symbol++) {
			out.putInt(offset(symbol));
		}
		align(out);
		out.putLong(BASE).putLong(-1);
		return Arrays.copyOf(out.array(), out.position());
	}

	private static void align(ByteBuffer out) {
		while (out.position() % 8 != 0) {
			out.put((byte) 0);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 255, 256, 257, 511, 512, 513, 2000 })
	void everySymbolIsFoundWithItsAddressAndSize(int symbols) {
		List<Symbol> found = Kallsyms.read(kernel(symbols, 3000));
		assertEquals(symbols, found.size());
		for (int i = 0; i < symbols; i++) {
			long size = offset(i) == offset(symbols - 1) ? 0 : 24;
			assertEquals(new Symbol(name(i), BASE + offset(i), size), found.get(i));
		}
	}

	@Test
	void bytesWithoutATableHaveNoSymbols() {
		byte[] noise = new byte[1 << 16];
		new Random(1).nextBytes(noise);
		assertEquals(List.of(), Kallsyms.read(noise));
		assertEquals(List.of(), Kallsyms.read(new byte[0]));
		assertEquals(List.of(), Kallsyms.read("0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0".getBytes(StandardCharsets.ISO_8859_1)));
	}

	@Test
	void aDamagedTableHasSymbolsOrNone() {
		byte[] good = kernel(600, 64);
		Random random = new Random(2);
		int some = 0;
		for (int i = 0; i < 5_000; i++) {
			byte[] bytes = random.nextInt(8) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
			for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
			}
			some += Kallsyms.read(bytes).isEmpty() ? 0 : 1;
		}
		assertTrue(some > 250 && some < 4_750, some + " of 5000 tables were readable");
	}
}
