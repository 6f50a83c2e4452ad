# floats: five bodies that attract each other, in doubles, and a filter over 64 samples, in
# singles; fused multiply-adds, divisions, square roots, comparisons and conversions in it.
# Measures floating point as programs use it: rounded to the nearest, inexact long since.

	.ifndef	ITER
	.equ	ITER, 60000
	.endif
	.equ	BENCH_USER, 0
	.include "prologue.s"
	bench_name "floats"

	.equ	BODY, 64		# x, y, z, mass, velocities
	.equ	BODIES, 5
	.equ	SAMPLES, 64
bench_main:
	li	t0, 0x6000		# floating point on
	csrs	sstatus, t0
	mv	s0, a0
	li	s1, ARENA		# s1 = bodies
	li	s2, ARENA + BODY * BODIES	# s2 = behind them, samples
	li	s3, ARENA + BODY * BODIES + 4 * SAMPLES
	li	t0, 12345
	la	t1, constants
	fld	fs0, 0(t1)		# fs0 = time step
	fld	fs1, 8(t1)		# fs1 = softening
	fld	fs2, 16(t1)		# fs2 = unit of the random numbers
	flw	fs3, 24(t1)		# fs3, fs4: the filter
	flw	fs4, 28(t1)
	fcvt.s.w fs5, zero
	mv	t1, s1			# anything between 0 and 1
1:	random	t0
	srli	t2, t0, 11
	fcvt.d.l ft0, t2
	fmul.d	ft0, ft0, fs2
	fsd	ft0, 0(t1)
	addi	t1, t1, 8
	bltu	t1, s2, 1b
2:	random	t0
	srai	t2, t0, 40
	fcvt.s.w ft0, t2
	fsw	ft0, 0(t1)
	addi	t1, t1, 4
	bltu	t1, s3, 2b
	li	s5, 0			# s5 = checksum

3:	andi	t0, s0, 1023
	bnez	t0, 4f
	flush
4:	mv	t0, s1			# t0, t1 = a pair of bodies
5:	addi	t1, t0, BODY
	fld	fa0, 0(t0)
	fld	fa1, 8(t0)
	fld	fa2, 16(t0)
	fld	fa3, 24(t0)
	fld	fa4, 32(t0)
	fld	fa5, 40(t0)
	fld	fa6, 48(t0)
	bgeu	t1, s2, 7f
6:	fld	ft0, 0(t1)
	fld	ft1, 8(t1)
	fld	ft2, 16(t1)
	fsub.d	ft0, fa0, ft0
	fsub.d	ft1, fa1, ft1
	fsub.d	ft2, fa2, ft2
	fmadd.d	ft3, ft0, ft0, fs1	# ft3 = square of the distance
	fmadd.d	ft3, ft1, ft1, ft3
	fmadd.d	ft3, ft2, ft2, ft3
	fsqrt.d	ft4, ft3
	fmul.d	ft3, ft3, ft4
	fdiv.d	ft3, fs0, ft3
	fld	ft4, 24(t1)
	fmul.d	ft4, ft4, ft3		# ft4, ft5 = what each is pulled by
	fmul.d	ft5, fa3, ft3
	fnmsub.d fa4, ft0, ft4, fa4
	fnmsub.d fa5, ft1, ft4, fa5
	fnmsub.d fa6, ft2, ft4, fa6
	fld	ft6, 32(t1)
	fmadd.d	ft6, ft0, ft5, ft6
	fsd	ft6, 32(t1)
	fld	ft6, 40(t1)
	fmadd.d	ft6, ft1, ft5, ft6
	fsd	ft6, 40(t1)
	fld	ft6, 48(t1)
	fmadd.d	ft6, ft2, ft5, ft6
	fsd	ft6, 48(t1)
	addi	t1, t1, BODY
	bltu	t1, s2, 6b
7:	fsd	fa4, 32(t0)
	fsd	fa5, 40(t0)
	fsd	fa6, 48(t0)
	fmadd.d	fa0, fa4, fs0, fa0
	fmadd.d	fa1, fa5, fs0, fa1
	fmadd.d	fa2, fa6, fs0, fa2
	fsd	fa0, 0(t0)
	fsd	fa1, 8(t0)
	fsd	fa2, 16(t0)
	addi	t0, t0, BODY
	bltu	t0, s2, 5b

8:	flw	ft0, 0(t0)		# t0 = sample
	fmul.s	fs5, fs5, fs3
	fmul.s	ft1, ft0, fs4
	fadd.s	fs5, fs5, ft1
	flt.s	t2, fs5, ft0
	fmin.s	ft2, fs5, ft0
	fcvt.w.s t3, ft2, rtz
	add	s5, s5, t2
	xor	s5, s5, t3
	addi	t0, t0, 4
	bltu	t0, s3, 8b
	addi	s0, s0, -1
	bnez	s0, 3b

	mv	a0, s5
	li	t0, 31
9:	ld	t1, 0(s1)
	mul	a0, a0, t0
	add	a0, a0, t1
	addi	s1, s1, 8
	bltu	s1, s2, 9b
	csrr	t0, fflags
	add	a0, a0, t0
	ret

	.section .rodata
	.balign	8
constants:
	.dword	0x3f50624dd2f1a9fc	# 0.001
	.dword	0x3f847ae147ae147b	# 0.01
	.dword	0x3ca0000000000000	# 2^-53
	.word	0x3f666666		# 0.9
	.word	0x3dcccccd		# 0.1
