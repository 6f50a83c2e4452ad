package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Ns16550aTest {

	private static final int RBR_THR = 0;
	private static final int IER = 1;
	private static final int IIR_FCR = 2;
	private static final int LCR = 3;
	private static final int MCR = 4;
	private static final int LSR = 5;
	private static final int MSR = 6;
	private static final int SCR = 7;

	private final Bench bench = new Bench(1);

	private int in(int register) {
		return (int) bench.read(Bench.UART + register, 1);
	}

	private void out(int register, int value) {
		bench.write(Bench.UART + register, 1, value);
	}

	private boolean irq() {
		return bench.plic.input(10).high();
	}

	@Test
	void bytesWrittenLeaveInOrder() {
		for (char c : "hello".toCharArray()) {
			assertEquals(0x60, in(LSR));
			out(RBR_THR, c);
		}
		assertEquals("hello", bench.sent.toString());
	}

	@Test
	void withoutFifosOneByteWaitsAndTheRestStaysOnTheLine() {
		bench.type("abc");
		assertEquals(2, bench.toReceive.size());
		assertEquals(0x61, in(LSR));
		assertEquals('a', in(RBR_THR));
		assertEquals('b', in(RBR_THR));
		assertEquals('c', in(RBR_THR));
		assertEquals(0x60, in(LSR));
	}

	@Test
	void fifosHoldSixteenAndInterruptAtTheirTriggerLevel() {
		out(IIR_FCR, 0x81);
		out(IER, 1);
		bench.type("0123456");
		assertFalse(irq());
		bench.type("7");
		assertTrue(irq());
		assertEquals(0xc4, in(IIR_FCR));
		bench.type("89abcdefgh");
		assertEquals(2, bench.toReceive.size());
		for (char c : "0123456789".toCharArray()) {
			assertEquals(c, in(RBR_THR));
		}
		assertTrue(irq());
		assertEquals('a', in(RBR_THR));
		assertFalse(irq());
	}

	@Test
	void dataBelowTheTriggerLevelTimesOutAfterFourCharacters() {
		out(IIR_FCR, 0xc1);
		out(IER, 1);
		out(LCR, 0x83);
		out(RBR_THR, 2);
		out(IER, 0);
		out(LCR, 0x03);
		bench.type("x");
		// 3686400 Hz / 16 / 2 is 115200 baud: ten bits take 86.8 us
		bench.steps(34_710);
		assertFalse(irq());
		bench.steps(20);
		assertTrue(irq());
		assertEquals(0xcc, in(IIR_FCR));
		assertEquals('x', in(RBR_THR));
		assertEquals(0xc1, in(IIR_FCR));
		assertFalse(irq());
	}

	@Test
	void theEmptyTransmitterInterruptsUntilItIsIdentified() {
		out(IER, 2);
		assertTrue(irq());
		assertEquals(0x02, in(IIR_FCR));
		assertFalse(irq());
		assertEquals(0x01, in(IIR_FCR));
		out(RBR_THR, 'x');
		assertTrue(irq());
	}

	@Test
	void receivedDataIsReportedBeforeTheEmptyTransmitter() {
		out(IER, 3);
		bench.type("x");
		assertEquals(0x04, in(IIR_FCR));
		assertEquals('x', in(RBR_THR));
		assertEquals(0x02, in(IIR_FCR));
	}

	@Test
	void loopbackReturnsWhatIsSentAndCutsTheLineOff() {
		out(MCR, 0x1a);
		assertEquals(0x90, in(MSR) & 0xf0);
		bench.type("line");
		out(RBR_THR, 'a');
		assertEquals('a', in(RBR_THR));
		out(RBR_THR, 'b');
		out(RBR_THR, 'c');
		assertEquals(0x63, in(LSR));
		assertEquals(0x61, in(LSR));
		assertEquals('c', in(RBR_THR));
		assertEquals("", bench.sent.toString());
		out(MCR, 0x08);
		assertEquals('l', in(RBR_THR));
	}

	@Test
	void theDivisorLatchHidesDataAndInterruptEnable() {
		out(IER, 1);
		out(LCR, 0x80);
		assertEquals(12, in(RBR_THR));
		out(IER, 0x12);
		out(RBR_THR, 0x34);
		assertEquals(0x12, in(IER));
		assertEquals(0x34, in(RBR_THR));
		out(LCR, 0);
		assertEquals(1, in(IER));
		assertEquals("", bench.sent.toString());
	}

	@Test
	void theScratchRegisterKeepsWhatItIsTold() {
		out(SCR, 0xa5);
		assertEquals(0xa5, in(SCR));
		bench.uart.reset();
		assertEquals(0xa5, in(SCR));
	}

	@Test
	void turningFifosOnDropsWhatWasReceived() {
		bench.type("x");
		out(IIR_FCR, 1);
		assertEquals(0x60, in(LSR));
	}

	@Test
	void stateIsRestoredWithItsFifo() {
		out(IIR_FCR, 0xc1);
		out(IER, 1);
		bench.type("abc");
		in(RBR_THR);
		Bench other = new Bench(1);
		other.clock.restore(bench.clock.state());
		other.uart.restore(bench.uart.state());
		assertArrayEquals(new byte[] { 'b', 'c' }, other.uart.state().received());
		assertEquals(bench.clock.stepsToNext(), other.clock.stepsToNext());
		assertEquals('b', other.read(Bench.UART, 1));
		assertEquals('c', other.read(Bench.UART, 1));
	}
}
