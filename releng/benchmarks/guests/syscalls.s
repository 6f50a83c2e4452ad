# syscalls: system calls from U mode, each with the full save and restore of a kernel.
# Measures the round trip: ecall, trap entry, control registers, dispatch, sret, and what an
# emulator does on each change of mode.

	.ifndef	ITER
	.equ	ITER, 600
	.endif
	.equ	BENCH_USER, 1
	.include "prologue.s"
	bench_name "syscalls"

bench_main:
	mv	s0, a0
	li	s1, 0			# s1 = checksum
1:	flush
	li	s2, 1000
2:	li	a7, CALL_NULL
	ecall
	mv	a0, s1
	mv	a1, s2
	li	a2, 17
	li	a7, CALL_SUM
	ecall
	slli	t0, a0, 5
	sub	s1, t0, a0		# 31 times
	addi	s2, s2, -1
	bnez	s2, 2b
	addi	s0, s0, -1
	bnez	s0, 1b
	mv	a0, s1
	ret
