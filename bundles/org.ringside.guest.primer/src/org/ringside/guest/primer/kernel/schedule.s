# schedule.s: the run queue, the scheduler, the idle loop and the end of the run. Every hart
# takes its work from the one queue.

	.text
# a0 = process; sched_lock is held. From here on any hart may run it.
queue_push:
	li	t0, STATE_READY
	sd	t0, PROC_STATE(a0)
	sd	zero, PROC_NEXT(a0)
	ld	t0, queue_tail
	sd	a0, queue_tail, t1
	beqz	t0, 1f
	sd	a0, PROC_NEXT(t0)
	ret
1:	sd	a0, queue_head, t1
	ret

# Returns a0 = the longest waiting process, 0 if none; sched_lock is held.
queue_pop:
	ld	a0, queue_head
	beqz	a0, 1f
	ld	t0, PROC_NEXT(a0)
	sd	t0, queue_head, t1
	bnez	t0, 1f
	sd	zero, queue_tail, t1
1:	ret

# If a hart sleeps, takes its bit out of idle_harts and sends it an interrupt.
wake_idle_hart:
	la	t0, idle_harts
	ld	t1, 0(t0)
	beqz	t1, 1f
	neg	a0, t1
	and	a0, a0, t1		# its lowest one bit
	not	t2, a0
	amoand.d t2, t2, (t0)
	and	t2, t2, a0
	beqz	t2, wake_idle_hart	# somebody else woke that one; look again
	li	a1, 0
	sbi	SBI_IPI, 0
1:	ret

# Puts the sleepers whose time has come in the run queue.
wake_sleepers:
	addi	sp, sp, -48
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	sd	s3, 24(sp)
	sd	s4, 32(sp)
	la	a0, sched_lock
	call	lock
	rdtime	s3
	li	s4, 0			# s4 = how many
	la	s1, proc_table
	la	s2, proc_table_end
1:	ld	t0, PROC_STATE(s1)
	li	t1, STATE_SLEEPING
	bne	t0, t1, 2f
	ld	t0, PROC_WAKE(s1)
	bltu	s3, t0, 2f
	mv	a0, s1
	call	queue_push
	addi	s4, s4, 1
2:	addi	s1, s1, PROC_SIZE
	bltu	s1, s2, 1b
	la	a0, sched_lock
	call	unlock
3:	beqz	s4, 4f
	call	wake_idle_hart
	addi	s4, s4, -1
	j	3b
4:	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	ld	s3, 24(sp)
	ld	s4, 32(sp)
	addi	sp, sp, 48
	ret

# The scheduler: whoever waited longest runs next, for one slice, on this hart. Does not
# return; the kernel stack begins afresh.
	.globl	schedule
schedule:
	ld	sp, HART_STACK(tp)
	la	a0, sched_lock
	call	lock
	call	queue_pop
	beqz	a0, idle
	mv	s0, a0
	li	t0, STATE_RUNNING
	sd	t0, PROC_STATE(s0)
	ld	t0, HART_ID(tp)
	sd	t0, PROC_HART(s0)
	sd	s0, HART_CURRENT(tp)
	call	next_wake
	mv	s1, a0
	la	a0, sched_lock
	call	unlock

	rdtime	a0			# the timer: end of the slice, or a sleeper's time
	ld	t0, dt_timebase
	li	t1, SLICES_PER_SECOND
	divu	t0, t0, t1
	add	a0, a0, t0
	bltu	a0, s1, 1f
	mv	a0, s1
1:	call	sbi_set_timer
	ld	t0, PROC_SATP(s0)
	csrw	satp, t0
	ld	t0, asid_mask
	bnez	t0, user_return
	sfence.vma			# without ASIDs every process wears the same id
	j	user_return

# Returns a0 = the earliest time at which a sleeper wants to wake, all ones if none sleeps;
# sched_lock is held.
next_wake:
	li	a0, -1
	la	t0, proc_table
	la	t1, proc_table_end
1:	ld	t2, PROC_STATE(t0)
	li	t3, STATE_SLEEPING
	bne	t2, t3, 2f
	ld	t2, PROC_WAKE(t0)
	bgeu	t2, a0, 2f
	mv	a0, t2
2:	addi	t0, t0, PROC_SIZE
	bltu	t0, t1, 1b
	ret

# Nothing to run; sched_lock is held. The bit in idle_harts is set before the lock is free,
# so whoever puts a process in the queue after our look at it sees the bit, and sends an
# interrupt. wfi returns if one is pending even while sstatus.SIE is 0: what arrives between
# here and wfi is not slept through. Then SIE opens a window in which it is taken.
idle:
	ld	t0, proc_live
	beqz	t0, all_done
	li	t1, 1
	ld	t0, HART_ID(tp)
	sll	s1, t1, t0		# s1 = our bit
	la	t0, idle_harts
	amoor.d	zero, s1, (t0)
	call	next_wake
	mv	s2, a0
	la	a0, sched_lock
	call	unlock
	mv	a0, s2
	call	sbi_set_timer
	ld	t0, HART_IDLES(tp)
	addi	t0, t0, 1
	sd	t0, HART_IDLES(tp)
	wfi
	la	t0, idle_harts		# awake: nobody needs to wake us
	not	t1, s1
	amoand.d zero, t1, (t0)
	csrsi	sstatus, SSTATUS_SIE
	csrci	sstatus, SSTATUS_SIE
	j	schedule

# The last process has ended: the closing report, the verdict, and off. One hart does it.
all_done:
	la	a0, sched_lock
	call	unlock
	li	t0, 1
	la	t1, closing
	amoswap.d t0, t0, (t1)
	beqz	t0, 2f
1:	wfi
	j	1b
2:	say	"kernel: no process is left\n"
	li	s5, 0			# s5 = exit status of the machine
	la	s1, proc_table
	la	s2, proc_table_end
3:	ld	t0, PROC_STATE(s1)
	beqz	t0, 5f
	ld	a1, PROC_PID(s1)
	addi	a2, s1, PROC_NAME
	ld	a3, PROC_EXIT(s1)
	ld	a4, PROC_SYSCALLS(s1)
	ld	a5, PROC_PAGES(s1)
	ld	a6, PROC_PREEMPTS(s1)
	say	"  process %d (%s): status %d, %d system calls, %d pages on demand, preempted %d times\n"
	ld	t0, PROC_EXIT(s1)
	ld	t1, PROC_EXPECT(s1)
	beq	t0, t1, 5f
	li	s5, 1
5:	addi	s1, s1, PROC_SIZE
	bltu	s1, s2, 3b
	la	s1, hart_table
	la	s2, hart_table_end
6:	ld	t0, HART_STACK(s1)
	beqz	t0, 7f			# never came up
	ld	a1, HART_ID(s1)
	ld	a2, HART_SYSCALLS(s1)
	ld	a3, HART_FAULTS(s1)
	ld	a4, HART_TIMERS(s1)
	ld	a5, HART_IPIS(s1)
	ld	a6, HART_EXTERNALS(s1)
	ld	a7, HART_IDLES(s1)
	say	"  hart %d: %d system calls, %d page faults, interrupts: %d timer, %d from harts, %d external; idle %d times\n"
7:	addi	s1, s1, HART_SIZE
	bltu	s1, s2, 6b
	ld	a1, frame_count
	ld	a2, frame_total
	say	"  frames: %d of %d are free again\n"
	ld	t0, frame_count
	ld	t1, frame_total
	beq	t0, t1, 8f
	li	s5, 2
8:	mv	a1, s5
	say	"primer: powering off with status %d\n"
	mv	a0, s5
	j	power_off

	.data
	.balign	8
queue_head:	.dword	0		# kernel virtual addresses, 0 = empty
queue_tail:	.dword	0
idle_harts:	.dword	0		# a bit for each hart that waits for work
closing:	.dword	0		# a hart is writing the closing report
