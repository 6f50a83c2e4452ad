# trap.s: the trap vector. Every trap of every hart arrives here, in S mode with interrupts
# off (Supervisor, section "Supervisor Trap Vector Base Address Register").
#
# sscratch tells where it came from: while a program runs it holds the address of the hart's
# row in hart_table, in the kernel it holds 0. Swapping it with tp is the only thing one can
# do before any register is free.
#
# A program's registers are saved in its row of proc_table, so a process that is not running
# is nothing but that row and its page table: any hart may take it up. Each hart has one
# kernel stack, empty whenever a program runs.

	.text
	.balign	4
	.globl	trap_vector
trap_vector:
	csrrw	tp, sscratch, tp	# tp = hart, sscratch = the program's tp
	beqz	tp, kernel_trap

	sd	sp, HART_SAVED_SP(tp)
	ld	sp, HART_CURRENT(tp)
	.irp	n, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	sd	x\n, PROC_REGS + 8 * \n(sp)
	.endr
	ld	t0, HART_SAVED_SP(tp)
	sd	t0, PROC_REGS + 8 * 2(sp)
	csrrw	t0, sscratch, zero	# fetch the program's tp; from here on we are the kernel
	sd	t0, PROC_REGS + 8 * 4(sp)
	csrr	t0, sepc
	sd	t0, PROC_PC(sp)
	mv	s0, sp			# s0 = process, tp = hart: so it is all through the kernel
	ld	sp, HART_STACK(tp)

	csrr	s1, scause
	bltz	s1, user_interrupt	# bit 63: an interrupt
	li	t0, CAUSE_ECALL_U
	beq	s1, t0, syscall
	li	t0, CAUSE_FETCH
	bltu	s1, t0, kill
	li	t0, CAUSE_STORE
	bltu	t0, s1, kill

	ld	t0, HART_FAULTS(tp)
	addi	t0, t0, 1
	sd	t0, HART_FAULTS(tp)
	mv	a0, s0
	csrr	a1, stval		# the address that failed
	mv	a2, s1
	call	page_fault
	beqz	a0, user_return

# The program did what no program may: it alone ends.
kill:
	la	t0, cause_names
	slli	t1, s1, 3
	add	t0, t0, t1
	li	t1, 15
	la	a3, cause_other
	bltu	t1, s1, 1f
	ld	a3, 0(t0)
	li	t0, KERNEL_OFFSET	# tables of addresses hold physical ones
	add	a3, a3, t0
1:	ld	a1, PROC_PID(s0)
	addi	a2, s0, PROC_NAME
	csrr	a4, stval
	ld	a5, PROC_PC(s0)
	say	"kernel: killing process %d (%s): %s 0x%x at pc 0x%x\n"
	addi	a0, s1, KILLED
	j	process_exit

user_interrupt:
	call	interrupt
	beqz	a0, user_return
	ld	t0, PROC_PREEMPTS(s0)	# its time is up
	addi	t0, t0, 1
	sd	t0, PROC_PREEMPTS(s0)
	j	process_yield

# s1 = scause: serves one interrupt. Returns a0 = 1 if the hart should choose a process anew.
interrupt:
	addi	sp, sp, -16
	sd	ra, 0(sp)
	andi	t0, s1, 0xff
	li	t1, IRQ_TIMER
	beq	t0, t1, 1f
	li	t1, IRQ_EXTERNAL
	beq	t0, t1, 2f

	ld	t0, HART_IPIS(tp)	# from another hart: there is work
	addi	t0, t0, 1
	sd	t0, HART_IPIS(tp)
	csrci	sip, SIP_SSIP		# else it would come again at once
	li	a0, 0
	j	9f

1:	ld	t0, HART_TIMERS(tp)
	addi	t0, t0, 1
	sd	t0, HART_TIMERS(tp)
	li	a0, -1			# take the request back: STIP cannot be cleared from here
	call	sbi_set_timer
	call	wake_sleepers
	li	a0, 1
	j	9f

2:	ld	t0, HART_EXTERNALS(tp)
	addi	t0, t0, 1
	sd	t0, HART_EXTERNALS(tp)
	call	console_interrupt
	li	a0, 0
9:	ld	ra, 0(sp)
	addi	sp, sp, 16
	ret

# Continues the process s0. Its satp is already in force.
	.globl	user_return
user_return:
	li	t0, SSTATUS_SPP		# sret goes to U mode ...
	csrc	sstatus, t0
	li	t0, SSTATUS_SPIE	# ... and opens the interrupts there
	csrs	sstatus, t0
	ld	t0, PROC_PC(s0)
	csrw	sepc, t0
	csrw	sscratch, tp
	mv	sp, s0
	.irp	n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld	x\n, PROC_REGS + 8 * \n(sp)
	.endr
	ld	sp, PROC_REGS + 8 * 2(sp)
	sret

# A trap of the kernel itself: an interrupt while idle, or a page fault in a user copy.
# It saves what a function call would not, on the stack it finds.
kernel_trap:
	csrrw	tp, sscratch, tp	# tp = hart again, sscratch = 0 again
	addi	sp, sp, -144
	sd	ra, 0(sp)
	.irp	n, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17
	sd	x\n, 8 * \n - 32(sp)
	.endr
	sd	t3, 112(sp)
	sd	t4, 120(sp)
	sd	t5, 128(sp)
	sd	t6, 136(sp)
	sd	s1, 32(sp)		# the places of x8 and x9 are free
	csrr	s1, scause
	bgez	s1, 1f
	call	interrupt
	j	3f

1:	csrr	a1, sepc		# only the two copy instructions may fault
	la	t0, copy_start
	bltu	a1, t0, panic
	la	t0, copy_end
	bgeu	a1, t0, panic
	ld	t0, HART_FAULTS(tp)
	addi	t0, t0, 1
	sd	t0, HART_FAULTS(tp)
	ld	a0, HART_CURRENT(tp)
	csrr	a1, stval
	mv	a2, s1
	call	page_fault
	beqz	a0, 3f			# repeat the access
	la	t0, copy_fault		# or give up the copy
	csrw	sepc, t0

3:	ld	ra, 0(sp)
	ld	s1, 32(sp)
	ld	t3, 112(sp)
	ld	t4, 120(sp)
	ld	t5, 128(sp)
	ld	t6, 136(sp)
	.irp	n, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17
	ld	x\n, 8 * \n - 32(sp)
	.endr
	addi	sp, sp, 144
	sret

# A mistake of the kernel's own: nothing can be trusted any more.
panic:
	mv	a2, a1
	mv	a1, s1
	csrr	a3, stval
	say	"kernel panic: scause %d at sepc 0x%x, stval 0x%x\n"
	li	a0, 3
	j	power_off

	.section .rodata
	.balign	8
cause_names:				# by number of the exception, 0 to 15
	.dword	cause_0, cause_1, cause_2, cause_3, cause_4, cause_5, cause_6, cause_7
	.dword	cause_other, cause_other, cause_other, cause_other
	.dword	cause_12, cause_13, cause_other, cause_15
cause_0:	.asciz	"misaligned fetch from"
cause_1:	.asciz	"fetch from nowhere at"
cause_2:	.asciz	"illegal instruction"
cause_3:	.asciz	"breakpoint"
cause_4:	.asciz	"misaligned load from"
cause_5:	.asciz	"load from nowhere at"
cause_6:	.asciz	"misaligned store to"
cause_7:	.asciz	"store to nowhere at"
cause_12:	.asciz	"page fault, fetch from"
cause_13:	.asciz	"page fault, load from"
cause_15:	.asciz	"page fault, store to"
cause_other:	.asciz	"unexpected exception"
