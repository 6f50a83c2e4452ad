# memcpy: moves blocks of 64 KiB by doublewords, eight at a time, and their ends by bytes.
# Measures loads and stores in sequence, the best case of every memory path.

	.ifndef	ITER
	.equ	ITER, 80000
	.endif
	.equ	BENCH_USER, 0
	.include "prologue.s"
	bench_name "memcpy"

	.equ	BLOCK, 65536
bench_main:
	mv	s0, a0
	li	s1, ARENA		# s1 = source, s2 = destination; they change places
	li	s2, ARENA + 2 * BLOCK
	li	s3, BLOCK
	li	s4, 0			# s4 = checksum
	li	t0, 777
	mv	t1, s1
	add	t2, s1, s3
1:	random	t0
	sd	t0, 0(t1)
	addi	t1, t1, 8
	bltu	t1, t2, 1b

2:	andi	t0, s0, 7
	bnez	t0, 3f
	flush
3:	mv	a0, s2
	mv	a1, s1
	add	a2, s1, s3
4:	ld	t0, 0(a1)
	ld	t1, 8(a1)
	ld	t2, 16(a1)
	ld	t3, 24(a1)
	ld	t4, 32(a1)
	ld	t5, 40(a1)
	ld	t6, 48(a1)
	ld	a3, 56(a1)
	sd	t0, 0(a0)
	sd	t1, 8(a0)
	sd	t2, 16(a0)
	sd	t3, 24(a0)
	sd	t4, 32(a0)
	sd	t5, 40(a0)
	sd	t6, 48(a0)
	sd	a3, 56(a0)
	addi	a0, a0, 64
	addi	a1, a1, 64
	bltu	a1, a2, 4b
	mv	a0, s2			# the first 255 bytes again, one further: rotates the text
	addi	a1, s1, 1
	addi	a2, s1, 256
5:	lbu	t0, 0(a1)
	sb	t0, 0(a0)
	addi	a0, a0, 1
	addi	a1, a1, 1
	bltu	a1, a2, 5b
	lbu	t0, 0(s1)
	sb	t0, 0(a0)
	slli	t1, s4, 5
	sub	s4, t1, s4
	add	s4, s4, t0
	mv	t0, s1
	mv	s1, s2
	mv	s2, t0
	addi	s0, s0, -1
	bnez	s0, 2b
	ld	t0, 1024(s1)
	add	a0, s4, t0
	ret
