# process.s: locks, the process table, how a process begins and the ways in which it stops.
# All harts run this code at the same time; sched_lock protects process states and the queue.

	.text
# A spin lock: a0 = address of a doubleword, 0 = free. Taken with interrupts off, always.
lock:
1:	lr.d.aq	t0, (a0)
	bnez	t0, 1b
	li	t0, 1
	sc.d	t0, t0, (a0)
	bnez	t0, 1b			# another hart was faster
	ret
unlock:
	amoswap.d.rl zero, zero, (a0)
	ret

# a0 = row of program_table: makes a process of it and puts it in the run queue. Only the
# boot hart creates processes. The image of all programs is shared: its text is mapped where
# it lies in the kernel, its data is copied.
process_create:
	addi	sp, sp, -64
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	sd	s3, 24(sp)
	sd	s4, 32(sp)
	sd	s5, 40(sp)
	sd	s6, 48(sp)
	sd	s7, 56(sp)
	mv	s1, a0			# s1 = program
	la	t0, proc_count
	ld	t1, 0(t0)		# s3 = pid, from 1
	addi	s3, t1, 1
	sd	s3, 0(t0)
	la	s2, proc_table		# s2 = process
	li	t0, PROC_SIZE
	mul	t1, t1, t0
	add	s2, s2, t1
	sd	s3, PROC_PID(s2)

	call	frame_alloc		# s4 = its root table; the kernel's half is common
	mv	s4, a0
	la	t0, kernel_root
	li	t1, PAGE_SIZE / 2
	add	t0, t0, t1
	add	t2, s4, t1
	add	t3, s4, t1
	add	t3, t3, t1
1:	ld	t1, 0(t0)
	sd	t1, 0(t2)
	addi	t0, t0, 8
	addi	t2, t2, 8
	bltu	t2, t3, 1b
	li	t0, KERNEL_OFFSET
	sub	t0, s4, t0
	srli	t0, t0, 12
	ld	t1, asid_mask
	and	t1, t1, s3
	slli	t1, t1, SATP_ASID
	or	t0, t0, t1
	li	t1, SATP_SV39
	or	t0, t0, t1
	sd	t0, PROC_SATP(s2)

	la	s5, user_start		# s5 = page of the image
	li	s6, USER_BASE		# s6 = its address in the process
2:	mv	a0, s4
	mv	a1, s6
	call	walk
	mv	s7, a0			# s7 = entry
	li	t4, PTE_USER_RX
	mv	t0, s5
	la	t1, user_data
	bltu	s5, t1, 4f
	call	frame_alloc
	li	t4, PTE_USER_RW
	mv	t1, s5
	mv	t2, a0
	li	t0, PAGE_SIZE
	add	t3, t1, t0
3:	ld	t0, 0(t1)
	sd	t0, 0(t2)
	addi	t1, t1, 8
	addi	t2, t2, 8
	bltu	t1, t3, 3b
	mv	t0, a0
4:	li	t1, KERNEL_OFFSET
	sub	t0, t0, t1
	srli	t0, t0, 2
	or	t0, t0, t4
	sd	t0, 0(s7)
	li	t0, PAGE_SIZE
	add	s5, s5, t0
	add	s6, s6, t0
	la	t0, user_end
	bltu	s5, t0, 2b
	sfence.vma			# the entries before any walk that uses them

	sd	s6, PROC_BRK(s2)	# the heap begins where the image ends
	ld	t0, PROGRAM_ENTRY(s1)
	la	t1, user_start
	sub	t0, t0, t1
	li	t1, USER_BASE + KERNEL_OFFSET	# the table holds physical addresses
	add	t0, t0, t1
	sd	t0, PROC_PC(s2)
	li	t0, USER_STACK_TOP
	sd	t0, PROC_REGS + 8 * 2(s2)
	ld	t0, PROGRAM_EXPECT(s1)
	sd	t0, PROC_EXPECT(s2)
	ld	t0, PROGRAM_NAME(s1)
	sd	t0, PROC_NAME(s2)
	ld	t0, PROGRAM_NAME + 8(s1)
	sd	t0, PROC_NAME + 8(s2)
	mv	a1, s3
	addi	a2, s2, PROC_NAME
	ld	a3, PROC_PC(s2)
	ld	a4, PROC_SATP(s2)
	say	"kernel: process %d is %s, entry 0x%x, satp 0x%x\n"

	la	t0, proc_live
	li	t1, 1
	amoadd.d zero, t1, (t0)
	la	a0, sched_lock
	call	lock
	mv	a0, s2
	call	queue_push
	la	a0, sched_lock
	call	unlock
	call	wake_idle_hart
	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	ld	s3, 24(sp)
	ld	s4, 32(sp)
	ld	s5, 40(sp)
	ld	s6, 48(sp)
	ld	s7, 56(sp)
	addi	sp, sp, 64
	ret

# The three ways to stop running the process s0; none returns.
# Each leaves the address space first: the moment the process is in the queue another hart
# may run it to its end and reuse its page tables, which this hart must no longer walk.
process_yield:				# it could go on
	call	leave_address_space
	la	a0, sched_lock
	call	lock
	mv	a0, s0
	call	queue_push
	la	a0, sched_lock
	call	unlock
	j	schedule

process_sleep:				# until PROC_WAKE
	call	leave_address_space
	la	a0, sched_lock
	call	lock
	li	t0, STATE_SLEEPING
	sd	t0, PROC_STATE(s0)
	la	a0, sched_lock
	call	unlock
	j	schedule

process_exit:				# a0 = exit status
	sd	a0, PROC_EXIT(s0)
	ld	a1, PROC_PID(s0)
	addi	a2, s0, PROC_NAME
	mv	a3, a0
	say	"kernel: process %d (%s) has ended with status %d\n"
	call	leave_address_space
	ld	a0, PROC_SATP(s0)
	call	satp_to_root
	li	a1, 30
	call	free_table
	ld	t0, PROC_PID(s0)	# its frames get new owners: no hart may remember them
	ld	a4, asid_mask
	and	a4, a4, t0
	sfence.vma zero, a4
	li	a0, -1			# mask base -1: every hart
	li	a1, -1
	li	a2, 0
	li	a3, -1
	call	sbi_remote_sfence_asid
	la	a0, sched_lock
	call	lock
	li	t0, STATE_EXITED
	sd	t0, PROC_STATE(s0)
	la	t0, proc_live
	li	t1, -1
	amoadd.d zero, t1, (t0)
	la	a0, sched_lock
	call	unlock
	j	schedule

# The kernel's own root table, which nobody frees. No sfence: its ASID 0 is not a process's,
# and the kernel's half is the same everywhere.
leave_address_space:
	la	t0, kernel_root
	li	t1, KERNEL_OFFSET
	sub	t0, t0, t1
	srli	t0, t0, 12
	li	t1, SATP_SV39
	or	t0, t0, t1
	csrw	satp, t0
	sd	zero, HART_CURRENT(tp)
	ret

	.data
	.balign	8
sched_lock:	.dword	0
proc_count:	.dword	0		# processes ever created
proc_live:	.dword	1		# processes that have not ended; booting counts as one

	.bss
	.balign	8
	.globl	proc_table, proc_table_end
proc_table:	.space	PROC_SIZE * MAX_PROCS
proc_table_end:
