# user.s: the programs. They share one image, like the tools of a small Unix: every process
# sees all of it, from USER_BASE on, and starts at the entry that program_table names. The
# image is linked inside the kernel but runs at USER_BASE: it addresses everything relative
# to the pc, and that distance is the same in both places.

	.text
	.balign	PAGE_SIZE
	.globl	text_end, user_start, user_end
text_end:				# the kernel's text ends; what follows is not its to execute
user_start:

	.macro	system number
	li	a7, \number
	ecall
	.endm

# print "format": as `say`, for programs; arguments in a1 to a6.
	.macro	print text
	j	7f
8:	.asciz	"\text"
	.balign	8			# (GNU as drops a .balign 4 here when it has no short forms)
7:	la	a0, 8b
	call	user_print
	.endm

	define_format user_format

user_print:
	addi	sp, sp, -256
	sd	ra, 248(sp)
	sd	a1, 0(sp)
	sd	a2, 8(sp)
	sd	a3, 16(sp)
	sd	a4, 24(sp)
	sd	a5, 32(sp)
	sd	a6, 40(sp)
	mv	a1, a0
	mv	a2, sp
	addi	a0, sp, 48
	call	user_format
	mv	a2, a0
	addi	a1, sp, 48
	li	a0, 1
	system	SYS_WRITE
	ld	ra, 248(sp)
	addi	sp, sp, 256
	ret

# ---- primes: computes and never gives the hart away; only the timer takes it -------------
program_primes:
	system	SYS_GETPID
	mv	s0, a0
	rdinstret s1			# a program may read the counters: scounteren
	li	s2, 2			# s2 = candidate
	li	s3, 0			# s3 = primes found
	ld	s5, primes_step
	mv	s4, s5			# s4 = next report
	li	s6, PRIMES_LIMIT
1:	li	t0, 2			# t0 = divisor
2:	mul	t1, t0, t0
	bltu	s2, t1, 3f
	remu	t1, s2, t0
	addi	t0, t0, 1
	bnez	t1, 2b
	j	4f
3:	addi	s3, s3, 1
4:	addi	s2, s2, 1
	bne	s2, s4, 5f
	mv	a1, s0
	mv	a2, s3
	mv	a3, s2
	print	"primes(%d): %d primes below %d\n"
	add	s4, s4, s5
5:	bltu	s2, s6, 1b
	rdinstret t0
	sub	a2, t0, s1
	mv	a1, s0
	print	"primes(%d): done; the hart's instret went on by %d\n"
	li	a0, 0
	system	SYS_EXIT

# ---- heap: grows its heap, finds every new page zeroed, sleeps, tries bad pointers -------
program_heap:
	system	SYS_GETPID
	mv	s0, a0
	li	a0, 0
	system	SYS_BRK
	mv	s1, a0			# s1 = start of the heap
	mv	s2, a0			# s2 = its end
	li	s3, 0			# s3 = round
1:	li	t0, 4 * PAGE_SIZE
	add	a0, s2, t0
	system	SYS_BRK
	bltz	a0, heap_failed
	mv	s4, s2			# s4 = page
	mv	s2, a0
	li	t1, PAGE_SIZE
2:	ld	t0, 0(s4)		# first touch: a page fault, and then a zero
	bnez	t0, heap_failed
	sd	s4, 0(s4)		# its own address, as a stamp
	add	s4, s4, t1
	bltu	s4, s2, 2b
	addi	s3, s3, 1
	mv	a1, s0
	mv	a2, s3
	mv	a3, s2
	print	"heap(%d): round %d, heap up to 0x%x, the new pages came zeroed\n"
	system	SYS_YIELD
	li	a0, 2
	system	SYS_SLEEP
	li	t0, HEAP_ROUNDS
	bltu	s3, t0, 1b

	li	t1, PAGE_SIZE		# are all stamps still there?
	mv	s4, s1
3:	ld	t0, 0(s4)
	bne	t0, s4, heap_failed
	add	s4, s4, t1
	bltu	s4, s2, 3b

	addi	a0, s2, 8		# a page that only the kernel will touch, for us: one NUL
	system	SYS_BRK
	li	a0, 1
	mv	a1, s2
	li	a2, 1
	system	SYS_WRITE
	li	t0, 1
	bne	a0, t0, heap_failed
	li	a0, 1			# the kernel must refuse what is not ours
	li	a1, 0
	li	a2, 8
	system	SYS_WRITE
	li	t0, EFAULT
	bne	a0, t0, heap_failed
	li	a0, 1
	li	a1, KERNEL_BASE + KERNEL_OFFSET
	li	a2, 8
	system	SYS_WRITE
	li	t0, EFAULT
	bne	a0, t0, heap_failed
	mv	a1, s0
	print	"heap(%d): all stamps in place; write() refused the bad pointers\n"
	li	a0, 0
	system	SYS_EXIT
heap_failed:
	mv	a1, s0
	print	"heap(%d): something is wrong\n"
	li	a0, 1
	system	SYS_EXIT

# ---- echo: repeats what is typed, and leaves when nobody types ----------------------------
program_echo:
	system	SYS_GETPID
	mv	s0, a0
	li	a0, 0
	system	SYS_BRK
	mv	s1, a0			# s1 = room for 64 bytes: a page nobody has touched yet
	addi	a0, s1, 64
	system	SYS_BRK
	li	t0, 1			# every process has its own copy of the image's data
	sd	t0, echo_heard, t1
	mv	a1, s0
	print	"echo(%d): type something; I repeat it, and leave when it stays quiet\n"
	li	s2, ECHO_LOOKS		# s2 = looks left
1:	li	a0, 0
	mv	a1, s1
	li	a2, 64
	system	SYS_READ
	beqz	a0, 2f
	bltz	a0, 3f
	ld	t0, echo_heard
	add	t0, t0, a0
	sd	t0, echo_heard, t1
	mv	a2, a0
	li	a0, 1
	mv	a1, s1
	system	SYS_WRITE
	li	s2, ECHO_LOOKS + 1
2:	li	a0, ECHO_PAUSE
	system	SYS_SLEEP
	addi	s2, s2, -1
	bnez	s2, 1b
	ld	a2, echo_heard
	addi	a2, a2, -1
	mv	a1, s0
	print	"echo(%d): quiet now; I heard %d bytes\n"
	li	a0, 0
	system	SYS_EXIT
3:	li	a0, 1
	system	SYS_EXIT

# ---- wild: breaks the rules; it must be the only one to suffer -----------------------------
program_wild:
	system	SYS_GETPID
	li	s1, KERNEL_BASE + KERNEL_OFFSET
	mv	a1, a0
	mv	a2, s1
	print	"wild(%d): I shall overwrite the kernel at 0x%x\n"
	sd	zero, 0(s1)
	print	"wild: I have done it\n"
	li	a0, 0
	system	SYS_EXIT

	.balign	PAGE_SIZE
user_data:				# copied for each process; readable and writable there
primes_step:	.dword	PRIMES_STEP
echo_heard:	.dword	0		# bytes, plus one
	.balign	PAGE_SIZE
user_end:

# One row for each program: name, entry, expected exit status.
	.macro	program_row name, entry, expect
8:	.asciz	"\name"
	.space	16 - (. - 8b)
	.dword	\entry, \expect
	.endm

	.section .rodata
	.balign	8
	.globl	program_table
program_table:
	program_row "primes", program_primes, 0
	program_row "heap", program_heap, 0
	program_row "echo", program_echo, 0
	program_row "wild", program_wild, KILLED + CAUSE_STORE
program_table_end:
