package org.ringside.guest.sbi.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.ringside.guest.sbi.internal.Bench.Level;
import org.ringside.machine.state.StateCodec;

class SbiFirmwareTest {

	static final long BASE = 0x10;
	static final long TIME = 0x54494d45;
	static final long IPI = 0x735049;
	static final long RFENCE = 0x52464e43;
	static final long HSM = 0x48534d;
	static final long SRST = 0x53525354;
	static final long DBCN = 0x4442434e;

	static final long NOT_SUPPORTED = -2;
	static final long INVALID_PARAM = -3;
	static final long INVALID_ADDRESS = -5;
	static final long ALREADY_AVAILABLE = -6;

	@Test
	void hartZeroEntersThePayloadAndTheOthersWait() {
		Bench bench = new Bench(3);
		Level boot = bench.hart(0);
		assertFalse(boot.waiting);
		assertEquals(Bench.ENTRY, boot.get("mepc"));
		assertEquals(1, boot.get("mstatus") >> 11 & 3);
		assertEquals(0, boot.get("a0"));
		assertEquals(Bench.TREE, boot.get("a1"));
		assertEquals(0xb109, boot.get("medeleg"));
		assertEquals(0x222, boot.get("mideleg"));
		assertEquals(-1, boot.get("mcounteren"));
		assertEquals(0x1f, boot.get("pmpcfg0"));
		assertEquals(-1, boot.get("pmpaddr0"));
		assertTrue(bench.hart(1).waiting && bench.hart(2).waiting);
		assertArrayEquals(new long[] { -1, -1, -1 }, bench.mtimecmp);
	}

	@Test
	void aCallGoesOnAfterTheEcallAndAnUnknownOneIsNotSupported() {
		Bench bench = new Bench(1);
		assertEquals(0, bench.call(0, BASE, 0));
		assertEquals(Bench.CALLER + 4, bench.hart(0).get("mepc"));
		assertEquals(2 << 24, bench.hart(0).get("a1"));
		for (long eid : new long[] { 9, 0x11, 0x0a00_0000, -1, 1L << 32 | BASE }) {
			assertEquals(NOT_SUPPORTED, bench.call(0, eid, 0));
		}
		for (long eid : new long[] { BASE, TIME, IPI, RFENCE, HSM, SRST, DBCN }) {
			for (long fid : new long[] { 7, -1, 1L << 32 }) {
				assertEquals(NOT_SUPPORTED, bench.call(0, eid, fid));
			}
		}
	}

	@Test
	void probingFindsWhatTheBoardPermits() {
		assertEquals(List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L), probed(new Bench(1)));
		assertEquals(List.of(1L, 1L, 1L, 1L, 1L, 0L, 0L, 1L, 0L), probed(new Bench(1, false)));
	}

	private static List<Long> probed(Bench bench) {
		return List.of(BASE, TIME, IPI, RFENCE, HSM, SRST, DBCN, 8L, 9L).stream().map(eid -> {
			assertEquals(0, bench.call(0, BASE, 3, eid));
			return bench.hart(0).get("a1");
		}).toList();
	}

	@Test
	void theTimerBecomesTheSupervisorsInterruptUntilItIsSetAgain() {
		for (boolean legacy : new boolean[] { false, true }) {
			Bench bench = new Bench(2);
			Level hart = bench.hart(0);
			assertEquals(0, legacy ? bench.call(0, 0, 0, 1000) : bench.call(0, TIME, 0, 1000));
			assertEquals(1000, bench.mtimecmp[0]);
			assertEquals(0x88, hart.get("mie"));
			hart.timerPin = true;
			bench.deliver();
			assertEquals(0x08, hart.get("mie"));
			assertEquals(0x20, hart.get("mip"));
			hart.timerPin = false;
			bench.call(0, TIME, 0, -1);
			assertEquals(0x88, hart.get("mie"));
			assertEquals(0, hart.get("mip"));
		}
	}

	@Test
	void aTimerOfTheSupervisorsOwnIsHandedOverAndSet() {
		Bench bench = new Bench(1, true, SbiRegisters.STCE | 0x80);
		Level hart = bench.hart(0);
		assertEquals(SbiRegisters.STCE | 0x80, hart.get("menvcfg"));
		assertEquals(-1, hart.get("stimecmp"));
		assertEquals(0, bench.call(0, TIME, 0, 1000));
		assertEquals(1000, hart.get("stimecmp"));
		assertEquals(-1, bench.mtimecmp[0]);
		assertEquals(0x08, hart.get("mie"));
	}

	@Test
	void anExternalInterruptThatIsPendingIsNotLatchedByTheFirmware() {
		Bench bench = new Bench(1);
		Level hart = bench.hart(0);
		hart.externalPin = true;
		bench.call(0, IPI, 0, 1, 0);
		bench.deliver();
		hart.externalPin = false;
		assertEquals(0x02, hart.read(hart.register("mip")));
	}

	@Test
	void anInterprocessorInterruptReachesTheHartsOfTheMask() {
		Bench bench = started(4);
		assertEquals(0, bench.call(0, IPI, 0, 0b101, 1));
		assertArrayEquals(new boolean[] { false, true, false, true }, bench.msip);
		bench.deliver();
		assertArrayEquals(new boolean[4], bench.msip);
		assertEquals(List.of(0L, 2L, 0L, 2L), bench.harts.stream().map(hart -> hart.get("mip")).toList());
		bench.call(1, IPI, 0, 0, -1);
		bench.deliver();
		assertEquals(List.of(2L, 2L, 2L, 2L), bench.harts.stream().map(hart -> hart.get("mip")).toList());
	}

	@Test
	void aMaskThatNamesAHartThatIsNotThereIsRefused() {
		Bench bench = started(4);
		for (long[] mask : new long[][] { { 1, 4 }, { 0b10000, 0 }, { 0b1000, 1 }, { 1, 64 }, { 1L << 63, 1 }, { 1, -2 } }) {
			assertEquals(INVALID_PARAM, bench.call(0, IPI, 0, mask));
			assertEquals(INVALID_PARAM, bench.call(0, RFENCE, 0, mask));
		}
		assertEquals(0, bench.call(0, IPI, 0, 0, 3));
		assertArrayEquals(new boolean[4], bench.msip);
	}

	private static Bench started(int harts) {
		Bench bench = new Bench(harts);
		for (int i = 1; i < harts; i++) {
			bench.call(0, HSM, 0, i, Bench.BASE, 0);
		}
		bench.deliver();
		bench.harts.forEach(hart -> hart.fences.clear());
		return bench;
	}

	@Test
	void fencesAreDoneHereAtOnceAndElsewhereByInterrupt() {
		Bench bench = started(3);
		assertEquals(0, bench.call(0, RFENCE, 1, 0b011, 0, 0x1234, 0x2000));
		assertEquals(List.of("1000", "2000", "3000"), bench.hart(0).fences);
		assertEquals(List.of(), bench.hart(1).fences);
		bench.deliver();
		assertEquals(List.of("all"), bench.hart(1).fences);
		assertEquals(List.of(), bench.hart(2).fences);
		assertEquals(0, bench.hart(1).get("mip"));

		assertEquals(0, bench.call(0, RFENCE, 0, 0, -1));
		bench.deliver();
		assertEquals(List.of("all", "code"), bench.hart(1).fences);
		assertEquals(0, bench.call(2, RFENCE, 2, 0b100, 0, 0, 0, 7));
		assertEquals(0, bench.call(2, RFENCE, 1, 0b100, 0, 0, -1));
		assertEquals(0, bench.call(2, RFENCE, 1, 0b100, 0, 0x1000, 0));
		assertEquals(List.of("code", "all", "all"), bench.hart(2).fences);
		assertEquals(NOT_SUPPORTED, bench.call(0, RFENCE, 3, 1, 0, 0, 0));
	}

	@Test
	void aHartIsStartedOnceAndStopsItself() {
		Bench bench = new Bench(2);
		assertEquals(1, status(bench, 1));
		assertEquals(0, bench.call(0, HSM, 0, 1, Bench.BASE + 0x40, 77));
		assertEquals(2, status(bench, 1));
		assertEquals(ALREADY_AVAILABLE, bench.call(0, HSM, 0, 1, Bench.BASE, 0));
		bench.deliver();
		Level second = bench.hart(1);
		assertFalse(second.waiting);
		assertEquals(Bench.BASE + 0x40, second.get("mepc"));
		assertEquals(1, second.get("a0"));
		assertEquals(77, second.get("a1"));
		assertEquals(0, status(bench, 1));

		bench.call(1, HSM, 1);
		assertTrue(second.waiting);
		assertEquals(1, status(bench, 1));
		bench.call(0, IPI, 0, 0, -1);
		assertFalse(bench.msip[1]);
		assertEquals(0, bench.call(0, HSM, 0, 1, Bench.BASE + 0x80, 78));
		bench.deliver();
		assertEquals(Bench.BASE + 0x80, second.get("mepc"));
	}

	private static long status(Bench bench, int hart) {
		assertEquals(0, bench.call(0, HSM, 2, hart));
		return bench.hart(0).get("a1");
	}

	@Test
	void aHartIsNotStartedWithoutAHartOrAPlaceInMemory() {
		Bench bench = new Bench(2);
		assertEquals(INVALID_PARAM, bench.call(0, HSM, 0, 2, Bench.BASE, 0));
		assertEquals(INVALID_PARAM, bench.call(0, HSM, 0, -1, Bench.BASE, 0));
		assertEquals(INVALID_PARAM, bench.call(0, HSM, 2, 2));
		for (long address : new long[] { 0, Bench.UART, Bench.BASE - 1, Bench.BASE + Bench.SIZE - 1, -1 }) {
			assertEquals(INVALID_ADDRESS, bench.call(0, HSM, 0, 1, address, 0));
		}
		assertEquals(ALREADY_AVAILABLE, bench.call(0, HSM, 0, 0, Bench.BASE, 0));
	}

	@Test
	void aRetentiveSuspendEndsAfterItsCallWhenAnEnabledInterruptIsPending() {
		Bench bench = started(2);
		Level hart = bench.hart(1);
		assertEquals(0, bench.call(1, HSM, 3, 0, 0, 0));
		assertTrue(hart.waiting);
		assertEquals(4, status(bench, 1));
		bench.call(0, RFENCE, 1, 0b10, 0, 0, 0);
		bench.deliver();
		assertTrue(hart.waiting);
		assertEquals(List.of("all"), hart.fences);
		bench.call(0, IPI, 0, 0b10, 0);
		bench.deliver();
		assertTrue(hart.waiting, "the software interrupt is not enabled");
		hart.set("mie", hart.get("mie") | 2);
		bench.deliver();
		assertFalse(hart.waiting);
		assertEquals(Bench.CALLER + 4, hart.get("mepc"));
		assertEquals(0, hart.get("a0"));
		assertEquals(0, status(bench, 1));
	}

	@Test
	void aNonRetentiveSuspendEndsWhereItSaidWhenTheTimerExpires() {
		Bench bench = new Bench(1);
		Level hart = bench.hart(0);
		hart.set("mie", hart.get("mie") | 0x20);
		bench.call(0, TIME, 0, 5);
		// a number of 32 bits is passed with its sign
		bench.call(0, HSM, 3, 0xffff_ffff_8000_0000L, Bench.BASE + 0x40, 99);
		hart.set("satp", 8L << 60);
		bench.deliver();
		assertTrue(hart.waiting);
		hart.timerPin = true;
		bench.deliver();
		assertFalse(hart.waiting);
		assertEquals(Bench.BASE + 0x40, hart.get("mepc"));
		assertEquals(0, hart.get("satp"));
		assertEquals(0, hart.get("a0"));
		assertEquals(99, hart.get("a1"));
		assertEquals(0x20, hart.get("mip"));
	}

	@Test
	void suspendTypesThatAreNotTheTwoStandardOnesAreRefused() {
		Bench bench = new Bench(1);
		for (long type : new long[] { 1, 0x0fff_ffff, 0x1000_0000, 0x7fff_ffff, 0x8000_0001L, 0xffff_ffffL, -1 }) {
			assertEquals(INVALID_PARAM, bench.call(0, HSM, 3, type, Bench.BASE, 0));
		}
		assertEquals(INVALID_ADDRESS, bench.call(0, HSM, 3, 0x8000_0000L, 0, 0));
		assertFalse(bench.hart(0).waiting);
	}

	@Test
	void systemResetGoesToTheFinisher() {
		assertEquals(List.of(0x5555), finished(0, 0));
		assertEquals(List.of(1 << 16 | 0x3333), finished(0, 1));
		assertEquals(List.of(0x7777), finished(1, 0));
		assertEquals(List.of(0x7777), finished(2, 1));
		Bench bench = new Bench(1);
		for (long[] unknown : new long[][] { { 3, 0 }, { 0xf000_0000L, 0 }, { 0, 2 }, { 0, 0xe000_0000L }, { -1, 0 }, { 0, -1 } }) {
			assertEquals(INVALID_PARAM, bench.call(0, SRST, 0, unknown));
		}
		assertEquals(List.of(), bench.finished);
		assertEquals(NOT_SUPPORTED, new Bench(1, false).call(0, SRST, 0, 0, 0));
	}

	private static List<Integer> finished(long type, long reason) {
		Bench bench = new Bench(1);
		bench.call(0, SRST, 0, type, reason);
		assertTrue(bench.hart(0).waiting, "nothing executes after it");
		return bench.finished;
	}

	@Test
	void theDebugConsoleWritesAndReadsMemory() {
		Bench bench = new Bench(1);
		System.arraycopy("hello".getBytes(), 0, bench.memory, 0x100, 5);
		assertEquals(0, bench.call(0, DBCN, 0, 5, Bench.BASE + 0x100, 0));
		assertEquals(5, bench.hart(0).get("a1"));
		assertEquals(0, bench.call(0, DBCN, 2, 0x121));
		assertEquals("hello!", bench.sent.toString());
		bench.room = 2;
		assertEquals(0, bench.call(0, DBCN, 0, 5, Bench.BASE + 0x100, 0));
		assertEquals(2, bench.hart(0).get("a1"));
		assertEquals(-1, bench.call(0, DBCN, 2, 'x'));

		bench.toReceive.append("abc");
		assertEquals(0, bench.call(0, DBCN, 1, 2, Bench.BASE + 0x200, 0));
		assertEquals(2, bench.hart(0).get("a1"));
		assertEquals(0, bench.call(0, DBCN, 1, 9, Bench.BASE + 0x202, 0));
		assertEquals(1, bench.hart(0).get("a1"));
		assertEquals("abc", new String(bench.memory, 0x200, 3));
	}

	@Test
	void theDebugConsoleRefusesWhatIsNotMemory() {
		Bench bench = new Bench(1);
		for (long[] range : new long[][] { { 5, Bench.UART, 0 }, { 5, Bench.BASE, 1 }, { 5, Bench.BASE - 1, 0 },
				{ 2, Bench.BASE + Bench.SIZE - 1, 0 }, { -1, Bench.BASE, 0 }, { 1, -1, 0 } }) {
			assertEquals(INVALID_PARAM, bench.call(0, DBCN, 0, range));
			assertEquals(INVALID_PARAM, bench.call(0, DBCN, 1, range));
		}
		assertEquals(0, bench.call(0, DBCN, 0, 0, 0, 0));
		assertEquals("", bench.sent.toString());
	}

	@Test
	void legacyCallsAnswerInA0Alone() {
		Bench bench = new Bench(1);
		Level hart = bench.hart(0);
		assertEquals(0, bench.call(0, 1, 0, 'A'));
		assertEquals(0x5a5a + 1, hart.get("a1"));
		assertEquals("A", bench.sent.toString());
		assertEquals(-1, bench.call(0, 2, 0));
		bench.toReceive.append('\u00e9');
		assertEquals(0xe9, bench.call(0, 2, 0));
		bench.call(0, 4, 0, 0);
		bench.deliver();
		assertEquals(2, hart.get("mip"));
		assertEquals(0, bench.call(0, 3, 0));
		assertEquals(0, hart.get("mip"));
		bench.call(0, 8, 0);
		assertEquals(List.of(0x5555), bench.finished);
		assertTrue(hart.waiting);
	}

	@Test
	void aTrapThatIsNotTheFirmwaresIsTakenByTheSupervisor() {
		for (int from = 0; from <= 1; from++) {
			for (long enabled = 0; enabled <= 1; enabled++) {
				Bench bench = new Bench(1);
				Level hart = bench.hart(0);
				hart.set("stvec", 0x1001);
				hart.set("mstatus", enabled << 1 | (1 - enabled) << 5 | (1 - from) << 8);
				bench.trap(0, 2, 0xdead, from);
				assertEquals(0x1000, hart.get("mepc"));
				assertEquals(Bench.CALLER, hart.get("sepc"));
				assertEquals(2, hart.get("scause"));
				assertEquals(0xdead, hart.get("stval"));
				assertEquals(1 << 11 | from << 8 | enabled << 5, hart.get("mstatus"));
			}
		}
	}

	@Test
	void anInterruptThatNobodyEnabledIsSilenced() {
		Bench bench = new Bench(1);
		Level hart = bench.hart(0);
		hart.set("mie", 1 << 11 | 8);
		bench.trap(0, Bench.INTERRUPT | 11, 0, 1);
		assertEquals(8, hart.get("mie"));
	}

	@Test
	void stateIsAllThatTheFirmwareRemembers() {
		Bench bench = started(3);
		bench.call(2, HSM, 3, 0x8000_0000L, Bench.BASE + 0x40, 99);
		bench.call(1, HSM, 1);
		bench.call(0, HSM, 0, 1, Bench.BASE + 0x80, 5);
		bench.call(0, RFENCE, 0, 0b100, 0);
		SbiState state = bench.firmware.state();
		Bench other = new Bench(3);
		other.firmware.restore(StateCodec.decode(SbiState.class, StateCodec.encode(state)));
		assertEquals(state, other.firmware.state());
		assertEquals(2, status(other, 1));
		assertEquals(4, status(other, 2));
		other.msip[1] = true;
		other.msip[2] = true;
		other.hart(2).fences.clear();
		other.deliver();
		assertEquals(5, other.hart(1).get("a1"));
		assertEquals(List.of("code"), other.hart(2).fences);
	}
}
