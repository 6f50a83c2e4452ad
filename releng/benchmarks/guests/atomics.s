# atomics: counters in memory, changed by AMO instructions and by LR/SC loops.
# Measures the atomic memory path, on words and doublewords, over 64 pages.

	.ifndef	ITER
	.equ	ITER, 12000
	.endif
	.equ	BENCH_USER, 0
	.include "prologue.s"
	bench_name "atomics"

	.equ	COUNTERS, 64
bench_main:
	mv	s0, a0
	li	s1, ARENA
	li	s2, ARENA + COUNTERS * 4096
	li	s3, 0			# s3 = checksum
1:	flush
	li	s4, 100
2:	mv	t0, s1
3:	amoadd.d t1, s4, (t0)
	xor	s3, s3, t1
	addi	t2, t0, 8
	amoswap.w t1, s3, (t2)
	addi	t3, t0, 16
	amomaxu.d zero, t1, (t3)
	addi	t4, t0, 24
4:	lr.d	t1, (t4)
	addi	t1, t1, 3
	sc.d	t5, t1, (t4)
	bnez	t5, 4b
	add	s3, s3, t1
	li	t1, 4096
	add	t0, t0, t1
	bltu	t0, s2, 3b
	addi	s4, s4, -1
	bnez	s4, 2b
	addi	s0, s0, -1
	bnez	s0, 1b
	ld	a0, 16(s1)
	add	a0, a0, s3
	ret
