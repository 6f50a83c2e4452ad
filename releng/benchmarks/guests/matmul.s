# matmul: the product of two matrices of 64 x 64 doublewords.
# Measures multiplication together with loads, one operand in sequence and the other with a
# stride of a row, three arrays at a time: the inner loop of numeric programs.

	.ifndef	ITER
	.equ	ITER, 1300
	.endif
	.equ	BENCH_USER, 0
	.include "prologue.s"
	bench_name "matmul"

	.equ	N, 64
	.equ	ROW, 8 * N
	.equ	MATRIX, N * ROW
bench_main:
	mv	s0, a0
	li	s1, ARENA		# s1 = A
	li	s2, ARENA + MATRIX	# s2 = B
	li	s3, ARENA + 2 * MATRIX	# s3 = C
	li	t0, 12345
	mv	t1, s1			# A and B: anything
1:	random	t0
	srli	t2, t0, 33
	sd	t2, 0(t1)
	addi	t1, t1, 8
	bltu	t1, s3, 1b

2:	flush
	mv	t0, s1			# t0 = row of A
	mv	t5, s3			# t5 = place in C
	li	s4, N
3:	mv	t1, s2			# t1 = column of B
	li	s5, N
4:	mv	t2, t0
	mv	t3, t1
	li	t4, 0
	li	s6, N
5:	ld	a0, 0(t2)
	ld	a1, 0(t3)
	addi	t2, t2, 8
	addi	t3, t3, ROW
	mul	a0, a0, a1
	addi	s6, s6, -1
	add	t4, t4, a0
	bnez	s6, 5b
	sd	t4, 0(t5)
	addi	t5, t5, 8
	addi	t1, t1, 8
	addi	s5, s5, -1
	bnez	s5, 4b
	addi	t0, t0, ROW
	addi	s4, s4, -1
	bnez	s4, 3b

	ld	t0, 0(s1)		# the next round multiplies something else
	ld	t1, -8(t5)
	add	t0, t0, t1
	sd	t0, 0(s1)
	addi	s0, s0, -1
	bnez	s0, 2b

	li	a0, 0
	li	t0, 31
6:	ld	t1, 0(s3)
	mul	a0, a0, t0
	add	a0, a0, t1
	addi	s3, s3, 8
	bltu	s3, t5, 6b
	ret
