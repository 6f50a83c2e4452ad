# sort: quicksort of 4096 doublewords, small parts by insertion.
# Measures what ordinary programs do: loads compared and branched on in ways that no one can
# predict, stores among them, recursion.

	.ifndef	ITER
	.equ	ITER, 2500
	.endif
	.equ	BENCH_USER, 1
	.include "prologue.s"
	bench_name "sort"

	.equ	COUNT, 4096
bench_main:
	addi	sp, sp, -16
	sd	ra, 0(sp)
	mv	s0, a0
	li	s1, ARENA
	li	s2, ARENA + 8 * COUNT
	li	s3, 0			# s3 = checksum
	li	s4, 2463534242
1:	flush
	mv	t0, s1
2:	random	s4
	srai	t1, s4, 16
	sd	t1, 0(t0)
	addi	t0, t0, 8
	bltu	t0, s2, 2b
	mv	a0, s1
	addi	a1, s2, -8
	call	quicksort
	mv	t0, s1			# weighted sum: another order would give another
	li	t1, 0
	li	t3, -1
	slli	t3, t3, 63		# the least number
3:	ld	t2, 0(t0)
	blt	t2, t3, 4f
	mv	t3, t2
	slli	t4, t1, 5
	sub	t1, t4, t1
	add	t1, t1, t2
	addi	t0, t0, 8
	bltu	t0, s2, 3b
	xor	s3, s3, t1
	addi	s0, s0, -1
	bnez	s0, 1b
	j	5f
4:	li	s3, -1			# not sorted
5:	mv	a0, s3
	ld	ra, 0(sp)
	addi	sp, sp, 16
	ret

# a0 = first, a1 = last element: sorts what is between, both included.
quicksort:
	sub	t0, a1, a0
	li	t1, 8 * 8
	bltu	t0, t1, 5f
	srli	t1, t0, 4		# the one in the middle is the pivot
	slli	t1, t1, 3
	add	t1, a0, t1
	ld	t1, 0(t1)
	mv	t2, a0			# t2 from the left, t3 from the right
	mv	t3, a1
1:	ld	t4, 0(t2)
	bge	t4, t1, 2f
	addi	t2, t2, 8
	j	1b
2:	ld	t5, 0(t3)
	bge	t1, t5, 3f
	addi	t3, t3, -8
	j	2b
3:	bltu	t3, t2, 4f
	sd	t5, 0(t2)
	sd	t4, 0(t3)
	addi	t2, t2, 8
	addi	t3, t3, -8
	bgeu	t3, t2, 1b
4:	addi	sp, sp, -32
	sd	ra, 0(sp)
	sd	t2, 8(sp)
	sd	a1, 16(sp)
	mv	a1, t3
	call	quicksort
	ld	a0, 8(sp)
	ld	a1, 16(sp)
	ld	ra, 0(sp)
	addi	sp, sp, 32
	j	quicksort		# the second half needs no frame
5:	addi	t0, a0, 8		# a few: insert each among those before it
6:	bltu	a1, t0, 9f
	ld	t1, 0(t0)
	mv	t2, t0
7:	bgeu	a0, t2, 8f
	ld	t3, -8(t2)
	bge	t1, t3, 8f
	sd	t3, 0(t2)
	addi	t2, t2, -8
	j	7b
8:	sd	t1, 0(t2)
	addi	t0, t0, 8
	j	6b
9:	ret
