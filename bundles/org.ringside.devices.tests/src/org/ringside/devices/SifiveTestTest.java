package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class SifiveTestTest {

	private final Bench bench = new Bench(1);

	@Test
	void passPowersOffWithStatusZero() {
		bench.write(Bench.TEST, 4, 0x5555);
		assertEquals(List.of("off 0"), bench.power);
	}

	@Test
	void failPowersOffWithTheStatusInTheHighHalf() {
		bench.write(Bench.TEST, 4, 0x002a_3333);
		assertEquals(List.of("off 42"), bench.power);
	}

	@Test
	void aHalfwordHasNoStatus() {
		bench.write(Bench.TEST, 2, 0x3333);
		assertEquals(List.of("off 0"), bench.power);
	}

	@Test
	void resetResets() {
		bench.write(Bench.TEST, 4, 0x7777);
		assertEquals(List.of("reset"), bench.power);
	}

	@Test
	void otherValuesAndOffsetsDoNothing() {
		bench.write(Bench.TEST, 4, 0x1234);
		bench.write(Bench.TEST + 4, 4, 0x5555);
		assertEquals(List.of(), bench.power);
		assertEquals(0, bench.read(Bench.TEST, 4));
	}
}
