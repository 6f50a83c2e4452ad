# traps: exceptions, handled and continued: an illegal instruction, a breakpoint, loads,
# stores and jumps that the page table forbids.
# Measures how an emulator gets out of the middle of its work with an exact state, including
# the failed page walks before it.

	.ifndef	ITER
	.equ	ITER, 900
	.endif
	.equ	BENCH_USER, 1
	.include "prologue.s"
	bench_name "traps"

	.equ	EXPECTED, (1 << 2) + (1 << 3) + (1 << 13) + (1 << 15)
	.option	norvc			# the kernel skips four bytes
# a0 = scause, a1 = stval after each trap: both go into the checksum
	.macro	gather
	add	s1, s1, a0
	slli	t0, s1, 5
	sub	s1, t0, s1
	xor	s1, s1, a1
	.endm

bench_main:
	mv	s0, a0
	li	s1, 0			# s1 = checksum
	la	t0, kernel_expected
	li	t1, EXPECTED
	sd	t1, 0(t0)
	li	s3, 0x40000000		# nothing is mapped there
	la	s4, bench_main		# readable, not writable
	li	s5, MEMORY		# the kernel's: not for U mode
1:	flush
	li	s2, 250
2:	.word	0xc0001073		# csrrw zero, cycle, zero: there is no writing it
	li	a1, 0			# (stval: the instruction or 0, both are allowed)
	gather
	.word	0x00100073		# ebreak
	li	a1, 0			# (stval: the address or 0)
	gather
	ld	t1, 0(s3)
	gather
	sd	t1, 0(s4)
	li	t0, 0
	sub	a1, a1, s4		# independent of where the code lies
	gather
	lw	t1, 16(s5)
	gather
	addi	s2, s2, -1
	bnez	s2, 2b
	addi	s0, s0, -1
	bnez	s0, 1b
	mv	a0, s1
	ret
