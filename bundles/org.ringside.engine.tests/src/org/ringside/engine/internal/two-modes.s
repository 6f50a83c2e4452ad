	# Everything that a snapshot must hold, in little: two harts, three modes, pages mapped on demand, timer and software
	# interrupts, a lock, code that is rewritten, the serial line.
_start:	csrr a0, mhartid
	la t0, mtrap
	csrw mtvec, t0
	la sp, stacks
	slli t1, a0, 8
	add sp, sp, t1
	csrw mscratch, sp
	li t0, -1
	srli t0, t0, 10
	csrw pmpaddr0, t0
	li t0, 0x1f
	csrw pmpcfg0, t0
	li t0, 0x88
	csrw mie, t0
	bnez a0, second
	li t0, 0x2004000
	li t1, 40
	sd t1, 0(t0)
	li t0, 0xb100
	csrw medeleg, t0
	li t0, 0x222
	csrw mideleg, t0
	la t0, root
	li t1, 0x200000cf
	sd t1, 16(t0)
	li t1, 0xcf
	sd t1, 0(t0)
	la t1, level1
	srli t2, t1, 2
	ori t2, t2, 1
	sd t2, 8(t0)
	la t2, level0
	srli t3, t2, 2
	ori t3, t3, 1
	sd t3, 0(t1)
	la t3, user
	srli t3, t3, 2
	ori t3, t3, 0x5b
	sd t3, 0(t2)
	srli t0, t0, 12
	li t1, 8
	slli t1, t1, 60
	or t0, t0, t1
	csrw satp, t0
	sfence.vma
	la t0, strap
	csrw stvec, t0
	la t0, kernel
	csrw mepc, t0
	li t0, 0x880
	csrw mstatus, t0
	mret

kernel:	la t0, frame
	csrw sscratch, t0
	li t0, 0x40000000
	csrw sepc, t0
	li t0, 0x100
	csrc sstatus, t0
	li t0, 0x20
	csrs sstatus, t0
	li t0, 2
	csrs sie, t0
	sret

	.align 4
strap:	csrrw tp, sscratch, tp
	sd t0, 0(tp)
	sd t1, 8(tp)
	csrr t0, scause
	bltz t0, 1f
	li t1, 8
	beq t0, t1, 2f
	# a page fault: the second page of the user appears
	la t0, level0
	la t1, data
	srli t1, t1, 2
	ori t1, t1, 0xd7
	sd t1, 8(t0)
	j 9f
1:	csrci sip, 2
	la t0, ticks
	li t1, 1
	amoadd.d t1, t1, (t0)
	# every tick takes the user's page away again
	la t0, level0
	sd zero, 8(t0)
	j 9f
2:	csrr t0, sepc
	addi t0, t0, 4
	csrw sepc, t0
	li t1, 1
	bne a7, t1, 3f
	li t0, 0x10000000
	sb a0, 0(t0)
	j 9f
3:	li t0, 0x100000
	li t1, 0x5555
	sw t1, 0(t0)
9:	ld t0, 0(tp)
	ld t1, 8(tp)
	csrrw tp, sscratch, tp
	sret

	.align 4
mtrap:	csrrw sp, mscratch, sp
	sd t0, 0(sp)
	sd t1, 8(sp)
	csrr t0, mcause
	andi t0, t0, 7
	li t1, 7
	beq t0, t1, 1f
	# a software interrupt
	csrr t0, mhartid
	slli t0, t0, 2
	li t1, 0x2000000
	add t0, t0, t1
	sw zero, 0(t0)
	j 9f
1:	li t0, 0x2004000
	ld t1, 0(t0)
	addi t1, t1, 37
	sd t1, 0(t0)
	csrsi mip, 2
	li t0, 0x2000004
	li t1, 1
	sw t1, 0(t0)
9:	ld t0, 0(sp)
	ld t1, 8(sp)
	csrrw sp, mscratch, sp
	mret

	# the other hart counts under a lock, rewrites its own code, and sleeps until it is called
second:	csrsi mstatus, 8
	li s0, 0
1:	la t0, lock
2:	lr.w t1, (t0)
	bnez t1, 2b
	li t1, 1
	sc.w t2, t1, (t0)
	bnez t2, 2b
	la t1, ticks
	ld t2, 8(t1)
	addi t2, t2, 1
	sd t2, 8(t1)
	amoswap.w zero, zero, (t0)
	la t1, patch
	slli t2, s0, 20
	li t3, 0x713
	or t2, t2, t3
	sw t2, 0(t1)
	fence.i
patch:	nop
	addi s0, s0, 1
	andi t2, s0, 7
	bnez t2, 1b
	andi s0, s0, 0x3ff
	wfi
	j 1b

	.align 12
user:	li s0, 0x40001000
	li s1, 0
1:	ld t0, 0(s0)
	addi t0, t0, 3
	sd t0, 0(s0)
	mul t1, t0, t0
	sd t1, 8(s0)
	addi s1, s1, 1
	andi t1, s1, 31
	bnez t1, 1b
	srli a0, s1, 5
	andi a0, a0, 15
	addi a0, a0, 65
	li a7, 1
	ecall
	li t1, 1024
	slli t1, t1, 2
	bne s1, t1, 1b
	li a7, 2
	ecall
	.align 12
data:	.zero 4096
root:	.zero 4096
level1:	.zero 4096
level0:	.zero 4096
stacks:	.zero 2048
frame:	.zero 64
lock:	.zero 8
ticks:	.zero 64
