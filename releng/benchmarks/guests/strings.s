# strings: what programs do with text: length, copy in capitals, compare, search a word,
# count words; over a text of 12 KiB.
# Measures loads of single bytes in short loops with many branches and calls.

	.ifndef	ITER
	.equ	ITER, 4500
	.endif
	.equ	BENCH_USER, 1
	.include "prologue.s"
	bench_name "strings"

	.equ	WORDS, 2048
bench_main:
	addi	sp, sp, -16
	sd	ra, 0(sp)
	mv	s0, a0
	li	s1, ARENA		# s1 = text
	li	s2, ARENA + 0x10000	# s2 = its copy
	li	s3, 0			# s3 = checksum
	mv	t0, s1			# the text: words of 1 to 9 letters, a blank after each
	li	t1, WORDS
	li	t2, 4711
1:	random	t2
	srli	t3, t2, 40
	li	t4, 9
	remu	t4, t3, t4
	addi	t4, t4, 1
2:	random	t2
	srli	t3, t2, 45
	andi	t3, t3, 7		# of 8 letters
	addi	t3, t3, 97
	sb	t3, 0(t0)
	addi	t0, t0, 1
	addi	t4, t4, -1
	bnez	t4, 2b
	li	t3, 32
	sb	t3, 0(t0)
	addi	t0, t0, 1
	addi	t1, t1, -1
	bnez	t1, 1b
	sb	zero, 0(t0)

3:	flush
	mv	a0, s1
	call	length
	add	s3, s3, a0
	mv	a0, s2
	mv	a1, s1
	call	copy_capitals
	mv	a0, s1
	mv	a1, s2
	call	compare_letters
	add	s3, s3, a0
	mv	a0, s1
	call	count_words
	add	s3, s3, a0
	la	a1, needle
	mv	a0, s1
	call	search
	slli	t0, s3, 5
	sub	s3, t0, s3
	add	s3, s3, a0
	andi	t0, s0, 0x3ff		# change a letter for the next round
	add	t0, t0, s1
	lbu	t1, 0(t0)
	li	t2, 98
	bltu	t1, t2, 4f
	addi	t1, t1, -1
	sb	t1, 0(t0)
4:	addi	s0, s0, -1
	bnez	s0, 3b
	mv	a0, s3
	ld	ra, 0(sp)
	addi	sp, sp, 16
	ret

length:					# a0 = string: returns its length
	mv	t0, a0
1:	lbu	t1, 0(a0)
	addi	a0, a0, 1
	bnez	t1, 1b
	sub	a0, a0, t0
	addi	a0, a0, -1
	ret

copy_capitals:				# to a0 from a1, letters in capitals
	li	t2, 26
1:	lbu	t0, 0(a1)
	addi	a1, a1, 1
	addi	t1, t0, -97
	bgeu	t1, t2, 2f
	addi	t0, t0, -32
2:	sb	t0, 0(a0)
	addi	a0, a0, 1
	bnez	t0, 1b
	ret

compare_letters:			# a0, a1 = strings: returns how far they agree but for case
1:	mv	t2, a0
2:	lbu	t0, 0(a0)
	lbu	t1, 0(a1)
	ori	t0, t0, 32
	ori	t1, t1, 32
	bne	t0, t1, 3f
	addi	a0, a0, 1
	addi	a1, a1, 1
	li	t3, 32
	bne	t0, t3, 2b
	lbu	t0, -1(a0)		# a blank, or the end?
	bnez	t0, 2b
3:	sub	a0, a0, t2
	ret

count_words:				# a0 = string: returns how many blanks it has
	li	t0, 0
	li	t2, 32
1:	lbu	t1, 0(a0)
	addi	a0, a0, 1
	bne	t1, t2, 2f
	addi	t0, t0, 1
2:	bnez	t1, 1b
	mv	a0, t0
	ret

search:					# a0 = text, a1 = word: returns where it is, else the length
	mv	t5, a0
1:	mv	t0, a0
	mv	t1, a1
2:	lbu	t2, 0(t1)
	beqz	t2, 4f			# the whole word is there
	lbu	t3, 0(t0)
	beqz	t3, 4f			# the text is at its end
	addi	t0, t0, 1
	addi	t1, t1, 1
	beq	t2, t3, 2b
	addi	a0, a0, 1
	j	1b
4:	sub	a0, a0, t5
	ret

	.section .rodata
needle:	.asciz	"abcdefgh"
