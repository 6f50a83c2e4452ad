# syscall.s: the system calls. A program puts the number in a7 and the arguments in a0, a1,
# a2, and executes ecall; the result comes back in a0, negative if the call failed.

	.text
syscall:
	ld	t0, PROC_PC(s0)
	addi	t0, t0, 4		# go on behind the ecall, which has no short form
	sd	t0, PROC_PC(s0)
	ld	t0, PROC_SYSCALLS(s0)
	addi	t0, t0, 1
	sd	t0, PROC_SYSCALLS(s0)
	ld	t0, HART_SYSCALLS(tp)
	addi	t0, t0, 1
	sd	t0, HART_SYSCALLS(tp)
	ld	a7, PROC_REGS + 8 * 17(s0)
	li	t0, SYSCALL_COUNT
	li	a0, ENOSYS
	bgeu	a7, t0, 1f
	la	t0, syscall_table
	slli	t1, a7, 5		# a row has SYSCALL_SIZE = 32 bytes
	add	t0, t0, t1
	ld	t0, SYSCALL_HANDLER(t0)
	li	t1, KERNEL_OFFSET
	add	t0, t0, t1
	ld	a0, PROC_REGS + 8 * 10(s0)
	ld	a1, PROC_REGS + 8 * 11(s0)
	ld	a2, PROC_REGS + 8 * 12(s0)
	jalr	t0
1:	sd	a0, PROC_REGS + 8 * 10(s0)
	j	user_return

# Handlers: arguments in a0, a1, a2, the process in s0, result in a0; s1 to s11 are theirs
# to use, since the program's registers are saved. Those that give up the hart jump away
# instead of returning.
sys_exit:
	andi	a0, a0, 0x7f		# from 128 on the status says that the kernel killed it
	j	process_exit

sys_yield:
	sd	zero, PROC_REGS + 8 * 10(s0)
	j	process_yield

sys_sleep:				# a0 = milliseconds
	ld	t0, dt_timebase
	mul	t0, t0, a0
	li	t1, 1000
	divu	t0, t0, t1
	rdtime	t1
	add	t0, t0, t1
	sd	t0, PROC_WAKE(s0)
	sd	zero, PROC_REGS + 8 * 10(s0)
	j	process_sleep

sys_getpid:
	ld	a0, PROC_PID(s0)
	ret

# a0 = new end of the heap, 0 to ask; returns the end, or ENOMEM. No page is given now: the
# first touch of each will fault, see page_fault. A heap never shrinks.
sys_brk:
	ld	t0, PROC_BRK(s0)
	beqz	a0, 1f
	bltu	a0, t0, 2f
	li	t1, USER_BASE + USER_HEAP_MAX
	bltu	t1, a0, 2f
	sd	a0, PROC_BRK(s0)
	ret
1:	mv	a0, t0
	ret
2:	li	a0, ENOMEM
	ret

# a0 = fd (1 is the console), a1 = bytes, a2 = how many; returns how many were written, or
# EBADF or EFAULT. Copies in pieces, so that a piece is printed whole.
sys_write:
	addi	sp, sp, -272
	sd	ra, 264(sp)
	li	t0, 1
	mv	s1, a1
	mv	s2, a2			# s2 = bytes left
	mv	s3, a2
	li	s4, EBADF
	bne	a0, t0, 3f
	mv	s4, s3			# s4 = result
1:	beqz	s2, 3f
	mv	s5, s2			# s5 = bytes in this piece
	li	t0, 256
	bgeu	t0, s5, 2f
	mv	s5, t0
2:	mv	a0, sp
	mv	a1, s1
	mv	a2, s5
	call	copy_from_user
	bltz	a0, 4f
	mv	a0, sp
	mv	a1, s5
	call	console_write
	add	s1, s1, s5
	sub	s2, s2, s5
	j	1b
4:	mv	s4, a0
3:	mv	a0, s4
	ld	ra, 264(sp)
	addi	sp, sp, 272
	ret

# a0 = fd (0 is the console), a1 = room, a2 = how much; returns how many bytes came, or
# EBADF or EFAULT. 0 means that nothing waits: this kernel never blocks a reader.
sys_read:
	addi	sp, sp, -272
	sd	ra, 264(sp)
	mv	s1, a1
	mv	s2, a2			# s2 = room
	li	s3, 0			# s3 = bytes so far
	bnez	a0, 4f
	li	t0, 256
	bgeu	t0, s2, 1f
	mv	s2, t0
1:	la	a0, console_lock
	call	lock
2:	bgeu	s3, s2, 3f
	call	console_get
	bltz	a0, 3f
	add	t0, sp, s3
	sb	a0, 0(t0)
	addi	s3, s3, 1
	j	2b
3:	la	a0, console_lock
	call	unlock
	mv	a0, s1
	mv	a1, sp
	mv	a2, s3
	call	copy_to_user
	bltz	a0, 5f
	mv	a0, s3
	j	5f
4:	li	a0, EBADF
5:	ld	ra, 264(sp)
	addi	sp, sp, 272
	ret

# One row for each system call, in the order of the SYS_ numbers: handler, how many arguments
# and name. To add one: a row here, its number in layout.s, its handler above.
	.macro	syscall_row handler, arguments, name
	.dword	\handler, \arguments
8:	.asciz	"\name"
	.space	16 - (. - 8b)
	.endm

	.section .rodata
	.balign	8
	.globl	syscall_table
syscall_table:
	syscall_row sys_exit, 1, "exit"
	syscall_row sys_write, 3, "write"
	syscall_row sys_read, 3, "read"
	syscall_row sys_yield, 0, "yield"
	syscall_row sys_sleep, 1, "sleep"
	syscall_row sys_getpid, 0, "getpid"
	syscall_row sys_brk, 1, "brk"
