# chase: follows a chain of pointers through 4096 pages, each hop into another page.
# Measures address translation: the working set is far beyond any fixed translation cache
# of a few hundred pages, and after each flush every page must be looked up anew.

	.ifndef	ITER
	.equ	ITER, 300
	.endif
	.equ	BENCH_USER, 0
	.include "prologue.s"
	bench_name "chase"

	.equ	PAGES, 4096
bench_main:
	mv	s0, a0
	li	s1, ARENA
	li	s2, PAGES - 1
	li	t0, 0			# t0 = page; page t0 points to (2097 * t0 + 1021) mod 4096,
	li	t6, 2097		# a generator of full period (Knuth 3.2.1.2, theorem A)
	mv	t5, s2
1:	mul	t1, t0, t6
	addi	t1, t1, 1021
	and	t1, t1, s2		# t1 = next page
	slli	t2, t0, 12		# within a page the node lies at 64 * (page mod 64)
	andi	t3, t0, 63
	slli	t3, t3, 6
	add	t2, t2, t3
	add	t2, t2, s1		# t2 = this node
	slli	t3, t1, 12
	andi	t4, t1, 63
	slli	t4, t4, 6
	add	t3, t3, t4
	add	t3, t3, s1		# t3 = next node
	sd	t3, 0(t2)
	sd	t0, 8(t2)
	mv	t0, t1
	addi	t5, t5, -1
	bgez	t5, 1b

	mv	a1, s1			# a1 = node
	li	a0, 0
2:	flush
	li	t0, 20 * PAGES + 1	# the chain several times, and one further for the next round
3:	ld	t1, 8(a1)		# what it holds
	ld	a1, 0(a1)		# where it leads
	xor	a0, a0, t1
	add	a0, a0, t0
	addi	t0, t0, -1
	bnez	t0, 3b
	addi	s0, s0, -1
	bnez	s0, 2b
	ret
