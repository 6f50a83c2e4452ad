# compute: integer arithmetic in registers, with branches that depend on the data.
# Measures the plain cost of an instruction: decoding, dispatch, register access, conditional
# branches; multiplication and division in the proportion of common programs, 32-bit forms
# among the 64-bit ones. No memory but the instructions themselves.

	.ifndef	ITER
	.equ	ITER, 24000
	.endif
	.equ	BENCH_USER, 1
	.include "prologue.s"
	bench_name "compute"

bench_main:
	mv	s0, a0
	li	s1, 0x9e3779b97f4a7c15	# s1 = xorshift state
	li	s2, 0			# s2 = checksum
	li	s4, 31
1:	flush
	li	s3, 5000
2:	slli	t0, s1, 13
	xor	s1, s1, t0
	srli	t0, s1, 7
	xor	s1, s1, t0
	slli	t0, s1, 17
	xor	s1, s1, t0
	andi	t1, s1, 3		# four ways on, equally likely
	beqz	t1, 3f
	addi	t1, t1, -1
	beqz	t1, 4f
	addi	t1, t1, -1
	beqz	t1, 5f
	sub	s2, s2, s1
	sltu	t2, s2, s1
	add	s2, s2, t2
	j	6f
3:	mul	s2, s2, s4
	add	s2, s2, s1
	j	6f
4:	addw	t2, s2, s1
	sraiw	t2, t2, 3
	xor	s2, s2, t2
	j	6f
5:	srl	t2, s2, s1
	or	t2, t2, s4
	add	s2, s2, t2
6:	andi	t1, s3, 15		# every sixteenth time a division
	bnez	t1, 7f
	andi	t2, s1, 255
	addi	t2, t2, 1
	remu	t3, s2, t2
	divu	t4, s2, t2
	add	s2, s2, t3
	xor	s2, s2, t4
7:	addi	s3, s3, -1
	bnez	s3, 2b
	addi	s0, s0, -1
	bnez	s0, 1b
	mv	a0, s2
	ret
