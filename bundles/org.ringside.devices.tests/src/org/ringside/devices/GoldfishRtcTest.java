package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;

import org.junit.jupiter.api.Test;

class GoldfishRtcTest {

	private final Bench bench = new Bench(1);

	private long in(int register) {
		return bench.read(Bench.RTC + register, 4);
	}

	private void out(int register, long value) {
		bench.write(Bench.RTC + register, 4, value);
	}

	private long time() {
		return in(0x00) | in(0x04) << 32;
	}

	private void alarm(long at) {
		out(0x0c, at >>> 32);
		out(0x08, at);
	}

	private boolean irq() {
		return bench.plic.input(11).high();
	}

	@Test
	void timeBeginsAsSetAndGoesOnWithTheClock() {
		long start = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000;
		assertEquals(start, time());
		bench.steps(100);
		assertEquals(start + 1000, time());
	}

	@Test
	void readingTheLowWordLatchesTheHighOne() {
		out(0x00, 0xffff_fff0L);
		assertEquals(0xffff_fff0L, in(0x00));
		long high = in(0x04);
		bench.steps(10);
		assertEquals(high, in(0x04));
		in(0x00);
		assertEquals(high + 1, in(0x04));
	}

	@Test
	void anAlarmRingsAtItsTime() {
		out(0x10, 1);
		alarm(time() + 500);
		assertEquals(1, in(0x18));
		bench.steps(49);
		assertFalse(irq());
		bench.steps(1);
		assertTrue(irq());
		assertEquals(0, in(0x18));
		out(0x1c, 0);
		assertFalse(irq());
	}

	@Test
	void anAlarmInThePastRingsAtOnceAndWaitsForItsEnable() {
		alarm(time());
		assertFalse(irq());
		out(0x10, 1);
		assertTrue(irq());
	}

	@Test
	void aClearedAlarmDoesNotRing() {
		out(0x10, 1);
		alarm(time() + 500);
		out(0x14, 0);
		bench.steps(100);
		assertFalse(irq());
	}

	@Test
	void stateIsRestoredWithItsAlarm() {
		out(0x10, 1);
		alarm(time() + 500);
		bench.steps(20);
		Bench other = new Bench(1);
		other.clock.restore(bench.clock.state());
		other.rtc.restore(bench.rtc.state());
		other.steps(30);
		assertTrue(other.plic.input(11).high());
	}

	@Test
	void aStartOutsideOfItsYearsIsRefused() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new GoldfishRtc.Options(Instant.parse("1969-01-01T00:00:00Z")))
				.getMessage().contains("choose a time from 1970-01-01T00:00:00Z"));
	}
}
