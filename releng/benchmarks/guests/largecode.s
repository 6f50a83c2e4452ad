# largecode: runs through half a megabyte of code that hardly ever repeats.
# Measures the cost of code that is not in a tight loop: look-up of code by address, decoding
# or translation of much code, crossing from page to page. 256 functions of 2 KiB are called
# in an order that jumps about; nothing in them is a loop.

	.ifndef	ITER
	.equ	ITER, 4000
	.endif
	.equ	BENCH_USER, 0
	.include "prologue.s"
	bench_name "largecode"

	.equ	FUNCTION, 2048		# bytes from one function to the next
bench_main:
	addi	sp, sp, -16
	sd	ra, 0(sp)
	mv	s0, a0
	li	a0, 1
	la	s1, functions
	li	s2, 255
	li	s4, 0			# s4 = function
1:	flush
	li	s3, 256
2:	slli	t0, s4, 11
	add	t0, t0, s1
	jalr	t0
	li	t0, 77			# 77 and 39: all functions in turn, in another order
	mul	s4, s4, t0
	addi	s4, s4, 39
	and	s4, s4, s2
	addi	s3, s3, -1
	bnez	s3, 2b
	addi	s0, s0, -1
	bnez	s0, 1b
	ld	ra, 0(sp)
	addi	sp, sp, 16
	ret

# Twenty instructions, no two alike in their constants; a0 goes through all of them.
	.macro	piece
	.set	NUMBER, NUMBER + 1
	addi	t0, a0, NUMBER % 1999
	xori	t1, a0, NUMBER * 7 % 2039
	slli	t2, t0, NUMBER % 31 + 1
	add	a0, a0, t2
	srli	t3, t1, NUMBER % 29 + 3
	xor	a0, a0, t3
	andi	t4, a0, NUMBER % 15 + 1
	bnez	t4, 1f
	addiw	t0, a0, NUMBER % 1013
	sub	a0, a0, t0
	slli	t1, a0, 5
	xor	a0, a0, t1
1:	sltu	t2, a0, t1
	add	a0, a0, t2
	or	t3, t0, t1
	add	a0, a0, t3
	srai	t4, a0, NUMBER % 23 + 11
	xor	a0, a0, t4
	lui	t5, NUMBER % 997
	add	a0, a0, t5
	.endm

	.set	NUMBER, 0
	.balign	FUNCTION
functions:
	.rept	256
	.balign	FUNCTION
	.rept	24
	piece
	.endr
	ret
	.endr
