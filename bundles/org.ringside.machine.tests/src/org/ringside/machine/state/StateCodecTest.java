package org.ringside.machine.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class StateCodecTest {

	enum Mode {
		IDLE, BUSY
	}

	record Inner(int a, String b) {
	}

	record Everything(boolean z, byte b, short s, char c, int i, long j, float f, double d, String text, Mode mode, byte[] bytes,
			short[] shorts, char[] chars, int[] ints, long[] longs, boolean[] flags, float[] floats, double[] doubles, Inner inner,
			List<Inner> list, List<Integer> numbers, List<List<String>> deep, Map<String, Inner> named) {
	}

	record Order(int zebra, int ant) {
	}

	private static Everything everything() {
		return new Everything(true, (byte) -1, Short.MIN_VALUE, '\uffff', Integer.MIN_VALUE, Long.MAX_VALUE,
				Float.intBitsToFloat(0x7fa0_0001), -0.0, "\u00fc\n", Mode.BUSY, new byte[] { 1, -1 }, new short[] { -2 },
				new char[] { 'x' }, new int[] { 3, -3 }, new long[] { Long.MIN_VALUE }, new boolean[] { true, false },
				new float[] { 1.5f }, new double[] { Double.NaN }, new Inner(1, ""), List.of(new Inner(2, "two")), List.of(1, 2),
				List.of(List.of(), List.of("x")), Map.of("b", new Inner(3, "b"), "a", new Inner(4, "a")));
	}

	@Test
	void everyKindOfComponentComesBackAsItWas() {
		byte[] bytes = StateCodec.encode(everything());
		Everything back = StateCodec.decode(Everything.class, bytes);
		assertArrayEquals(bytes, StateCodec.encode(back));
		assertEquals(0x7fa0_0001, Float.floatToRawIntBits(back.f()));
		assertEquals(Mode.BUSY, back.mode());
		assertEquals(List.of(new Inner(2, "two")), back.list());
		assertEquals(everything().named(), back.named());
		assertArrayEquals(new long[] { Long.MIN_VALUE }, back.longs());
		assertArrayEquals(new boolean[] { true, false }, back.flags());
	}

	@Test
	void theBytesAreTheSameInEveryVersionOfThisProgram() {
		assertEquals("520000000200000003616e74490000000200000005" + "7a656272614900000001",
				HexFormat.of().formatHex(StateCodec.encode(new Order(1, 2))));
	}

	@Test
	void namesAndValuesReadWithoutTheRecordEncodeToTheSameBytes() {
		byte[] bytes = StateCodec.encode(everything());
		StateWriter writer = new StateWriter();
		writer.value(StateCodec.fields(bytes), "");
		assertArrayEquals(bytes, writer.bytes());
		assertEquals("BUSY", StateCodec.fields(bytes).get("mode"));
	}

	record Before(int count) {
	}

	record After(int count, int limit) {
	}

	record Wider(long count) {
	}

	@Test
	void missingUnknownAndRetypedFieldsAreRefusedByName() {
		assertRefused("After has no field limit", After.class, new Before(1));
		assertRefused("Before has an unknown field limit", Before.class, new After(1, 2));
		assertRefused("Wider.count is Integer where long is expected", Wider.class, new Before(1));
	}

	private static void assertRefused(String message, Class<? extends Record> type, Record state) {
		StateException e = assertThrows(StateException.class, () -> StateCodec.decode(type, StateCodec.encode(state)));
		assertEquals(message + ": it was written by another version", e.getMessage());
	}

	@Test
	void anEnumConstantThatIsGoneIsRefused() {
		record Holder(Mode mode) {
		}
		StateException e = assertThrows(StateException.class, () -> StateCodec.bind(Holder.class, Map.of("mode", "ASLEEP")));
		assertEquals("Holder.mode is ASLEEP, which is none of [IDLE, BUSY]", e.getMessage());
	}

	@Test
	void nullAndForeignObjectsAreNoState() {
		assertThrows(IllegalArgumentException.class, () -> StateCodec.encode(new Inner(1, null)));
		record Bad(Object o) {
		}
		assertThrows(IllegalArgumentException.class, () -> StateCodec.encode(new Bad(new StringBuilder())));
	}

	@Test
	void everyTruncationAndEveryChangedByteIsReadOrRefusedAndNothingElse() {
		byte[] bytes = StateCodec.encode(everything());
		for (int length = 0; length < bytes.length; length++) {
			byte[] part = Arrays.copyOf(bytes, length);
			assertThrows(StateException.class, () -> StateCodec.fields(part));
		}
		for (int i = 0; i < bytes.length; i++) {
			for (int value : new int[] { 0, 0x7f, 0xff, 'R', 'L' }) {
				byte[] changed = bytes.clone();
				changed[i] = (byte) value;
				try {
					StateCodec.decode(Everything.class, changed);
				} catch (StateException refused) {
					assertEquals(1, refused.getMessage().lines().count());
				}
			}
		}
	}
}
