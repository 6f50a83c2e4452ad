# crc: the CRC-32 of IEEE 802.3 over 64 KiB, with a table of 256 words.
# Measures a long chain of instructions each of which needs the one before, with a load from
# a table in the middle.

	.ifndef	ITER
	.equ	ITER, 3000
	.endif
	.equ	BENCH_USER, 0
	.include "prologue.s"
	bench_name "crc"

	.equ	BYTES, 65536
bench_main:
	mv	s0, a0
	la	s1, crc_table
	li	t0, 0			# the table: t0 = index
	li	t3, 0xedb88320		# the polynomial, lowest bit first
	li	t4, 256
1:	mv	t1, t0
	li	t2, 8
2:	andi	t5, t1, 1
	srli	t1, t1, 1
	beqz	t5, 3f
	xor	t1, t1, t3
3:	addi	t2, t2, -1
	bnez	t2, 2b
	slli	t5, t0, 2
	add	t5, t5, s1
	sw	t1, 0(t5)
	addi	t0, t0, 1
	bltu	t0, t4, 1b
	li	s2, ARENA		# the data
	li	s3, ARENA + BYTES
	li	t0, 99
	mv	t1, s2
4:	random	t0
	sd	t0, 0(t1)
	addi	t1, t1, 8
	bltu	t1, s3, 4b

	li	a0, 0
5:	flush
	li	t0, 0xffffffff
	xor	a0, a0, t0		# a round goes on from the last one's result
	mv	t1, s2
6:	lbu	t2, 0(t1)
	addi	t1, t1, 1
	xor	t2, t2, a0
	andi	t2, t2, 255
	slli	t2, t2, 2
	add	t2, t2, s1
	lwu	t2, 0(t2)
	srli	a0, a0, 8
	xor	a0, a0, t2
	bltu	t1, s3, 6b
	xor	a0, a0, t0
	addi	s0, s0, -1
	bnez	s0, 5b
	ret

	.bss
	.balign	8
crc_table:	.space	1024
