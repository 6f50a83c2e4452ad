package org.ringside.guest.bare.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.ringside.guest.Boot;
import org.ringside.guest.GuestException;
import org.ringside.guest.Image;
import org.ringside.guest.Symbols;
import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.Component;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Line;
import org.ringside.machine.Memory;
import org.ringside.machine.state.StateCodec;

class HtifTest {

	static final long BASE = 0x8000_0000L;
	static final long TOHOST = BASE + 0x1000;
	static final long FROMHOST = BASE + 0x1040;
	static final long CALL = BASE + 0x2000;

	/** A machine without harts: the tests store what a program would. */
	static final class Machine implements DeviceContext, DeviceContext.Serial, DeviceContext.Power {
		final Clock clock = new Clock(1);
		final Memory memory = new Memory(1 << 20);
		final Bus bus = new Bus("memory", memory);
		final List<Integer> ended = new ArrayList<>();
		final StringBuilder out = new StringBuilder();
		final StringBuilder in = new StringBuilder();

		Machine() {
			bus.mapMemory(BASE, 0, memory.frames());
		}

		void store(long address, int width, long value) {
			bus.write(address, width, value, 0);
			clock.runDue();
		}

		long load(long address) {
			return bus.read(address, 8, 0);
		}

		@Override
		public Clock clock() {
			return clock;
		}

		@Override
		public Line line(String name) {
			throw new AssertionError("HTIF has no line");
		}

		@Override
		public int harts() {
			return 1;
		}

		@Override
		public Line pin(int hart, String name) {
			throw new AssertionError("HTIF drives no pin");
		}

		@Override
		public Serial serial() {
			return this;
		}

		@Override
		public Power power() {
			return this;
		}

		@Override
		public DmaPort dma() {
			throw new AssertionError("HTIF is no DMA requester");
		}

		@Override
		public long seed() {
			return 0;
		}

		@Override
		public void sent(int value) {
			out.append((char) value);
		}

		@Override
		public int receive() {
			int c = in.charAt(0);
			in.deleteCharAt(0);
			return c;
		}

		@Override
		public boolean ready() {
			return !in.isEmpty();
		}

		@Override
		public void onReady(Runnable handler) {
			throw new AssertionError("the handler of the serial line is the UART's");
		}

		@Override
		public void off(int status) {
			ended.add(status);
		}

		@Override
		public void reset() {
			throw new AssertionError("HTIF resets nothing");
		}
	}

	final Machine machine = new Machine();
	final Component<?> htif = connect(machine, TOHOST, FROMHOST).get("htif");

	static Map<String, Component<?>> connect(Machine machine, long tohost, long fromhost) {
		Image image = new Image(BASE, List.of(),
				Symbols.of(List.of(new Symbols.Symbol("tohost", tohost, 8), new Symbols.Symbol("fromhost", fromhost, 8))));
		return new BareGuest(image, Boot.reset(BASE, Map.of())).connect(machine, machine.bus);
	}

	@Test
	void anOddPayloadEndsTheRunWithTheRestOfIt() {
		machine.store(TOHOST, 4, 1);
		assertEquals(List.of(0), machine.ended);
		machine.store(TOHOST, 8, 1337 << 1 | 1);
		assertEquals(List.of(0, 1337), machine.ended);
	}

	@Test
	void zeroAndStoresBesideItAreNoCommands() {
		machine.store(TOHOST, 8, 0);
		machine.store(TOHOST + 8, 8, 1);
		machine.store(TOHOST - 8, 8, 1);
		assertEquals(List.of(), machine.ended);
		assertEquals(1, machine.load(TOHOST + 8));
	}

	@Test
	void theCommandIsTakenByStoringZero() {
		machine.store(TOHOST, 8, 0x0101_0000_0000_0041L);
		assertEquals("A", machine.out.toString());
		assertEquals(0, machine.load(TOHOST));
		assertEquals(0, machine.load(FROMHOST));
	}

	private long call(long... words) {
		for (int i = 0; i < words.length; i++) {
			machine.store(CALL + 8 * i, 8, words[i]);
		}
		machine.store(TOHOST, 8, CALL);
		assertEquals(1, machine.load(FROMHOST));
		machine.store(FROMHOST, 8, 0);
		return machine.load(CALL);
	}

	@Test
	void aWriteOfTheProxyPrintsAndAnswers() {
		machine.memory.write(0x3000, "hello\n".getBytes());
		assertEquals(6, call(64, 1, BASE + 0x3000, 6));
		assertEquals(6, call(64, 2, BASE + 0x3000, 6));
		assertEquals("hello\nhello\n", machine.out.toString());
		assertEquals(-9, call(64, 3, BASE + 0x3000, 6));
		assertEquals(-14, call(64, 1, BASE - 1, 6));
		assertEquals(-14, call(64, 1, BASE, -1));
		assertEquals(-38, call(1000));
		assertEquals(0, call(93, 7));
		assertEquals(List.of(7), machine.ended);
	}

	@Test
	void aCallOutsideOfMemoryOrUnalignedChangesNothing() {
		machine.store(TOHOST, 8, 0x1000);
		assertEquals(1, machine.load(FROMHOST));
		machine.store(FROMHOST, 8, 0);
		machine.store(CALL + 0xffc, 8 / 2, 64);
		machine.store(TOHOST, 8, CALL + 0xffc);
		assertEquals(64, machine.bus.read(CALL + 0xffc, 4, 0));
	}

	@Test
	void anAnswerWaitsUntilFromhostIsZero() {
		machine.store(FROMHOST, 8, 99);
		machine.in.append('x');
		machine.store(TOHOST, 8, 0x0100_0000_0000_0000L);
		assertEquals(99, machine.load(FROMHOST));
		machine.store(FROMHOST, 8, 0);
		assertEquals(0x0100_0000_0000_0100L | 'x', machine.load(FROMHOST));
	}

	@Test
	void aReadWaitsForACharacterAndTheWaitIsState() {
		machine.store(TOHOST, 8, 0x0100_0000_0000_0000L);
		Htif.State state = (Htif.State) htif.state();
		assertEquals(1, state.reading());
		assertTrue(state.deadline() < Clock.NEVER);

		Machine other = new Machine();
		Htif restored = (Htif) connect(other, TOHOST, FROMHOST).get("htif");
		restored.restore(StateCodec.decode(Htif.State.class, StateCodec.encode(state)));
		other.clock.advance(state.deadline());
		other.clock.runDue();
		assertEquals(0, other.load(FROMHOST));
		other.in.append('y');
		other.clock.advance(1_000_000);
		other.clock.runDue();
		assertEquals(0x0100_0000_0000_0100L | 'y', other.load(FROMHOST));
		assertEquals(0, restored.state().reading());
		assertEquals(Clock.NEVER, restored.state().deadline());
	}

	@Test
	void aProgramWithoutTheSymbolsHasNoInterface() {
		assertEquals(Map.of(), new BareGuest(Image.of(BASE), Boot.reset(BASE, Map.of())).connect(machine, machine.bus));
	}

	@Test
	void symbolsOutsideOfMemoryOrUnalignedAreRefused() {
		assertEquals("tohost at 0x1000 is outside of memory: link it elsewhere",
				assertThrows(GuestException.class, () -> connect(new Machine(), 0x1000, FROMHOST)).getMessage());
		assertEquals("fromhost at 0x80001044 is not aligned to 8 bytes: align it",
				assertThrows(GuestException.class, () -> connect(new Machine(), TOHOST, FROMHOST + 4)).getMessage());
	}
}
