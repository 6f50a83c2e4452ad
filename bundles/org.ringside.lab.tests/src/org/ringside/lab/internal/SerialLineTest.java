package org.ringside.lab.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringside.machine.Clock;

class SerialLineTest {

	private final Clock clock = new Clock(10);
	private final SerialLine line = new SerialLine();
	private final List<Integer> heard = new ArrayList<>();

	@BeforeEach
	void connect() {
		line.connect(clock);
	}

	@Test
	void bytesOfferedAreDeliveredBetweenTwoStepsAndTakenByTheDevice() {
		line.onReady(() -> heard.add(line.receive()));
		line.offer((byte) 'x');
		assertFalse(line.ready());
		clock.runDue();
		assertEquals(List.of((int) 'x'), heard);
		assertTrue(line.empty());
		assertEquals(-1, line.receive());
	}

	@Test
	void bytesOfferedForLaterWaitForTheirMoment() {
		line.offerAt(100, (byte) 1, (byte) 2);
		line.offerAt(200, (byte) 3);
		assertEquals(10, clock.stepsToNext());
		clock.advance(10);
		clock.runDue();
		assertEquals(1, line.receive());
		assertEquals(2, line.receive());
		assertEquals(-1, line.receive());
		assertFalse(line.empty());
		clock.advance(10);
		clock.runDue();
		assertEquals(3, line.receive());
		assertTrue(line.empty());
	}

	@Test
	void deliveryComesAfterTimersOfDevicesThatAreDueAtTheSameMoment() {
		Clock other = new Clock(1);
		SerialLine late = new SerialLine();
		List<String> order = new ArrayList<>();
		Clock.Timer device = other.timer(() -> order.add("device"));
		late.connect(other);
		late.onReady(() -> order.add("line"));
		late.offer((byte) 0);
		device.set(0);
		other.runDue();
		assertEquals(List.of("device", "line"), order);
	}

	@Test
	void pollingForInputIsToldAndPollingBetweenBytesSentIsNot() {
		line.add(new SerialLine.Listener() {
			@Override
			public void polled() {
				heard.add(1);
			}
		});
		for (int i = 0; i < 1000; i++) {
			line.ready();
			line.ready();
			line.sent('x');
		}
		assertEquals(List.of(), heard);
		for (int i = 0; i < 64; i++) {
			line.ready();
		}
		assertEquals(List.of(1), heard);
	}

	@Test
	void whatWasDeliveredAndWhatWasOfferedAreRestored() {
		line.offer((byte) 1);
		clock.runDue();
		line.offerAt(50, (byte) 2);
		SerialLine other = new SerialLine();
		other.connect(clock);
		other.component().restore(line.component().state());
		other.offered().restore(line.offered().state());
		assertEquals(1, other.receive());
		clock.advance(5);
		clock.runDue();
		assertEquals(2, other.receive());
	}
}
