# indirect: an interpreter of a small stack machine, with a jump table.
# Measures indirect jumps whose target changes every time, which defeat the chaining of
# translated blocks, and the loads that find it.

	.ifndef	ITER
	.equ	ITER, 2800
	.endif
	.equ	BENCH_USER, 1
	.include "prologue.s"
	bench_name "indirect"

# The machine: pc in s1, stack pointer in s2, the top of the stack in a0, a counter in s3.
	.macro	next			# fetch, look up, go: at the end of every operation
	lbu	t0, 0(s1)
	addi	s1, s1, 1
	slli	t0, t0, 3
	add	t0, t0, s4
	ld	t0, 0(t0)
	jr	t0
	.endm

	.equ	OP_PUSH,	0	# push the next byte
	.equ	OP_ADD,		1
	.equ	OP_XOR,		2
	.equ	OP_MUL,		3
	.equ	OP_DUP,		4
	.equ	OP_SWAP,	5
	.equ	OP_SHIFT,	6	# right by the next byte
	.equ	OP_LOAD,	7	# push variable number
	.equ	OP_STORE,	8	# pop into variable number
	.equ	OP_SKIP,	9	# pop; if odd, skip as many bytes as the next says
	.equ	OP_LOOP,	10	# count down; if not 0, go back as many bytes as the next says
	.equ	OP_HALT,	11

bench_main:
	mv	s0, a0
	la	s4, operations
	la	s5, variables
	la	s2, operands
1:	flush
	la	s1, program
	li	s3, 1000
	next
op_push:
	sd	a0, 0(s2)
	addi	s2, s2, 8
	lbu	a0, 0(s1)
	addi	s1, s1, 1
	next
op_add:
	addi	s2, s2, -8
	ld	t1, 0(s2)
	add	a0, a0, t1
	next
op_xor:
	addi	s2, s2, -8
	ld	t1, 0(s2)
	xor	a0, a0, t1
	next
op_mul:
	addi	s2, s2, -8
	ld	t1, 0(s2)
	mul	a0, a0, t1
	next
op_dup:
	sd	a0, 0(s2)
	addi	s2, s2, 8
	next
op_swap:
	ld	t1, -8(s2)
	sd	a0, -8(s2)
	mv	a0, t1
	next
op_shift:
	lbu	t1, 0(s1)
	addi	s1, s1, 1
	srl	a0, a0, t1
	next
op_load:
	sd	a0, 0(s2)
	addi	s2, s2, 8
	lbu	t1, 0(s1)
	addi	s1, s1, 1
	slli	t1, t1, 3
	add	t1, t1, s5
	ld	a0, 0(t1)
	next
op_store:
	lbu	t1, 0(s1)
	addi	s1, s1, 1
	slli	t1, t1, 3
	add	t1, t1, s5
	sd	a0, 0(t1)
	addi	s2, s2, -8
	ld	a0, 0(s2)
	next
op_skip:
	lbu	t1, 0(s1)
	addi	s1, s1, 1
	andi	t2, a0, 1
	addi	s2, s2, -8
	ld	a0, 0(s2)
	beqz	t2, 1f
	add	s1, s1, t1
1:	next
op_loop:
	lbu	t1, 0(s1)
	addi	s1, s1, 1
	addi	s3, s3, -1
	beqz	s3, 1f
	sub	s1, s1, t1
1:	next
op_halt:
	addi	s0, s0, -1
	la	t0, bench_again
	jr	t0
bench_again:
	beqz	s0, 1f
	flush
	la	s1, program
	li	s3, 1000
	next
1:	ld	a0, 0(s5)
	ret

	.section .rodata
	.balign	8
operations:
	.dword	op_push, op_add, op_xor, op_mul, op_dup, op_swap, op_shift, op_load, op_store
	.dword	op_skip, op_loop, op_halt
program:				# x = (x ^ (x >> 7)) * 37 + 11; if bit 4 of x is 0, y += x
	.byte	OP_LOAD, 0, OP_DUP, OP_SHIFT, 7, OP_XOR, OP_PUSH, 37, OP_MUL, OP_PUSH, 11, OP_ADD
	.byte	OP_DUP, OP_STORE, 0, OP_SHIFT, 4, OP_SKIP, 7
	.byte	OP_LOAD, 1, OP_LOAD, 0, OP_ADD, OP_STORE, 1
	.byte	OP_LOAD, 0, OP_LOAD, 1, OP_SWAP, OP_SHIFT, 3, OP_XOR, OP_STORE, 0
	.byte	OP_LOOP, 38
	.byte	OP_HALT

	.data
	.balign	8
variables:	.dword	1, 2
	.bss
	.balign	8
operands:	.space	256
