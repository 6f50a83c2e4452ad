# sbi.s: calls to the firmware, which owns M mode (SBI specification).
# ecall from S mode: a7 = extension, a6 = function; returns a0 = error, a1 = value. The
# firmware keeps all other registers.

	.equ	SBI_BASE,	0x10
	.equ	SBI_TIME,	0x54494d45	# the names of the extensions, in ASCII
	.equ	SBI_IPI,	0x735049
	.equ	SBI_RFENCE,	0x52464e43
	.equ	SBI_HSM,	0x48534d
	.equ	SBI_SRST,	0x53525354
	.equ	SBI_DBCN,	0x4442434e

	.text
sbi_set_timer:				# a0 = time of the next timer interrupt
	sbi	SBI_TIME, 0
	ret
sbi_send_ipi:				# a0 = hart mask, counted from hart a1
	sbi	SBI_IPI, 0
	ret
sbi_hart_start:				# a0 = hart, a1 = physical address, a2 = its a1
	sbi	SBI_HSM, 0
	ret
sbi_hart_status:			# a0 = hart: 0 started, 1 stopped, or an error
	sbi	SBI_HSM, 2
	bnez	a0, 1f
	mv	a0, a1
1:	ret

# Makes every other hart forget the translations of one address space.
# a0 = hart mask, counted from hart a1; a2 = start, a3 = size (-1: all); a4 = ASID.
sbi_remote_sfence_asid:
	sbi	SBI_RFENCE, 2
	ret

# Prints the greeting before we have a console of our own: with the debug console if the
# firmware has one (it wants a physical address, and that is what we have), else not yet.
# A kernel could do all its output so; but then this one would not show a device driver.
early_greeting:
	li	a0, SBI_DBCN
	sbi	SBI_BASE, 3		# probe extension
	beqz	a1, 1f
	la	a1, greeting
	la	a0, greeting_end
	sub	a0, a0, a1
	li	a2, 0			# upper half of the address, for 32-bit harts
	sbi	SBI_DBCN, 0
1:	ret

firmware_report:
	addi	sp, sp, -32
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	sbi	SBI_BASE, 0		# specification: major in bits 30..24, minor below
	srli	s1, a1, 24
	slli	s2, a1, 40
	srli	s2, s2, 40
	sbi	SBI_BASE, 1		# implementation id
	mv	a3, a1
	mv	a1, s1
	mv	a2, s2
	say	"firmware: SBI %d.%d, implementation %d\n"
	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	addi	sp, sp, 32
	ret

# a0 = exit status of the machine; does not return. The firmware can only tell success from
# failure, so a status other than 0 goes to the board's sifive_test device, if it answers.
power_off:
	beqz	a0, 1f
	slli	a0, a0, 16
	li	t0, 0x3333		# "fail", with the status above it
	or	a0, a0, t0
	li	t0, TEST_BASE + KERNEL_OFFSET
	sw	a0, 0(t0)
	li	a1, 1			# still here: reason "system failure"
	j	2f
1:	li	a1, 0			# reason "none"
2:	li	a0, 0			# type "shutdown"
	sbi	SBI_SRST, 0
3:	wfi
	j	3b

	.section .rodata
greeting:
	.ascii	"primer: hello from the firmware's console, translation is off\r\n"
greeting_end:
