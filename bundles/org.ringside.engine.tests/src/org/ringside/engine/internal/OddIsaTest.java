package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.ringside.isa.Row;
import org.ringside.isa.Sensitivity;
import org.ringside.testkit.Bench;
import org.ringside.testkit.OddIsa;
import org.ringside.testkit.OddMachine;

/** Everything that the odd ISA has and RISC-V has not, on both executors. */
class OddIsaTest {

	private static final String END = """

				out 8, r10
		trap:	li r10, 99
				out 8, r10
		""";

	private static void endsWith(int status, String program) {
		new OddProof(program).endsWith(status);
	}

	@Test
	void instructionsHaveOneToSevenBytes() {
		assertEquals(new TreeSet<>(java.util.List.of(1, 2, 3, 4, 5, 6, 7)),
				OddIsa.isa().rows().stream().map(Row::length).collect(Collectors.toCollection(TreeSet::new)));
	}

	@Test
	void consoleProgramRuns() {
		try (Bench bench = new OddProof("""
				main:	li r1, text
				next:	ldb r2, 0(r1)
						test r2
						beq done
						out 0, r2
						addi r1, r1, 1
						b next
				done:	li r10, 7
				""" + END + "\ntext: .ascii \"Odd\"\n .byte 0").run()) {
			assertEquals("Odd", OddMachine.console(bench));
			assertEquals(7, bench.machine().exit().orElseThrow().status());
		}
	}

	@Test
	void flagsCarryASumOverTwoWords() {
		endsWith(0x11, """
				main:	li r1, 0xffffffff
						li r2, 0x0f
						li r3, 2
						li r4, 1
						add r1, r3
						adc r2, r4
						mov r10, r2
						add r10, r1
						subtract: sub r10, r4
						addi r10, r10, 0
						bcs wrong
						addi r10, r10, 0
						b right
				wrong:	li r10, 98
				right:	nop
				""" + END);
	}

	@Test
	void everyConditionSeesItsFlags() {
		endsWith(0x2f, """
				main:	li r10, 0
						li r1, 5
						li r2, -7
						cmp r1, r2
						ble bad
						bgt a
						b bad
				a:		addi r10, r10, 1
						cmp r2, r1
						bge bad
						blt c
						b bad
				c:		addi r10, r10, 2
						cmp r1, r2
						bhi bad
						bls d
						b bad
				d:		addi r10, r10, 4
						li r3, 0x7fffffff
						li r4, 1
						add r3, r4
						bvc bad
						bpl bad
						bmi e
						b bad
				e:		addi r10, r10, 8
						cmp r1, r1
						bne bad
						bnv bad
						bcs bad
						beq f
						b bad
				f:		addi r10, r10, 32
				bad:	nop
				""" + END);
	}

	@Test
	void multiplyHasTwoResults() {
		endsWith(-15 - 1, """
				main:	li r1, -3
						li r2, 5
						mul r1, r2
						mfhi r3
						mflo r10
						add r10, r3
				""" + END);
	}

	@Test
	void operandsAreInRegistersOrInMemory() {
		endsWith(0x1234 + 10 + 10, """
				main:	li r1, word
						li r2, 10
						addto (r1), r2
						mov r10, r2
						add r10, (r1)
						mov r3, (r1)
						cmp r3, (r1)
						bne trap
				""" + END + "\n.org 0x80001ffe\nword: .word 0x1234");
	}

	@Test
	void memoryOperandThatCannotBeWrittenChangesNothing() {
		endsWith(0x66, """
				main:	li r1, 0x3000
						li r2, 1
						li r5, 0
						cmp r2, r2
						addto (r1), r2
						bne out
						li r4, 3
						cmp r9, r4
						bne out
						mov r10, r8
				out:	out 8, r10
				trap:	mov r9, r13
						li r4, 0x80003000
						ldw r8, 0(r4)
						mfs r13, epc
						addi r13, r13, 2
						mts epc, r13
						b back
						.org 0x80003000
						.word 0x66
						.org 0x80010000
				table:	.word 0, 0, 0, 0x3001
						.space 4000
				""");
	}

	/** The sum and its flags are two methods of one operand, which a device sees read once. */
	@Test
	void memoryOperandIsReadOnce() {
		endsWith(0x03000000, """
				main:	li r1, 0x80040008
						add r2, (r1)
						add r10, (r1)
						add r10, r2
				""" + END);
	}

	@Test
	void modeBitChangesDecoding() {
		endsWith(0x30000 + 2 + 1, """
				main:	li r1, 0
						narrow
						.byte 0x81, 0x81
						wide
						.byte 0x82, 0, 3
						mov r10, r2
						add r10, r1
						narrow
						.byte 0x8a
						wide
				""" + END);
	}

	@Test
	void unprivilegedInstructionFailsSilentlyInUserMode() {
		assertEquals(Sensitivity.CONTROL_SENSITIVE, OddIsa.isa().row("setps").sensitivity("u"));
		assertEquals(Sensitivity.BEHAVIOUR_SENSITIVE, OddIsa.isa().row("getps").sensitivity("u"));
		assertEquals(Sensitivity.PRIVILEGED, OddIsa.isa().row("mts").sensitivity("u"));
		endsWith(0x7, """
				main:	li r1, 0x40000
						mts limit, r1
						li r1, user
						li r2, 0x7fffffff
						and r1, r2
						mts epc, r1
						li r1, 2
						mts estatus, r1
						rte
				user:	li r1, 0x50000003
						setps r1
						getps r10
						sys 0
				trap:	shr r10, 14
						shr r10, 14
						li r1, 5
						cmp r10, r1
						bne end
						addi r10, r10, 2
				end:	out 8, r10
						.org 0x80010000
				table:	.word 1
						.space 4000
				""");
	}

	@Test
	void privilegedInstructionTrapsInUserMode() {
		endsWith(1 * 16 + 7, """
				main:	li r1, 0xfff
						mts limit, r1
						li r1, user
						li r2, 0x7fffffff
						and r1, r2
						mts epc, r1
						li r1, 2
						mts estatus, r1
						rte
				user:	rte
						mfs r1, cause
						sys 3
				trap:	li r12, 1
						cmp r13, r12
						bne call
						addi r10, r10, 8
						li r12, user
						li r13, 0xfff
						and r12, r13
						mfs r13, epc
						cmp r13, r12
						addi r13, r13, 1
						beq one
						addi r13, r13, 2
				one:	mts epc, r13
						b back
				call:	add r10, r13
						out 8, r10
						.org 0x80010000
				table:	.word 1
						.space 4000
				""");
	}
}
