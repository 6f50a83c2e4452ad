# memory.s: page frames, page tables (Sv39), demand-zero pages, copies to and from programs.
# All addresses are kernel virtual unless a comment says otherwise; only satp and page table
# entries hold physical ones.

	.equ	ROOT_DEVICES,	256 * 8	# offset in a root table of the entry for KERNEL_OFFSET
	.equ	ROOT_KERNEL,	258 * 8	# ... and for KERNEL_OFFSET + 2 GiB, where memory begins
	.equ	MEGAPAGE,	19	# a middle-level leaf number n is the entry n << 19

	.text
# Fills the kernel's half, before translation is on (so la yields physical addresses):
#   devices   megapages, read and write
#   kernel    4 KiB pages: text read and execute; constants and the image of the programs
#             read; everything else, the free frames included, read and write
map_kernel:
	la	t0, kernel_root
	la	t1, device_table
	srli	t2, t1, 2		# an entry holds the frame number from bit 10 on
	ori	t2, t2, PTE_V		# V without R, W, X: points to the next level
	li	t3, ROOT_DEVICES
	add	t3, t3, t0
	sd	t2, 0(t3)
	la	t4, device_megapages
	la	t5, device_megapages_end
1:	lwu	t2, 0(t4)		# t2 = megapage number
	slli	t3, t2, 3
	add	t3, t3, t1
	slli	t2, t2, MEGAPAGE
	ori	t2, t2, PTE_KERNEL_RW
	sd	t2, 0(t3)
	addi	t4, t4, 4
	bltu	t4, t5, 1b

	la	t1, kernel_middle
	srli	t2, t1, 2
	ori	t2, t2, PTE_V
	li	t3, ROOT_KERNEL
	add	t3, t3, t0
	sd	t2, 0(t3)
	la	t3, kernel_pages
	srli	t2, t3, 2
	ori	t2, t2, PTE_V
	sd	t2, 8(t1)		# megapage 1 of this gigapage is the kernel's region

	li	t0, KERNEL_BASE		# t0 = page, t3 = its entry
	li	t1, KERNEL_BASE + KERNEL_REGION
	la	t4, text_end
	la	t5, rodata_end
2:	li	t2, PTE_KERNEL_RX
	bltu	t0, t4, 3f
	li	t2, PTE_KERNEL_R
	bltu	t0, t5, 3f
	li	t2, PTE_KERNEL_RW
3:	srli	t6, t0, 2
	or	t2, t2, t6
	sd	t2, 0(t3)
	addi	t3, t3, 8
	li	t6, PAGE_SIZE
	add	t0, t0, t6
	bltu	t0, t1, 2b
	ret

# Finds out how many ASID bits satp keeps: write ones, read back what stuck.
asid_probe:
	addi	sp, sp, -16
	sd	ra, 0(sp)
	li	t0, 0xffff << SATP_ASID
	csrrs	t1, satp, t0		# t1 = the satp that is good
	csrrw	t2, satp, t1
	sfence.vma			# nothing may stay under the borrowed id
	slli	t2, t2, 4
	srli	a1, t2, 4 + SATP_ASID
	sd	a1, asid_mask, t0
	say	"address space ids: up to %d\n"
	ld	ra, 0(sp)
	addi	sp, sp, 16
	ret

# Puts every page from kernel_end to the end of the region on the free list, the last first,
# so that they are handed out in ascending order. Returns a0 = how many.
frames_init:
	la	t0, kernel_end
	li	t1, KERNEL_BASE + KERNEL_REGION + KERNEL_OFFSET
	li	t2, PAGE_SIZE
	li	t3, 0			# head
	li	a0, 0
1:	sub	t1, t1, t2
	bltu	t1, t0, 2f
	sd	t3, 0(t1)		# a free frame's first doubleword is its successor
	mv	t3, t1
	addi	a0, a0, 1
	j	1b
2:	sd	t3, frame_list, t0
	sd	a0, frame_count, t0
	sd	a0, frame_total, t0
	ret

# Returns a0 = a frame filled with zeros, or 0 if there is none.
frame_alloc:
	addi	sp, sp, -16
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	la	a0, frame_lock
	call	lock
	ld	s1, frame_list
	beqz	s1, 1f
	ld	t0, 0(s1)
	sd	t0, frame_list, t1
	ld	t0, frame_count
	addi	t0, t0, -1
	sd	t0, frame_count, t1
1:	la	a0, frame_lock
	call	unlock
	mv	a0, s1
	beqz	s1, 3f
	li	t0, PAGE_SIZE		# never show a program what another left behind
	add	t0, t0, s1
2:	sd	zero, 0(s1)
	sd	zero, 8(s1)
	sd	zero, 16(s1)
	sd	zero, 24(s1)
	addi	s1, s1, 32
	bltu	s1, t0, 2b
3:	ld	ra, 0(sp)
	ld	s1, 8(sp)
	addi	sp, sp, 16
	ret

# a0 = frame
frame_free:
	addi	sp, sp, -16
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	mv	s1, a0
	la	a0, frame_lock
	call	lock
	ld	t0, frame_list
	sd	t0, 0(s1)
	sd	s1, frame_list, t0
	ld	t0, frame_count
	addi	t0, t0, 1
	sd	t0, frame_count, t1
	la	a0, frame_lock
	call	unlock
	ld	ra, 0(sp)
	ld	s1, 8(sp)
	addi	sp, sp, 16
	ret

# Walks a root table down to the entry of a page, making the tables that are missing.
# a0 = root table, a1 = user virtual address: returns a0 = address of the entry, 0 if no
# frame was left.
walk:
	addi	sp, sp, -48
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	sd	s3, 24(sp)
	sd	s4, 32(sp)
	mv	s1, a0			# s1 = table
	mv	s2, a1
	li	s3, 30			# s3 = first bit of this level's index: 30, 21, 12
1:	srl	t0, s2, s3
	andi	t0, t0, 511
	slli	t0, t0, 3
	add	s4, s1, t0		# s4 = entry
	li	t0, 12
	beq	s3, t0, 3f
	addi	s3, s3, -9
	ld	t0, 0(s4)
	andi	t1, t0, PTE_V
	bnez	t1, 2f
	call	frame_alloc
	beqz	a0, 4f
	li	t1, KERNEL_OFFSET
	sub	t0, a0, t1
	srli	t0, t0, 2
	ori	t0, t0, PTE_V
	sd	t0, 0(s4)
2:	call	entry_to_frame
	mv	s1, a0
	j	1b
3:	mv	a0, s4
4:	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	ld	s3, 24(sp)
	ld	s4, 32(sp)
	addi	sp, sp, 48
	ret

# t0 = page table entry: returns a0 = the frame it points to, kernel virtual; changes t1.
entry_to_frame:
	srli	a0, t0, 10
	slli	a0, a0, 12
	li	t1, KERNEL_OFFSET
	add	a0, a0, t1
	ret

# a0 = satp value: returns a0 = its root table, kernel virtual; changes t1.
satp_to_root:
	slli	a0, a0, 64 - SATP_ASID
	srli	a0, a0, 64 - SATP_ASID - 12
	li	t1, KERNEL_OFFSET
	add	a0, a0, t1
	ret

# A page fault of a program, or of the kernel when it copies for one.
# a0 = process, a1 = faulting address, a2 = scause: returns a0 = 0 if the access may now be
# repeated, else -1.
page_fault:
	addi	sp, sp, -32
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	sd	s3, 24(sp)
	mv	s1, a0
	mv	s2, a1
	li	t0, CAUSE_FETCH		# neither heap nor stack is ever executable
	beq	a2, t0, 8f
	la	t0, user_start		# in the heap?
	la	t1, user_end
	sub	t1, t1, t0
	li	t0, USER_BASE
	add	t1, t1, t0
	bltu	s2, t1, 8f
	ld	t0, PROC_BRK(s1)
	bltu	s2, t0, 1f
	li	t0, USER_STACK_TOP - USER_STACK_MAX	# or on the stack?
	bltu	s2, t0, 8f
	li	t0, USER_STACK_TOP
	bgeu	s2, t0, 8f
1:	ld	a0, PROC_SATP(s1)
	call	satp_to_root
	mv	a1, s2
	call	walk
	beqz	a0, 8f
	mv	s3, a0
	ld	t0, 0(s3)
	andi	t1, t0, PTE_V
	bnez	t1, 2f
	call	frame_alloc
	beqz	a0, 8f
	li	t0, KERNEL_OFFSET
	sub	t0, a0, t0
	srli	t0, t0, 2
	li	t1, PTE_USER_RW
	or	t0, t0, t1
	sd	t0, 0(s3)
	ld	t0, PROC_PAGES(s1)
	addi	t0, t0, 1
	sd	t0, PROC_PAGES(s1)
	j	3f
	# There is a page. Then this hart remembers from the process's last visit that there was
	# none (it may, until sfence.vma), or it leaves setting A and D to us.
2:	ori	t0, t0, PTE_A + PTE_D
	sd	t0, 0(s3)
3:	ld	t0, PROC_PID(s1)
	ld	t1, asid_mask
	and	t0, t0, t1
	sfence.vma s2, t0
	li	a0, 0
	j	9f
8:	li	a0, -1
9:	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	ld	s3, 24(sp)
	addi	sp, sp, 32
	ret

# Gives back every frame of an address space: a0 = table, a1 = its level's first address
# bit (30 for a root). Pages that the process only borrowed (the programs' text) stay.
# Calls itself for the lower levels. Only the user's half: 256 entries of a root.
free_table:
	addi	sp, sp, -48
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	sd	s3, 24(sp)
	sd	s4, 32(sp)
	mv	s1, a0			# s1 = table
	mv	s2, a1			# s2 = level
	mv	s3, a0			# s3 = entry
	li	t0, PAGE_SIZE
	li	t1, 30
	bne	a1, t1, 1f
	srli	t0, t0, 1
1:	add	s4, a0, t0		# s4 = end
2:	ld	t0, 0(s3)
	andi	t1, t0, PTE_V
	beqz	t1, 4f
	andi	t2, t0, PTE_OWNED
	call	entry_to_frame
	bnez	t2, 3f
	li	t1, 12
	beq	s2, t1, 4f
	addi	a1, s2, -9
	call	free_table
	j	4f
3:	call	frame_free
4:	addi	s3, s3, 8
	bltu	s3, s4, 2b
	mv	a0, s1
	call	frame_free
	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	ld	s3, 24(sp)
	ld	s4, 32(sp)
	addi	sp, sp, 48
	ret

# The kernel may not touch user pages, which catches many mistakes, except between setting
# and clearing SUM. These two loops are the only places. A fault in them is answered like the
# program's own; if the address is bad, the trap handler goes on at copy_fault.
# a0 = destination, a1 = source, a2 = bytes: returns a0 = 0, or EFAULT.
copy_from_user:
	mv	t3, a1
	j	1f
copy_to_user:
	mv	t3, a0
1:	li	t0, USER_STACK_TOP	# the user's bytes end in the user's half ...
	add	t1, t3, a2
	bltu	t1, t3, copy_refused	# ... and do not wrap around
	bltu	t0, t1, copy_refused
	add	a2, a2, a1
	li	t0, SSTATUS_SUM
	csrs	sstatus, t0
	j	3f
copy_start:
2:	lbu	t1, 0(a1)
	sb	t1, 0(a0)
copy_end:
	addi	a0, a0, 1
	addi	a1, a1, 1
3:	bltu	a1, a2, 2b
	csrc	sstatus, t0
	li	a0, 0
	ret
copy_fault:
	li	t0, SSTATUS_SUM
	csrc	sstatus, t0
copy_refused:
	li	a0, EFAULT
	ret

	.section .rodata
	.balign	4
device_megapages:			# physical address / 2 MiB
	.word	TEST_BASE >> 21
	.word	PLIC_BASE >> 21
	.word	(PLIC_BASE >> 21) + 1	# its context registers
	.word	UART_BASE >> 21
device_megapages_end:

	.data
	.balign	8
frame_lock:	.dword	0
frame_list:	.dword	0
	.globl	frame_count, frame_total
frame_count:	.dword	0		# free now
frame_total:	.dword	0		# free after the boot
asid_mask:	.dword	0

	.bss
	.balign	PAGE_SIZE
	.globl	kernel_root
kernel_root:	.space	PAGE_SIZE	# the idle harts' address space: no user half
device_table:	.space	PAGE_SIZE
kernel_middle:	.space	PAGE_SIZE
kernel_pages:	.space	PAGE_SIZE
