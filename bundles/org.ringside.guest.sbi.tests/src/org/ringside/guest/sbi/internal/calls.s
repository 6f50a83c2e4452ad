# Calls every function of the SBI and prints what it answers, so that two firmwares can be compared.
# Entered in S mode with a0 = hart, a1 = device tree. Prints through the UART itself.

	.equ UART, 0x10000000
	.equ STACK, 0x1000

	.text
	.globl _start
_start:
	la sp, stack + STACK
	mv s0, a0
	mv s1, a1
	la t0, trap
	csrw stvec, t0
	csrw sie, zero

	# how the supervisor is entered
	la a0, text_entry
	mv a1, s0
	snez a2, s1
	call line
	la a0, text_sstatus
	csrr a1, sstatus
	csrr a2, satp
	call line
	la a0, text_counters
	csrr a1, scounteren
	csrr a2, sscratch
	call line

	# calls that only answer
	la s2, calls
next:
	ld a7, 8(s2)
	li t0, -99
	beq a7, t0, traps
	ld a6, 16(s2)
	ld a0, 24(s2)
	ld a1, 32(s2)
	ld a2, 40(s2)
	ld a3, 48(s2)
	ld a4, 56(s2)
	ecall
	mv a2, a1
	mv a1, a0
	mv a0, s2
	call line
	addi s2, s2, 64
	j next

	# traps that firmware hands on
traps:
	la a0, text_illegal
	.word 0
	call caught
	la a0, text_access
	lb zero, 0(zero)
	call caught
	la a0, text_mcsr
	csrr zero, mstatus
	call caught
	la a0, text_fetch
	la t1, after_fetch
	jr zero
after_fetch:
	call caught
	la a0, text_legacy
	mv s3, a0
	li a0, 0x10
	li a7, 4
	ecall
	mv a0, s3
	call caught

	# an interprocessor interrupt to this hart
	csrw sip, zero
	li a0, 1
	li a1, 0
	li a6, 0
	li a7, 0x735049
	ecall
	la a0, text_ipi
	csrr a1, sip
	li a2, 0
	call line
	csrw sip, zero

	# the timer
	rdtime t0
	li t1, 1000
	add a0, t0, t1
	li a6, 0
	li a7, 0x54494d45
	ecall
	li t0, 0x20
	csrw sie, t0
	wfi
1:	csrr t1, sip
	and t1, t1, t0
	beqz t1, 1b
	la a0, text_timer
	csrr a1, sip
	li a2, 0
	call line
	li a0, -1
	li a6, 0
	li a7, 0x54494d45
	ecall
	la a0, text_timer
	csrr a1, sip
	li a2, 1
	call line
	# as an interrupt
	la t0, interrupted
	csrw stvec, t0
	li s4, 0
	csrsi sstatus, 2
	rdtime a0
	addi a0, a0, 500
	li a6, 0
	li a7, 0x54494d45
	ecall
2:	beqz s4, 2b
	la a0, text_interrupt
	mv a1, s4
	li a2, 0
	call line
	la t0, trap
	csrw stvec, t0

	# retentive suspend until the timer
	csrci sstatus, 2
	li t0, 0x20
	csrw sie, t0
	rdtime a0
	addi a0, a0, 500
	li a6, 0
	li a7, 0x54494d45
	ecall
	li a0, 0
	li a1, 0
	li a2, 0
	li a6, 3
	li a7, 0x48534d
	ecall
	mv a2, a1
	mv a1, a0
	la a0, text_suspend
	call line
	li a0, -1
	li a6, 0
	li a7, 0x54494d45
	ecall

	# another hart
	li a0, 1
	li a6, 2
	li a7, 0x48534d
	ecall
	mv a2, a1
	mv a1, a0
	la a0, text_status
	call line
	li a0, 1
	la a1, second
	li a2, 0x1234
	li a6, 0
	ecall
	mv a2, a1
	mv a1, a0
	la a0, text_start
	call line
	la t0, second_said
3:	ld t1, 0(t0)
	beqz t1, 3b
	la a0, text_second
	ld a1, 0(t0)
	ld a2, 8(t0)
	call line
	# which is started already
	li a0, 1
	la a1, second
	li a2, 0
	li a6, 0
	li a7, 0x48534d
	ecall
	mv a2, a1
	mv a1, a0
	la a0, text_again
	call line
	# remote fences, and an interrupt to it
	li a0, 2
	li a1, 0
	li a2, 0
	li a3, -1
	li a6, 1
	li a7, 0x52464e43
	ecall
	mv a2, a1
	mv a1, a0
	la a0, text_fence
	call line
	li a0, 2
	li a1, 0
	li a6, 0
	li a7, 0x735049
	ecall
	# it stops itself when interrupted
4:	li a0, 1
	li a6, 2
	li a7, 0x48534d
	ecall
	li t0, 1
	bne a1, t0, 4b
	la a0, text_status
	mv a2, a1
	li a1, 0
	call line

	# the end
	li a0, 0
	li a1, 0
	li a6, 0
	li a7, 0x53525354
	ecall
5:	j 5b

caught:
	mv a1, s5
	mv a2, s6
	j line

	# after a trap: cause in s5, value in s6; go on after the instruction, or at t1 for a fetch
	.align 2
trap:
	csrr s5, scause
	csrr s6, stval
	csrr t3, sepc
	beqz t3, 6f
	addi t3, t3, 4
	csrw sepc, t3
	sret
6:	csrw sepc, t1
	sret

	.align 2
interrupted:
	csrr s4, scause
	li t3, 0x20
	csrc sie, t3
	sret

	.align 2
second:
	la t0, second_said
	sd a1, 8(t0)
	addi t1, a0, 0x100
	sd t1, 0(t0)
	li t0, 2
	csrw sie, t0
7:	wfi
	csrr t1, sip
	and t1, t1, t0
	beqz t1, 7b
	li a6, 1
	li a7, 0x48534d
	ecall
8:	j 8b

# prints eight characters at a0, a1 and a2
line:
	addi sp, sp, -32
	sd ra, 0(sp)
	sd a1, 8(sp)
	sd a2, 16(sp)
	li t0, UART
	li t1, 8
1:	lbu t2, 0(a0)
	sb t2, 0(t0)
	addi a0, a0, 1
	addi t1, t1, -1
	bnez t1, 1b
	ld a0, 8(sp)
	call hex
	ld a0, 16(sp)
	call hex
	li t2, 10
	sb t2, 0(t0)
	ld ra, 0(sp)
	addi sp, sp, 32
	ret

hex:
	li t2, 0x20
	sb t2, 0(t0)
	li t1, 64
1:	addi t1, t1, -4
	srl t2, a0, t1
	andi t2, t2, 15
	li t3, 10
	blt t2, t3, 2f
	addi t2, t2, 39
2:	addi t2, t2, 48
	sb t2, 0(t0)
	bnez t1, 1b
	ret

	.data
	.balign 8
text_entry:	.ascii "entry   "
text_sstatus:	.ascii "sstatus "
text_counters:	.ascii "counters"
text_illegal:	.ascii "illegal "
text_access:	.ascii "access  "
text_mcsr:	.ascii "mcsr    "
text_fetch:	.ascii "fetch   "
text_legacy:	.ascii "legacy  "
text_ipi:	.ascii "ipi     "
text_timer:	.ascii "timer   "
text_interrupt:	.ascii "intr    "
text_suspend:	.ascii "suspend "
text_status:	.ascii "status  "
text_start:	.ascii "start   "
text_second:	.ascii "second  "
text_again:	.ascii "again   "
text_fence:	.ascii "fence   "
	.balign 8
calls:
	.ascii "version "
	.dword 0x10, 0, 0, 0, 0, 0, 0
	.ascii "impl    "
	.dword 0x10, 1, 0, 0, 0, 0, 0
	.ascii "implver "
	.dword 0x10, 2, 0, 0, 0, 0, 0
	.ascii "p base  "
	.dword 0x10, 3, 0x10, 0, 0, 0, 0
	.ascii "p time  "
	.dword 0x10, 3, 0x54494d45, 0, 0, 0, 0
	.ascii "p ipi   "
	.dword 0x10, 3, 0x735049, 0, 0, 0, 0
	.ascii "p fence "
	.dword 0x10, 3, 0x52464e43, 0, 0, 0, 0
	.ascii "p hsm   "
	.dword 0x10, 3, 0x48534d, 0, 0, 0, 0
	.ascii "p srst  "
	.dword 0x10, 3, 0x53525354, 0, 0, 0, 0
	.ascii "p dbcn  "
	.dword 0x10, 3, 0x4442434e, 0, 0, 0, 0
	.ascii "p put   "
	.dword 0x10, 3, 1, 0, 0, 0, 0
	.ascii "p none  "
	.dword 0x10, 3, 0x11, 0, 0, 0, 0
	.ascii "vendor  "
	.dword 0x10, 4, 0, 0, 0, 0, 0
	.ascii "arch    "
	.dword 0x10, 5, 0, 0, 0, 0, 0
	.ascii "mimpid  "
	.dword 0x10, 6, 0, 0, 0, 0, 0
	.ascii "base 7  "
	.dword 0x10, 7, 0, 0, 0, 0, 0
	.ascii "no ext  "
	.dword 0x11, 0, 1, 2, 3, 4, 5
	.ascii "time 1  "
	.dword 0x54494d45, 1, 0, 0, 0, 0, 0
	.ascii "ipi none"
	.dword 0x735049, 0, 0, 0, 0, 0, 0
	.ascii "ipi base"
	.dword 0x735049, 0, 1, 100, 0, 0, 0
	.ascii "ipi mask"
	.dword 0x735049, 0, 0x100, 0, 0, 0, 0
	.ascii "ipi 1   "
	.dword 0x735049, 1, 0, 0, 0, 0, 0
	.ascii "fence i "
	.dword 0x52464e43, 0, 1, 0, 0, 0, 0
	.ascii "fence al"
	.dword 0x52464e43, 0, 0, -1, 0, 0, 0
	.ascii "fence vm"
	.dword 0x52464e43, 1, 1, 0, 0x1000, 0x1000, 0
	.ascii "fence as"
	.dword 0x52464e43, 2, 1, 0, 0x1000, 0x1000, 1
	.ascii "fence ba"
	.dword 0x52464e43, 1, 1, 100, 0, 0, 0
	.ascii "hfence  "
	.dword 0x52464e43, 4, 1, 0, 0, 0, 0
	.ascii "fence 9 "
	.dword 0x52464e43, 9, 1, 0, 0, 0, 0
	.ascii "status 0"
	.dword 0x48534d, 2, 0, 0, 0, 0, 0
	.ascii "status 9"
	.dword 0x48534d, 2, 9, 0, 0, 0, 0
	.ascii "start 0 "
	.dword 0x48534d, 0, 0, 0x80200000, 0, 0, 0
	.ascii "start 9 "
	.dword 0x48534d, 0, 9, 0x80200000, 0, 0, 0
	.ascii "susp 1  "
	.dword 0x48534d, 3, 1, 0, 0, 0, 0
	.ascii "susp pla"
	.dword 0x48534d, 3, 0x10000000, 0, 0, 0, 0
	.ascii "hsm 9   "
	.dword 0x48534d, 9, 0, 0, 0, 0, 0
	.ascii "reset 9 "
	.dword 0x53525354, 0, 9, 0, 0, 0, 0
	.ascii "reset r9"
	.dword 0x53525354, 0, 0, 9, 0, 0, 0
	.ascii "srst 1  "
	.dword 0x53525354, 1, 0, 0, 0, 0, 0
	.ascii "getchar "
	.dword 2, 0, 0, 0x77, 0, 0, 0
	.ascii "putchar "
	.dword 1, 0, 0x21, 0x77, 0, 0, 0
	.ascii "clearipi"
	.dword 3, 0, 0, 0x77, 0, 0, 0
	.ascii "l.timer "
	.dword 0, 0, -1, 0x77, 0, 0, 0
	.ascii "l.fencei"
	.dword 5, 0, 0, 0x77, 0, 0, 0
	.ascii "l.fence "
	.dword 6, 0, 0, 0, 0, 0, 0
	.ascii "l.fencea"
	.dword 7, 0, 0, 0, 0, 0, 0
	.ascii "dbcn put"
	.dword 0x4442434e, 2, 0x2a, 0, 0, 0, 0
	.ascii "dbcn bad"
	.dword 0x4442434e, 0, 1, 0, 0, 0, 0
	.ascii "dbcn hi "
	.dword 0x4442434e, 0, 1, 0x80200000, 1, 0, 0
	.ascii "dbcn rd "
	.dword 0x4442434e, 1, 1, 0x80300000, 0, 0, 0
	.ascii "dbcn 9  "
	.dword 0x4442434e, 9, 0, 0, 0, 0, 0
	.ascii "        "
	.dword -99, 0, 0, 0, 0, 0, 0
second_said:	.dword 0, 0
	.bss
	.balign 16
stack:	.space STACK
