# calls: Fibonacci's numbers by double recursion.
# Measures calls and returns, the stack, and the prediction of return addresses.

	.ifndef	ITER
	.equ	ITER, 800
	.endif
	.equ	BENCH_USER, 1
	.include "prologue.s"
	bench_name "calls"

bench_main:
	addi	sp, sp, -16
	sd	ra, 0(sp)
	mv	s0, a0
	li	s1, 0			# s1 = checksum
1:	flush
	andi	a0, s0, 3
	addi	a0, a0, 20		# fib(20) .. fib(23)
	call	fibonacci
	slli	t0, s1, 5
	sub	s1, t0, s1
	add	s1, s1, a0
	addi	s0, s0, -1
	bnez	s0, 1b
	mv	a0, s1
	ld	ra, 0(sp)
	addi	sp, sp, 16
	ret

fibonacci:				# a0 = n: returns a0 = its Fibonacci number
	li	t0, 2
	bltu	a0, t0, 1f
	addi	sp, sp, -32
	sd	ra, 24(sp)
	sd	s2, 16(sp)
	sd	s3, 8(sp)
	mv	s2, a0
	addi	a0, a0, -1
	call	fibonacci
	mv	s3, a0
	addi	a0, s2, -2
	call	fibonacci
	add	a0, a0, s3
	ld	ra, 24(sp)
	ld	s2, 16(sp)
	ld	s3, 8(sp)
	addi	sp, sp, 32
1:	ret
