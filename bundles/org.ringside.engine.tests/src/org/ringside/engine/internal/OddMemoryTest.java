package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ringside.testkit.Bench;

/** Translation, segments, keys, stores to code and I/O ports of the odd ISA. */
class OddMemoryTest {

	private static final String END = """

				out 8, r10
		trap:	li r10, 99
				out 8, r10
		""";

	/** Sends the program on at {@code user}, in user mode, with interrupts enabled and this segment. */
	private static String user(String base, String limit) {
		return """
				main:	li r1, %s
						mts base, r1
						li r1, %s
						mts limit, r1
						li r1, user
						li r2, 0x7fffffff
						and r1, r2
						li r2, %s
						sub r1, r2
						mts epc, r1
						li r1, 2
						mts estatus, r1
						rte
				""".formatted(base, limit, base);
	}

	private static void endsWith(int status, String program) {
		new OddProof(program).endsWith(status);
	}

	@Test
	void storeToCodeActsAtTheNextInstruction() {
		endsWith(1 + 2 + 3, """
				main:	li r3, 3
						li r1, 0
						li r4, again
						li r6, patched
				again:	addi r1, r1, 1
						sth r1, 1(r6)
				patched: li r2, 0
						add r10, r2
						loop r3, again
				""" + END);
	}

	/** The instruction has run from both pages before; the store changes its second page only. */
	@Test
	void storeToTheSecondPageOfAnInstructionActs() {
		endsWith(1, """
				main:	li r3, 2
				again:	li r1, 0x80003ffe
						mov r5, r1
						li link, back1
						jmp r5
				back1:	add r10, r2
						li r6, 0x80004000
						li r7, 1
						stb r7, 0(r6)
						loop r3, again
						li r4, 7
						sub r10, r4
				""" + END + """

						.org 0x80003ffe
						li r2, 7
						jmp link
				""");
	}

	/** The frame is executed by its untranslated and by its translated address, and written by the former. */
	@Test
	void storeToCodeActsWhereverTheFrameIsMapped() {
		endsWith(7 + 9, """
				main:	li r1, 0x3000
						li link, one
						jmp r1
				one:	add r10, r2
						li r6, 0x80005000
						li r7, 9
						stb r7, 2(r6)
						li link, two
						jmp r1
				two:	add r10, r2
				""" + END + """

						.org 0x80005000
						li r2, 7
						jmp link
						.org 0x80010000
				table:	.word 0, 0, 0, 0x5001
						.space 4000
				""");
	}

	@Test
	void blockMoveOverTheCodeAfterItActs() {
		endsWith(0x55, """
				main:	li r1, from
						li r2, to
						li r3, 3
						mvb
				to:		li r10, 1
				""" + END + "\nfrom: li r10, 0x55");
	}

	@Test
	void missesAreServedBySoftware() {
		try (Bench bench = new OddProof("""
				main:	li r1, 0x1000
						li r3, 12
				fill:	stw r3, 0(r1)
						addi r1, r1, 0x1000
						loop r3, fill
						li r1, 0x1000
						li r3, 12
				sum:	ldw r2, 0(r1)
						add r10, r2
						addi r1, r1, 0x1000
						loop r3, sum
				""" + END + """

						.org 0x80010000
				table:	.word 0, 0x21003, 0x22003, 0x23003, 0x24003, 0x25003, 0x26003, 0x27003, 0x28003, 0x29003, 0x2a003, 0x2b003, 0x2c003
						.space 4000
				""").run()) {
			assertEquals(12 * 13 / 2, bench.machine().exit().orElseThrow().status());
			assertTrue(bench.machine().traps().get(2) > 12, "twelve pages do not fit into eight entries");
			assertEquals(12, OddProof.word(bench, 0x21000));
		}
	}

	@Test
	void wiredEntryIsNeverReplaced() {
		try (Bench bench = new OddProof("""
				main:	li r1, 1
						mts wired, r1
						li r2, 0x7000
						mts high, r2
						li r2, 0x27003
						mts low, r2
						mts slot, r0
						tlbwi
						li r3, 40
						li r1, 0x1000
				touch:	ldw r2, 0(r1)
						addi r1, r1, 0x1000
						loop r3, touch
						mfs r10, tlbHigh0
				""" + END + """

						.org 0x80010000
				table:	.word 0, 0x21003, 0x22003, 0x23003, 0x24003, 0x25003, 0x26003, 0x21003
						.word 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003
						.word 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003
						.word 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003, 0x21003
						.space 4000
				""").run()) {
			assertEquals(0x7000, bench.machine().exit().orElseThrow().status());
		}
	}

	/** A TLB of software is state: what it maps counts, whatever the table in memory says, until it is written. */
	@Test
	void changedEntryOfTheTlbActsAtOnce() {
		endsWith(0x11 + 0x11 + 0x22, """
				main:	li r1, 0x3000
						ldw r10, 0(r1)
						li r5, table
						li r6, 0x6001
						stw r6, 12(r5)
						ldw r2, 0(r1)
						add r10, r2
						li r7, 0
				each:	mts slot, r7
						mts high, r1
						mts low, r6
						tlbwi
						addi r7, r7, 1
						li r8, 8
						cmp r7, r8
						bne each
						ldw r2, 0(r1)
						add r10, r2
				""" + END + """

						.org 0x80005000
						.word 0x11
						.org 0x80006000
						.word 0x22
						.org 0x80010000
				table:	.word 0, 0, 0, 0x5001
						.space 4000
				""");
	}

	@Test
	void pageThatIsNotWritableRefusesStores() {
		endsWith(3, """
				main:	li r1, 0x3000
						ldw r2, 0(r1)
						stw r2, 0(r1)
						out 8, r10
				trap:	mov r10, r13
						out 8, r10
						.org 0x80010000
				table:	.word 0, 0, 0, 0x5001
						.space 4000
				""");
	}

	@Test
	void addressWithoutMemoryIsABusError() {
		endsWith(6, """
				main:	li r1, 0x90000000
						ldw r2, 0(r1)
						out 8, r10
				trap:	mov r10, r13
						out 8, r10
				""");
	}

	@Test
	void userProgramIsMovedByItsSegment() {
		for (String base : new String[] { "0", "0x3000", "0x3050", "0x2ff0" }) {
			endsWith(0x1234, user(base, "0x3fff") + """
					out:	out 8, r10
					trap:	add r10, r8
							b out
							.org 0x80003100
					user:	li r3, 20
							li r4, 0x3500
							li r5, %s
							sub r4, r5
							addi r4, r4, 0xffe
					copy:	li r8, 0x1234
							stw r8, 0(r4)
							ldw r8, 0(r4)
							loop r3, copy
							sys 0
							.org 0x80010000
					table:	.word 0x20003, 0x21003, 0x2003, 0x3003, 0x24003, 0x25003, 0x26003, 0x27003
							.space 4000
					""".formatted(base));
		}
	}

	@Test
	void segmentEndsAtItsLimit() {
		for (String limit : new String[] { "0xfff", "0x6ff", "0x703" }) {
			int last = Integer.decode(limit);
			endsWith(0x10000 + last - 3, user("0x3000", limit) + """
					trap:	li r12, 4
							cmp r13, r12
							bne wrong
							addi r10, r4, -1
							lih r1, 1
							add r10, r1
							out 8, r10
					wrong:	li r10, 98
							out 8, r10
							.org 0x80003100
					user:	li r4, %s
					more:	ldw r5, 0(r4)
							addi r4, r4, 1
							b more
							.org 0x80010000
					table:	.word 0, 0, 0, 0x3003
							.space 4000
					""".formatted(last - 0x20));
		}
	}

	@Test
	void codeBehindTheLimitIsNotFetched() {
		endsWith(4, user("0x3000", "0x107") + """
				trap:	mov r10, r13
						out 8, r10
						.org 0x80003100
				user:	nop
						nop
						nop
						nop
						nop
						addi r1, r1, 1
						sys 0
						.org 0x80010000
				table:	.word 0, 0, 0, 0x3003
						.space 4000
				""");
	}

	@Test
	void storeNeedsTheKeyOfTheFrame() {
		endsWith(5 + 8, """
				main:	li r1, 0x5000
						li r2, 3
						ssk r2, r1
						isk r3, r1
						cmp r3, r2
						bne out
						li r4, 0x80005000
						stw r2, 0(r4)
						li r5, 0x33
						setps r5
						stw r3, 0(r4)
						li r5, 0x53
						setps r5
						ldw r6, 0(r4)
						stw r6, 0(r4)
				out:	li r10, 97
						out 8, r10
				trap:	addi r10, r13, 8
						out 8, r10
				""");
	}

	/** The engine has granted fast stores to the frame when its key changes under them. */
	@Test
	void changedKeyActsAtOnce() {
		endsWith(5, """
				main:	li r4, 0x80005000
						li r1, 0x5000
						li r5, 0x23
						setps r5
						li r6, 2
						ssk r6, r1
						li r3, 4
				store:	stw r3, 0(r4)
						loop r3, store
						li r6, 6
						ssk r6, r1
						stw r3, 0(r4)
						li r10, 97
						out 8, r10
				trap:	mov r10, r13
						out 8, r10
				""");
	}

	@Test
	void portsAreASpaceOfTheirOwn() {
		try (Bench bench = new OddProof("""
				main:	in r1, 12
						nop
						nop
						in r2, 12
						mov r10, r2
						sub r10, r1
						in r1, 0x123
						out 8, r10
				trap:	li r12, 8
						cmp r13, r12
						bne bad
						mfs r12, bad
						add r10, r12
				bad:	out 8, r10
				""").run()) {
			assertEquals(3 + 0x123, bench.machine().exit().orElseThrow().status());
		}
	}

	/** The time that a port tells is that of the instruction, also where the loop cannot execute it. */
	@Test
	void portIsReadAtItsStepInADelaySlotAndAcrossPages() {
		endsWith(2 + 3, """
				main:	in r1, 12
						d after
						in r2, 12
						li r2, 0
				after:	nop
						sub r2, r1
						add r10, r2
						in r1, 12
						li r3, 0x80003ffe
						jmp r3
						.org 0x80003ffe
						in r2, 12
						sub r2, r1
						add r10, r2
						li r4, out
						jmp r4
				out:	out 8, r10
				trap:	out 8, r10
				""");
	}

	/** So that the executors agree, the steps must be counted wherever an instruction asks for them. */
	@Test
	void randomReplacementDependsOnTheStepAlsoInADelaySlot() {
		try (Bench bench = new OddProof("""
				main:	nop
						nop
						nop
						d one
						mfs r1, random
				one:	nop
						mfs r2, random
						d two
						mfs r3, random
				two:	mfs r4, random
				""" + END).run()) {
			for (int i = 2; i <= 4; i++) {
				assertEquals((bench.register(0, "r" + (i - 1)) + 2 - i / 4) % 8, bench.register(0, "r" + i), "r" + i);
			}
		}
	}
}
