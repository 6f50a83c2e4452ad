# boot.s: from the firmware's hand-over to the scheduler.
# Until enter_virtual the hart runs at physical addresses, with satp = 0 (Bare).

	.text
	.globl	_start
_start:
	csrw	sie, zero		# no interrupt until there is a handler
	fence.i				# whoever loaded us wrote instructions as data
	mv	s1, a0			# s1 = hart id
	mv	s2, a1			# s2 = device tree

	la	t0, bss_start		# an image loaded as a flat binary has no zeroed .bss
	la	t1, kernel_end
1:	sd	zero, 0(t0)
	addi	t0, t0, 8
	bltu	t0, t1, 1b

	la	sp, boot_stack_top
	call	early_greeting
	mv	a0, s2
	call	fdt_read
	call	map_kernel

	mv	a0, s1
	call	enter_virtual		# returns to the virtual address of the next line
	mv	a0, s1
	call	console_init

	csrr	a1, satp
	say	"Sv39 is on: satp = 0x%x, the kernel lives in the upper half\n"
	la	a1, _start
	la	a2, text_end
	la	a3, kernel_end
	say	"kernel text 0x%x to 0x%x (read, execute), data up to 0x%x (read, write)\n"
	ld	a1, dt_memory
	srli	a1, a1, 20
	ld	a2, dt_harts
	ld	a3, dt_timebase
	say	"device tree: %d MiB of memory, %d harts, time counts at %d Hz\n"
	call	firmware_report
	call	frames_init
	mv	a1, a0
	say	"frames: %d free pages of 4 KiB\n"
	call	asid_probe

	mv	a0, s1
	call	hart_init
	li	a1, SIP_SEIP		# this hart alone serves the serial line
	csrrs	t0, sie, a1
	csrr	a1, stvec
	csrr	a2, sie
	say	"traps go to stvec = 0x%x, interrupts enabled in sie = 0x%x\n"
	ld	a1, HART_ID(tp)
	say	"hart %d: up (boot hart)\n"
	call	start_other_harts

	la	s3, program_table	# create the processes: idle harts begin at once
	la	s4, program_table_end
2:	mv	a0, s3
	call	process_create
	addi	s3, s3, PROGRAM_SIZE
	bltu	s3, s4, 2b
	li	t0, -1			# booting counted as a live process; it ends here
	la	t1, proc_live
	amoadd.d zero, t0, (t1)
	j	schedule

# The other harts start here, each by hart_start in start_other_harts, in S mode with
# satp = 0. a0 = hart id; a1 = what we passed, the top of its stack (physical).
secondary_start:
	csrw	sie, zero
	fence.i
	mv	sp, a1
	mv	s1, a0
	call	enter_virtual
	mv	a0, s1
	call	hart_init
	ld	a1, HART_ID(tp)
	say	"hart %d: up, started through HSM\n"
	li	t0, 1			# tell the boot hart
	la	t1, harts_up
	amoadd.d.rl zero, t0, (t1)
	j	schedule

# Turns translation on and returns to the caller at its virtual address; ra and sp are
# moved along. A write to satp takes effect at once, and the physical address we execute
# at is mapped nowhere: the next fetch is a page fault. That is how we travel, because the
# trap vector is a virtual address. (The other way is an identity mapping, which somebody
# must remember to remove.)
enter_virtual:
	li	t0, KERNEL_OFFSET
	la	t1, 2f
	add	t1, t1, t0
	csrw	stvec, t1
	la	t1, kernel_root
	srli	t1, t1, 12
	li	t2, SATP_SV39
	or	t1, t1, t2
	sfence.vma			# the stores to the tables come before the first walk
	csrw	satp, t1
1:	j	1b			# never reached twice: the fetch faults
	.balign	4			# stvec holds multiples of four
2:	add	ra, ra, t0
	add	sp, sp, t0
	la	t1, trap_vector		# relative to the pc, hence virtual from now on
	csrw	stvec, t1
	csrw	sscratch, zero		# "we are in the kernel", see trap.s
	ret

# a0 = hart id. Fills this hart's row of hart_table and points tp at it, opens the counters
# to user programs and enables software and timer interrupts in sie; they stay shut in
# sstatus while the kernel runs.
hart_init:
	la	tp, hart_table
	li	t0, HART_SIZE
	mul	t0, t0, a0
	add	tp, tp, t0
	sd	a0, HART_ID(tp)
	la	t0, hart_stacks		# stack number a0 ends where number a0 + 1 begins
	addi	t1, a0, 1
	li	t2, KERNEL_STACK
	mul	t1, t1, t2
	add	t0, t0, t1
	sd	t0, HART_STACK(tp)
	csrwi	scounteren, 7		# cycle, time, instret
	csrci	sstatus, SSTATUS_SIE
	csrwi	sip, 0			# an old software interrupt is none of ours
	li	t0, SIP_SSIP + SIP_STIP
	csrs	sie, t0
	ret

# Asks the firmware to start every stopped hart, and waits until all of them are up.
start_other_harts:
	addi	sp, sp, -32
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	li	s1, 0			# hart id
	li	s2, 0			# started
1:	mv	a0, s1
	call	sbi_hart_status		# STOPPED is 1; no such hart is a negative error
	li	t0, 1
	bne	a0, t0, 2f
	la	a1, secondary_start
	la	a2, hart_stacks
	addi	t0, s1, 1
	li	t1, KERNEL_STACK
	mul	t0, t0, t1
	add	a2, a2, t0
	li	t0, KERNEL_OFFSET	# the new hart begins without translation
	sub	a1, a1, t0
	sub	a2, a2, t0
	mv	a0, s1
	call	sbi_hart_start
	bnez	a0, 2f
	addi	s2, s2, 1
2:	addi	s1, s1, 1
	li	t0, MAX_HARTS
	bltu	s1, t0, 1b
3:	ld	t0, harts_up
	bltu	t0, s2, 3b
	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	addi	sp, sp, 32
	ret

	.bss
	.globl	bss_start, hart_table
bss_start:				# first in .bss, since this file is the first to use it
hart_stacks:	.space	KERNEL_STACK * MAX_HARTS
boot_stack:	.space	PAGE_SIZE
boot_stack_top:
hart_table:	.space	HART_SIZE * MAX_HARTS
hart_table_end:
harts_up:	.space	8		# started harts that have arrived
