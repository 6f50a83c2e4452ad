# macros.s: what would otherwise be written many times. A macro is defined before its use.

# sbi extension, function: calls the firmware, see sbi.s.
	.macro	sbi extension, function
	li	a7, \extension
	li	a6, \function
	ecall
	.endm

# say "format": prints; the arguments are in a1 to a7 (see define_format).
	.macro	say text
	.section .rodata
8:	.asciz	"\text"
	.text
	la	a0, 8b
	call	printk
	.endm

# define_format NAME emits the function NAME: writes text by a format.
#   a0 = output, a1 = format, a2 = arguments, a doubleword each; returns a0 = length
#   %d signed decimal, %x hexadecimal, %s zero-terminated string; any other %c is c itself
# It is a macro because kernel and programs both need one, and a program cannot call into
# the kernel.
	.macro	define_format name
\name:
	addi	sp, sp, -32		# room for the digits of a number
	mv	a3, a0			# a3 = where the next byte goes
1:	lbu	t0, 0(a1)
	addi	a1, a1, 1
	beqz	t0, 9f
	li	t1, 37			# '%'
	bne	t0, t1, 2f
	lbu	t0, 0(a1)
	addi	a1, a1, 1
	li	t1, 100			# 'd'
	beq	t0, t1, 3f
	li	t1, 120			# 'x'
	beq	t0, t1, 4f
	li	t1, 115			# 's'
	beq	t0, t1, 7f
2:	sb	t0, 0(a3)
	addi	a3, a3, 1
	j	1b

3:	ld	t2, 0(a2)
	li	t3, 10			# t3 = base
	bgez	t2, 5f
	li	t0, 45			# '-'
	sb	t0, 0(a3)
	addi	a3, a3, 1
	neg	t2, t2
	j	5f
4:	ld	t2, 0(a2)
	li	t3, 16
5:	addi	a2, a2, 8
	addi	t4, sp, 32		# digits come out last first
6:	remu	t0, t2, t3
	divu	t2, t2, t3
	addi	t0, t0, 48		# '0'
	li	t1, 58
	bltu	t0, t1, 66f
	addi	t0, t0, 39		# 'a' - '9' - 1
66:	addi	t4, t4, -1
	sb	t0, 0(t4)
	bnez	t2, 6b
	addi	t1, sp, 32
67:	lbu	t0, 0(t4)
	sb	t0, 0(a3)
	addi	t4, t4, 1
	addi	a3, a3, 1
	bltu	t4, t1, 67b
	j	1b

7:	ld	t2, 0(a2)
	addi	a2, a2, 8
77:	lbu	t0, 0(t2)
	beqz	t0, 1b
	sb	t0, 0(a3)
	addi	t2, t2, 1
	addi	a3, a3, 1
	j	77b

9:	sb	zero, 0(a3)
	sub	a0, a3, a0
	addi	sp, sp, 32
	ret
	.endm
