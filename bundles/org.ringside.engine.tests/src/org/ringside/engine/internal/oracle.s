	# Around a random program: sets up mode and registers, notes every trap and steps over it, and at the program's end
	# leaves all that can be compared in memory and sends it down the serial line.
_start:	csrr t0, mhartid
	beqz t0, 2f
1:	wfi
	j 1b
2:	la t0, trap
	csrw mtvec, t0
	li t0, -1
	srli t0, t0, 10
	csrw pmpaddr0, t0
	li t0, 0x1f
	csrw pmpcfg0, t0
	la t0, satp_value
	ld t1, 0(t0)
	csrw satp, t1
	sfence.vma
	la t0, status_value
	ld t1, 0(t0)
	csrw mstatus, t1
	csrw medeleg, zero
	csrw mideleg, zero
	csrw mie, zero
	csrw mcounteren, zero
	csrw scounteren, zero
	csrw mcause, zero
	csrw mtval, zero
	csrw sepc, zero
	csrw scause, zero
	csrw stval, zero
	csrw sscratch, zero
	la t0, save
	csrw mscratch, t0
	li t1, 0x80010000
	csrw mepc, t1
	la t6, registers
	ld x1, 8(t6)
	ld x2, 16(t6)
	ld x3, 24(t6)
	ld x4, 32(t6)
	ld x5, 40(t6)
	ld x6, 48(t6)
	ld x7, 56(t6)
	ld x8, 64(t6)
	ld x9, 72(t6)
	ld x10, 80(t6)
	ld x11, 88(t6)
	ld x12, 96(t6)
	ld x13, 104(t6)
	ld x14, 112(t6)
	ld x15, 120(t6)
	ld x16, 128(t6)
	ld x17, 136(t6)
	ld x18, 144(t6)
	ld x19, 152(t6)
	ld x20, 160(t6)
	ld x21, 168(t6)
	ld x22, 176(t6)
	ld x23, 184(t6)
	ld x24, 192(t6)
	ld x25, 200(t6)
	ld x26, 208(t6)
	ld x27, 216(t6)
	ld x28, 224(t6)
	ld x29, 232(t6)
	ld x30, 240(t6)
	ld x31, 248(t6)
	mret

	.align 4
trap:	csrrw t6, mscratch, t6
	sd t5, 0(t6)
	sd t4, 8(t6)
	sd t3, 16(t6)
	# the log is a ring
	ld t3, 24(t6)
	csrr t5, mcause
	sd t5, 0(t3)
	csrr t4, mepc
	sd t4, 8(t3)
	csrr t5, mtval
	sd t5, 16(t3)
	csrr t5, mstatus
	sd t5, 24(t3)
	addi t3, t3, 32
	li t5, 0x80030000
	bltu t3, t5, 1f
	li t3, 0x80028000
1:	sd t3, 24(t6)
	la t5, end_value
	ld t5, 0(t5)
	beq t4, t5, finish
	lhu t5, 0(t4)
	andi t5, t5, 3
	addi t5, t5, -3
	addi t4, t4, 2
	bnez t5, 2f
	addi t4, t4, 2
2:	csrw mepc, t4
	ld t5, 0(t6)
	ld t4, 8(t6)
	ld t3, 16(t6)
	csrrw t6, mscratch, t6
	mret

finish:	li t5, 0x80027000
	sd x1, 8(t5)
	sd x2, 16(t5)
	sd x3, 24(t5)
	sd x4, 32(t5)
	sd x5, 40(t5)
	sd x6, 48(t5)
	sd x7, 56(t5)
	sd x8, 64(t5)
	sd x9, 72(t5)
	sd x10, 80(t5)
	sd x11, 88(t5)
	sd x12, 96(t5)
	sd x13, 104(t5)
	sd x14, 112(t5)
	sd x15, 120(t5)
	sd x16, 128(t5)
	sd x17, 136(t5)
	sd x18, 144(t5)
	sd x19, 152(t5)
	sd x20, 160(t5)
	sd x21, 168(t5)
	sd x22, 176(t5)
	sd x23, 184(t5)
	sd x24, 192(t5)
	sd x25, 200(t5)
	sd x26, 208(t5)
	sd x27, 216(t5)
	ld t4, 16(t6)
	sd t4, 224(t5)
	ld t4, 8(t6)
	sd t4, 232(t5)
	ld t4, 0(t6)
	sd t4, 240(t5)
	csrr t4, mscratch
	sd t4, 248(t5)
	csrr t4, sscratch
	sd t4, 256(t5)
	csrr t4, sepc
	sd t4, 264(t5)
	csrr t4, scause
	sd t4, 272(t5)
	csrr t4, stval
	sd t4, 280(t5)
	csrr t4, mie
	sd t4, 288(t5)
	csrr t4, sie
	sd t4, 296(t5)
	csrr t4, sstatus
	sd t4, 304(t5)
	csrr t4, mcounteren
	sd t4, 312(t5)
	csrr t4, satp
	sd t4, 320(t5)
	# to the serial line
	li a0, 0x80020000
	li a1, 0x80030000
	li a2, 0x10000000
1:	lbu a3, 5(a2)
	andi a3, a3, 0x20
	beqz a3, 1b
	lbu a3, 0(a0)
	sb a3, 0(a2)
	addi a0, a0, 1
	bltu a0, a1, 1b
	li t0, 0x100000
	li t1, 0x5555
	sw t1, 0(t0)
3:	j 3b

	.align 3
satp_value:	.dword 0
status_value:	.dword 0
end_value:	.dword 0
save:	.dword 0, 0, 0, 0x80028000
registers:	.zero 256
