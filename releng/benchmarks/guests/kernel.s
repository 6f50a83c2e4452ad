# kernel.s: the little kernel below the benchmark guests. It does what every kernel does on
# a trap: save all registers, look for the cause, dispatch, restore all, return. Those of its
# guests that measure traps measure this path.

	.text
	.balign	4
kernel_trap:
	csrrw	sp, sscratch, sp	# sp = kernel_frame
	.irp	n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	sd	x\n, 8 * \n(sp)
	.endr
	csrr	t0, sscratch
	sd	t0, 16(sp)
	csrr	t1, sepc
	addi	t1, t1, 4		# go on behind the instruction: the guests see to its length
	csrw	sepc, t1
	csrr	t0, scause
	li	t1, 8			# ecall from U
	bne	t0, t1, 1f
	li	t1, CALL_COUNT
	bgeu	a7, t1, 3f
	la	t2, kernel_calls
	slli	t1, a7, 3
	add	t2, t2, t1
	ld	t2, 0(t2)
	jr	t2

1:	la	t1, kernel_expected	# exceptions on purpose: the body asked for them
	ld	t1, 0(t1)
	srl	t1, t1, t0
	andi	t1, t1, 1
	beqz	t1, 3f
	csrr	t2, stval
	sd	t0, 8 * 10(sp)		# a0 = scause, a1 = stval
	sd	t2, 8 * 11(sp)

kernel_return:
	csrw	sscratch, sp
	.irp	n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld	x\n, 8 * \n(sp)
	.endr
	ld	sp, 16(sp)
	sret

3:	mv	a0, t0
	j	unexpected

call_flush:
	sfence.vma
	j	kernel_return
call_sum:				# a0 + a1 + a2
	add	a0, a0, a1
	add	a0, a0, a2
	sd	a0, 8 * 10(sp)
call_null:
	j	kernel_return

# a0 = checksum: the line that all emulators must agree on, and off with status 0.
finish:
	mv	s0, a0
	la	s1, bench_name
1:	lbu	a0, 0(s1)
	beqz	a0, 2f
	call	put
	addi	s1, s1, 1
	j	1b
2:	li	a0, 32
	call	put
	mv	a0, s0
	call	put_hex
	li	t0, TEST
	li	t1, 0x5555		# "pass"
	sw	t1, 0(t0)
3:	j	3b

# a0 = cause: an exception that nobody asked for; off with status 1.
unexpected:
	mv	s0, a0
	li	a0, 33			# '!'
	call	put
	mv	a0, s0
	call	put_hex
	li	t0, TEST
	li	t1, 0x13333		# "fail", status 1
	sw	t1, 0(t0)
1:	j	1b

put_hex:				# a0 = number, 16 digits and a newline
	mv	s2, ra
	mv	s3, a0
	li	s4, 60
1:	srl	a0, s3, s4
	andi	a0, a0, 15
	addi	a0, a0, 48
	li	t0, 58
	bltu	a0, t0, 2f
	addi	a0, a0, 39
2:	call	put
	addi	s4, s4, -4
	bgez	s4, 1b
	li	a0, 10
	call	put
	jr	s2

put:					# a0 = byte
	li	t0, UART
1:	lbu	t1, 5(t0)
	andi	t1, t1, 0x20
	beqz	t1, 1b
	sb	a0, 0(t0)
	ret

	.section .rodata
	.balign	8
kernel_calls:	.dword	finish, call_flush, call_null, call_sum

	.data
	.balign	8
kernel_expected: .dword	0		# bit n: exception n is part of the benchmark
	.text
