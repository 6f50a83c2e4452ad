# prologue.s: what all benchmark guests share. A guest reads
#
#	.ifndef	ITER
#	.equ	ITER, 1000		# chosen for one to two seconds on QEMU 7.2's TCG
#	.endif
#	.equ	BENCH_USER, 1		# 1: runs in U mode, 0: in S mode
#	.include "prologue.s"
#	bench_name "example"
#	bench_main: ...			# a0 = iterations; returns a0 = checksum
#
# The guest is started in M mode at 0x80000000 without firmware (QEMU: -bios none). This file
# opens PMP, maps everything with 4 KiB pages, turns Sv39 on, calls bench_main in the mode
# asked for, prints "name checksum", and ends the run through sifive_test with status 0.
# Any trap that nobody expects prints its cause and ends the run with status 1.
#
# All of it runs with paging on, and every guest says `flush` from time to time: an emulator
# that is asked to forget its translations now and then cannot live on a large cache of them.
# The count of iterations lies in the doubleword `iterations`, so that a harness can
# also change it in the file instead of assembling anew.

	.option	norelax			# gp is not set up

	.equ	UART,		0x10000000	# ns16550a
	.equ	TEST,		0x00100000	# sifive_test
	.equ	MEMORY,		0x80000000
	.equ	ARENA,		0x80400000	# 28 MiB for the guest to work in, zeroed by the machine
	.equ	TABLES,		0x82000000	# page tables; here ends what is mapped
	.equ	MAPPED,		TABLES - MEMORY
	.equ	PAGE,		4096

	.equ	ROOT,		TABLES			# of Sv39
	.equ	MIDDLE_DEVICES,	TABLES + 1 * PAGE
	.equ	LEAF_TEST,	TABLES + 2 * PAGE
	.equ	LEAF_UART,	TABLES + 3 * PAGE
	.equ	MIDDLE_MEMORY,	TABLES + 4 * PAGE
	.equ	LEAF_MEMORY,	TABLES + 5 * PAGE	# one table for each 2 MiB, in a row

	.equ	PTE_V,		0x01
	.equ	PTE_R,		0x02
	.equ	PTE_W,		0x04
	.equ	PTE_X,		0x08
	.equ	PTE_AD,		0xc0		# accessed and dirty: no fault, no update
	.equ	PTE_DEVICE,	PTE_V + PTE_R + PTE_W + PTE_AD
	.equ	PTE_KERNEL,	PTE_V + PTE_R + PTE_X + PTE_AD
	.equ	PTE_TEXT,	PTE_V + PTE_R + PTE_X + PTE_AD + 0x10 * BENCH_USER
	.equ	PTE_DATA,	PTE_V + PTE_R + PTE_W + PTE_AD + 0x10 * BENCH_USER

	.equ	CALL_EXIT,	0		# of the little kernel in kernel.s
	.equ	CALL_FLUSH,	1
	.equ	CALL_NULL,	2
	.equ	CALL_SUM,	3
	.equ	CALL_COUNT,	4

# flush: makes the machine forget all address translations; keeps all registers but a7.
	.macro	flush
	.if	BENCH_USER
	li	a7, CALL_FLUSH
	ecall
	.else
	sfence.vma
	.endif
	.endm

	.macro	bench_name text
	.section .rodata
bench_name:	.asciz	"\text"
	.text
	.endm

# points table, index, next: makes an entry of one table point to the next table
	.macro	points table, index, next
	li	t0, \table + 8 * (\index)
	li	t1, (\next >> 2) + PTE_V	# bits 63..10: the number of the frame
	sd	t1, 0(t0)
	.endm

# random register: the next number of Knuth's linear congruential generator; changes t6
	.macro	random x
	li	t6, 6364136223846793005
	mul	\x, \x, t6
	li	t6, 1442695040888963407
	add	\x, \x, t6
	.endm

	.section .rodata		# each section on pages of its own
	.balign	PAGE
text_end:

	.data
	.balign	PAGE
	.globl	iterations
iterations:	.dword	ITER

	.bss
	.balign	PAGE
kernel_frame:	.space	PAGE		# the body's registers while the kernel runs
stack:		.space	16 * PAGE
stack_top:

	.text
	.globl	_start
_start:
	csrr	t0, mhartid
	bnez	t0, park		# one hart works
	la	t0, machine_trap
	csrw	mtvec, t0
	li	t0, -1			# PMP: one region, everything, everybody
	csrw	pmpaddr0, t0
	li	t0, 0x1f		# NAPOT, read, write, execute
	csrw	pmpcfg0, t0
	la	sp, stack_top

	li	t0, TABLES		# tables start empty
	li	t1, LEAF_MEMORY
1:	sd	zero, 0(t0)
	addi	t0, t0, 8
	bltu	t0, t1, 1b
	points	ROOT, 0, MIDDLE_DEVICES
	points	ROOT, MEMORY>>30, MIDDLE_MEMORY
	points	MIDDLE_DEVICES, TEST>>21, LEAF_TEST
	points	MIDDLE_DEVICES, UART>>21, LEAF_UART
	li	t0, LEAF_TEST + 8 * (TEST >> 12)
	li	t1, (TEST >> 2) + PTE_DEVICE
	sd	t1, 0(t0)
	li	t0, LEAF_UART
	li	t1, (UART >> 2) + PTE_DEVICE
	sd	t1, 0(t0)
	li	t0, MIDDLE_MEMORY
	li	t1, (LEAF_MEMORY >> 2) + PTE_V
	li	t2, LEAF_MEMORY + (MAPPED >> 9)
	srli	t2, t2, 2
2:	sd	t1, 0(t0)
	addi	t0, t0, 8
	addi	t1, t1, PAGE >> 2
	bltu	t1, t2, 2b

	li	t0, MEMORY		# t0 = page, mapped where it lies
	li	t1, LEAF_MEMORY
	la	t2, body_start
	la	t3, text_end
	li	t4, MEMORY + MAPPED
	li	t6, PAGE
3:	li	t5, PTE_KERNEL
	bltu	t0, t2, 4f
	li	t5, PTE_TEXT
	bltu	t0, t3, 4f
	li	t5, PTE_DATA
4:	srli	a0, t0, 2
	or	t5, t5, a0
	sd	t5, 0(t1)
	addi	t1, t1, 8
	add	t0, t0, t6
	bltu	t0, t4, 3b

	li	t0, (8 << 60) + (ROOT >> 12)	# Sv39
	csrw	satp, t0
	sfence.vma
	li	t0, -1			# every exception is the kernel's
	csrw	medeleg, t0
	csrw	mie, zero
	la	t0, kernel_trap
	csrw	stvec, t0
	la	t0, kernel_frame
	csrw	sscratch, t0
	li	t0, 0x41800		# SUM: the kernel may use the body's data; MPP = 3 ...
	csrs	mstatus, t0
	.if	BENCH_USER
	li	t0, 0x1800		# ... becomes 0, U mode
	.else
	li	t0, 0x1000		# ... or 1, S mode
	.endif
	csrc	mstatus, t0
	la	t0, body
	csrw	mepc, t0
	mret
park:	wfi
	j	park

	.balign	4
machine_trap:				# nothing should come here: report it as the kernel would
	csrr	a0, mcause
	j	unexpected

	.include "kernel.s"

	.balign	PAGE			# up to here the body has no access
body_start:
body:
	ld	a0, iterations
	call	bench_main
	.if	BENCH_USER
	li	a7, CALL_EXIT
	ecall
	.else
	j	finish
	.endif
