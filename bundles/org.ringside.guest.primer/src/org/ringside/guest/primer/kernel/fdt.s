# fdt.s: reads the flattened device tree, format of the Devicetree Specification, chapter 5.
# It is a stream of big-endian words: 1 begins a node (its name follows), 2 ends it, 3 is a
# property (length, offset of its name in the strings block, value), 4 is nothing, 9 the end.

	.equ	FDT_MAGIC,	0xd00dfeed
	.equ	FDT_BEGIN,	1
	.equ	FDT_PROPERTY,	3
	.equ	FDT_END,	9

	.text
# a0 = device tree (physical; runs before translation is on). Fills dt_memory, dt_harts and
# dt_timebase; without a tree their defaults stay.
fdt_read:
	addi	sp, sp, -48
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	sd	s3, 24(sp)
	sd	s4, 32(sp)
	beqz	a0, 9f
	mv	s3, a0
	call	be32
	li	t0, FDT_MAGIC
	bne	a0, t0, 9f
	addi	a0, s3, 8
	call	be32
	add	s1, s3, a0		# s1 walks the structure block
	addi	a0, s3, 12
	call	be32
	add	s2, s3, a0		# s2 = strings block
	sd	zero, dt_memory, t0
	sd	zero, dt_harts, t0
	li	s3, 0			# s3 = inside a memory node

1:	mv	a0, s1			# next token
	addi	s1, s1, 4
	call	be32
	li	t0, FDT_BEGIN
	beq	a0, t0, 2f
	li	t0, FDT_PROPERTY
	beq	a0, t0, 4f
	li	t0, FDT_END
	bne	a0, t0, 1b
	j	9f

2:	mv	a0, s1			# a node: its name says what it is
	la	a1, fdt_cpu
	call	starts_with
	ld	t0, dt_harts
	add	t0, t0, a0
	sd	t0, dt_harts, t1
	mv	a0, s1
	la	a1, fdt_memory
	call	starts_with
	mv	s3, a0
3:	lbu	t0, 0(s1)		# step over the name and its padding
	addi	s1, s1, 1
	bnez	t0, 3b
	addi	s1, s1, 3
	andi	s1, s1, -4
	j	1b

4:	mv	a0, s1			# a property
	call	be32
	mv	s4, a0			# s4 = length of its value
	addi	a0, s1, 4
	call	be32
	addi	s1, s1, 8		# s1 = its value
	add	a0, s2, a0		# a0 = its name
	beqz	s3, 5f
	la	a1, fdt_reg		# of a memory node: address and size, 8 bytes each
	call	starts_with
	beqz	a0, 6f
	addi	a0, s1, 8
	call	be32
	slli	s3, a0, 32
	addi	a0, s1, 12
	call	be32
	or	a0, a0, s3
	ld	t0, dt_memory
	add	t0, t0, a0
	sd	t0, dt_memory, t1
	li	s3, 0
	j	6f
5:	la	a1, fdt_timebase
	call	starts_with
	beqz	a0, 6f
	mv	a0, s1
	call	be32
	sd	a0, dt_timebase, t0
6:	add	s1, s1, s4
	addi	s1, s1, 3
	andi	s1, s1, -4
	j	1b

9:	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	ld	s3, 24(sp)
	ld	s4, 32(sp)
	addi	sp, sp, 48
	ret

# a0 = address: returns the big-endian word there. RISC-V is little-endian.
be32:
	lbu	t0, 0(a0)
	lbu	t1, 1(a0)
	lbu	t2, 2(a0)
	lbu	t3, 3(a0)
	slli	t0, t0, 24
	slli	t1, t1, 16
	slli	t2, t2, 8
	or	t0, t0, t1
	or	t2, t2, t3
	or	a0, t0, t2
	ret

# a0 = string, a1 = prefix: returns 1 if the string starts with the prefix, else 0.
starts_with:
	lbu	t1, 0(a1)
	beqz	t1, 1f
	lbu	t0, 0(a0)
	addi	a0, a0, 1
	addi	a1, a1, 1
	beq	t0, t1, starts_with
	li	a0, 0
	ret
1:	li	a0, 1
	ret

	.section .rodata
fdt_cpu:	.asciz	"cpu@"
fdt_memory:	.asciz	"memory@"
fdt_reg:	.asciz	"reg"
fdt_timebase:	.asciz	"timebase-frequency"

	.data
	.balign	8
dt_memory:	.dword	0x8000000	# bytes
dt_harts:	.dword	1
	.globl	dt_timebase
dt_timebase:	.dword	10000000	# ticks of `time` per second
