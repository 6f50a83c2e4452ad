# sieve: the sieve of Eratosthenes over 256 KiB, a byte for each number.
# Measures stores and loads of bytes with a stride: short at first, then longer than a page,
# so that in the later passes every access is on another page.

	.ifndef	ITER
	.equ	ITER, 700
	.endif
	.equ	BENCH_USER, 0
	.include "prologue.s"
	bench_name "sieve"

	.equ	NUMBERS, 262144
bench_main:
	mv	s0, a0
	li	s1, ARENA
	li	s2, NUMBERS
	li	s3, 0			# s3 = checksum
1:	flush
	mv	t0, s1			# nothing is crossed out
	add	t1, s1, s2
2:	sd	zero, 0(t0)
	addi	t0, t0, 8
	bltu	t0, t1, 2b

	li	t0, 2			# t0 = candidate
	li	t4, 1
3:	mul	t1, t0, t0
	bgeu	t1, s2, 6f
	add	t2, s1, t0
	lbu	t3, 0(t2)
	bnez	t3, 5f
	add	t1, s1, t1		# cross out its multiples, from its square on
	add	t2, s1, s2
4:	sb	t4, 0(t1)
	add	t1, t1, t0
	bltu	t1, t2, 4b
5:	addi	t0, t0, 1
	j	3b

6:	addi	t0, s1, 2		# count what is left
	add	t1, s1, s2
	li	t2, 0
7:	lbu	t3, 0(t0)
	seqz	t3, t3
	add	t2, t2, t3
	addi	t0, t0, 1
	bltu	t0, t1, 7b
	slli	t3, s3, 5		# checksum = 31 * checksum + count
	sub	s3, t3, s3
	add	s3, s3, t2
	addi	s0, s0, -1
	bnez	s0, 1b
	mv	a0, s3
	ret
