package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.ringside.testkit.Bench;

/** Delay slots, skipped instructions, instructions that execute others, and instructions that are interrupted, on the odd ISA. */
class OddFlowTest {

	private static final String END = """

				out 8, r10
		trap:	li r10, 99
				out 8, r10
		""";

	private static void endsWith(int status, String program) {
		new OddProof(program).endsWith(status);
	}

	@Test
	void delaySlotIsExecutedBeforeTheTarget() {
		endsWith(1 + 4, """
				main:	li r1, 1
						li r2, 2
						li r3, 4
						d there
						add r10, r1
						add r10, r2
				there:	add r10, r3
				""" + END);
	}

	@Test
	void delayedBranchNotTakenFallsThrough() {
		endsWith(1 + 2 + 4, """
				main:	li r1, 1
						li r2, 2
						li r3, 4
						cmp r1, r2
						deq there
						add r10, r1
						add r10, r2
				there:	add r10, r3
				""" + END);
	}

	@Test
	void delayedBranchInADelaySlotRunsOneInstructionAtTheFirstTarget() {
		endsWith(1 + 8, """
				main:	li r1, 1
						li r2, 2
						li r3, 8
						d first
						d second
						add r10, r2
				first:	add r10, r1
						add r10, r2
				second:	add r10, r3
				""" + END);
	}

	/** The handler sees the slot's address, the target and that they are pending, and the return resumes all three. */
	@Test
	void trapInADelaySlotRestartsTheSlotAndThenGoesToTheTarget() {
		try (Bench bench = new OddProof("""
				main:	li r1, 0x3004
						li r5, there
						djmp r5
						ldw r10, 0(r1)
						li r10, 1
						out 8, r10
				there:	addi r10, r10, 1
						mfs r6, estatus
						mfs r7, enext
				""" + END + """

						.org 0x80003004
						.word 0x76
						.org 0x80010000
				table:	.word 0, 0, 0, 0x3001
						.space 4000
				""").run()) {
			assertEquals(0x77, bench.machine().exit().orElseThrow().status());
			assertEquals(1L << 31 | 3, bench.register(0, "r6") & 0xffff_ffffL, "the handler was told of the delay slot");
			assertEquals(bench.register(0, "r5"), bench.register(0, "r7"), "and of the target");
			assertEquals(1, bench.machine().traps().get(2));
		}
	}

	@Test
	void systemCallInADelaySlotComesBackToTheTarget() {
		endsWith(1 + 4, """
				main:	li r1, 1
						li r2, 2
						li r3, 4
						d there
						sys 5
						add r10, r2
				there:	add r10, r3
						out 8, r10
				trap:	mfs r12, enext
						mts epc, r12
						mfs r12, estatus
						li r13, 15
						and r12, r13
						mts estatus, r12
						add r10, r1
						b back
				""");
	}

	@Test
	void returnFromATrapInADelaySlotIsIllegal() {
		endsWith(0, """
				main:	li r1, there
						mts epc, r1
						d there
						rte
				there:	out 8, r10
				trap:	test r13
						bne there
						li r10, 0
						out 8, r10
				""");
	}

	@Test
	void skippedInstructionDoesNothing() {
		endsWith(4, """
				main:	li r1, 1
						li r2, 1
						li r3, 4
						skeq r1, r2
						li r3, 0x12345678
						skeq r1, r2
						sys 1
						skeq r1, r3
						add r10, r3
				""" + END);
	}

	/** The skipped instruction is fetched: its second half is on a page that misses. */
	@Test
	void fetchOfASkippedInstructionMayTrapAndRestarts() {
		try (Bench bench = new OddProof("""
				main:	li r1, 0x4ffc
						jmp r1
						.org 0x80004ffc
						skeq r2, r2
						li r10, 5
						li r10, 6
						li r1, out
						jmp r1
				out:	out 8, r10
				trap:	li r10, 99
						out 8, r10
						.org 0x80010000
				table:	.word 1, 0x1001, 0x2001, 0x3001, 0x4001, 0x5001
						.space 4000
				""").run()) {
			assertEquals(6, bench.machine().exit().orElseThrow().status());
			assertEquals(2, bench.machine().traps().get(2));
		}
	}

	/** The second byte of {@code li} is the upper half of its constant. */
	@Test
	void executedInstructionIsModifiedAndStaysAsItIs() {
		endsWith(0x530 + 0x30, """
				main:	li r1, 5
						li r2, target
						ex r1, (r2)
						mov r10, r3
						ex r4, (r2)
						add r10, r3
				""" + END + """

				target:	li r3, 0x30
						.word 0, 0
				""");
	}

	@Test
	void executedBranchCountsFromTheExecutingInstruction() {
		endsWith(3, """
				main:	li r1, target
						li r10, 3
						ex r0, (r1)
				here:	out 8, r10
						.space 61
						li r10, 4
						out 8, r10
						li r10, 5
				""" + END + """

				target:	.byte 0x51, 0, 64
						.word 0, 0
				""");
	}

	@Test
	void trapOfAnExecutedInstructionIsTheExecutingOnes() {
		endsWith(0x42, """
				main:	li r1, target
						li r2, 0x42
				at:		ex r2, (r1)
						out 8, r10
				trap:	mfs r10, bad
						mfs r5, epc
						li r6, at
						cmp r5, r6
						beq same
						li r10, 98
				same:	mfs r5, epc
						addi r5, r5, 2
						mts epc, r5
						b back
				target:	sys 0
						.word 0, 0
				""");
	}

	@Test
	void executingInstructionInADelaySlotKeepsTheTarget() {
		endsWith(0x24, """
				main:	li r1, target
						li r2, 0x20
						li r3, 4
						d there
						ex r0, (r1)
						li r10, 97
				there:	add r10, r3
				""" + END + """

				target:	add r10, r2
						.word 0, 0
				""");
	}

	@Test
	void executedBlockMoveRepeatsTheExecutingInstruction() {
		endsWith(0x64, """
				main:	li r1, from
						li r2, to
						li r3, 4
						li r4, target
						ex r0, (r4)
						li r4, to
						ldb r10, 3(r4)
						test r3
						bne trap
				""" + END + """

				target:	mvb
						.word 0, 0
				from:	.ascii "abcd"
				to:		.word 0
				""");
	}

	@Test
	void executeOfExecuteIsIllegal() {
		endsWith(0, """
				main:	li r1, target
						ex r0, (r1)
						li r10, 1
						out 8, r10
				trap:	mov r10, r13
						out 8, r10
				target:	ex r0, (r1)
						.word 0, 0
				""");
	}

	/** A page fault in its middle leaves the registers at what is left to do, and the rest is done after it. */
	@Test
	void blockMoveThatFaultsGoesOnWhereItWas() {
		try (Bench bench = new OddProof("""
				main:	li r1, from
						li r2, 0x3ffd
						li r3, 8
						mvb
						li r4, 0x80005000
						ldw r10, 0(r4)
						li r4, 0x80006fff
						ldb r5, 0(r4)
						add r10, r5
						add r10, r3
				""" + END + """

				from:	.ascii "12345678"
						.org 0x80010000
				table:	.word 0, 0, 0, 0x6003, 0x5003
						.space 4000
				""").run()) {
			assertEquals(0x34353637 + 0x33, bench.machine().exit().orElseThrow().status());
			assertEquals(2, bench.machine().traps().get(2), "a miss at its begin, and one in its middle");
			assertEquals(0x4005, bench.register(0, "r2"));
		}
	}

	@Test
	void blockMoveIsInterruptedAndResumed() {
		try (Bench bench = new OddProof("""
				main:	li r1, from
						li r2, to
						li r3, 40
						li r4, 10
						out 4, r4
						mvb
						li r10, 1
				""" + END + """

				from:	.space 40
				to:		.space 40
				""").run()) {
			assertEquals(1, bench.machine().exit().orElseThrow().status());
			assertEquals(1, bench.machine().interrupts().get(17));
			assertEquals(0, bench.register(0, "r3"));
			assertEquals(bench.register(0, "r1"), bench.register(0, "r2") - 40);
		}
	}

	@Test
	void blockMoveOverItselfPropagatesAByte() {
		endsWith(0x78787878, """
				main:	li r1, text
						addi r2, r1, 1
						li r3, 4
						mvb
						li r4, text
						ldw r10, 1(r4)
				""" + END + "\ntext: .ascii \"xyzuv\"");
	}

	@Test
	void waitingHartSleepsUntilTheTimer() {
		try (Bench bench = new OddProof("""
				main:	li r4, 500
						out 4, r4
						wait
						li r5, ticks
						ldw r10, 0(r5)
				""" + END).run()) {
			assertEquals(1, bench.machine().exit().orElseThrow().status());
			assertEquals(true, bench.machine().clock().skipped() > 0);
		}
	}
}
