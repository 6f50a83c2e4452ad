# console.s: the serial line, an ns16550a, driven directly, and printk.
# Output is polled: wait until the transmitter is empty, store a byte. Input comes by
# interrupt through the PLIC and waits in a ring until somebody reads.

	.equ	UART_DATA,	0		# receive and transmit
	.equ	UART_IER,	1		# interrupt enable; bit 0: a byte has come
	.equ	UART_FCR,	2		# bit 0: FIFOs on
	.equ	UART_LCR,	3		# 3: eight bits, no parity, one stop bit
	.equ	UART_LSR,	5		# line status
	.equ	LSR_RECEIVED,	0x01
	.equ	LSR_EMPTY,	0x20

	.equ	PLIC_PRIORITY,	4 * UART_IRQ	# a word for each source
	.equ	PLIC_ENABLE,	0x2000		# + 0x80 for each context
	.equ	PLIC_THRESHOLD,	0x200000	# + 0x1000 for each context; claim is 4 further
	.equ	RING_SIZE,	256		# a power of two

	.text
	define_format format

# a0 = format, a1 to a7 = arguments. The line is composed first and then printed whole, so
# that the lines of several harts never mix. At most 192 bytes.
printk:
	addi	sp, sp, -272
	sd	ra, 264(sp)
	sd	a1, 0(sp)
	sd	a2, 8(sp)
	sd	a3, 16(sp)
	sd	a4, 24(sp)
	sd	a5, 32(sp)
	sd	a6, 40(sp)
	sd	a7, 48(sp)
	mv	a1, a0
	mv	a2, sp
	addi	a0, sp, 64
	call	format
	mv	a1, a0
	addi	a0, sp, 64
	call	console_write
	ld	ra, 264(sp)
	addi	sp, sp, 272
	ret

# a0 = bytes (kernel virtual), a1 = how many.
console_write:
	addi	sp, sp, -32
	sd	ra, 0(sp)
	sd	s1, 8(sp)
	sd	s2, 16(sp)
	mv	s1, a0
	add	s2, a0, a1
	la	a0, console_lock
	call	lock
	li	t0, UART_BASE + KERNEL_OFFSET
	li	t2, 10			# newline
1:	bgeu	s1, s2, 3f
	lbu	a0, 0(s1)
	addi	s1, s1, 1
	beqz	a0, 1b			# NUL is padding on a serial line
	bne	a0, t2, 2f
	li	a0, 13			# a terminal wants carriage return, line feed
	call	uart_put
	li	a0, 10
2:	call	uart_put
	j	1b
3:	la	a0, console_lock
	call	unlock
	ld	ra, 0(sp)
	ld	s1, 8(sp)
	ld	s2, 16(sp)
	addi	sp, sp, 32
	ret

# a0 = byte, t0 = the UART; changes t1 only.
uart_put:
	lbu	t1, UART_LSR(t0)
	andi	t1, t1, LSR_EMPTY
	beqz	t1, uart_put
	sb	a0, UART_DATA(t0)
	ret

# a0 = hart that will serve the interrupt. On this board the PLIC numbers its contexts
# 2 * hart for M mode and 2 * hart + 1 for S mode.
console_init:
	slli	a0, a0, 1
	addi	a0, a0, 1
	sd	a0, plic_context, t0
	li	t0, UART_BASE + KERNEL_OFFSET
	li	t1, 3
	sb	t1, UART_LCR(t0)
	li	t1, 1
	sb	t1, UART_FCR(t0)
	sb	t1, UART_IER(t0)
	li	t0, PLIC_BASE + KERNEL_OFFSET
	sw	t1, PLIC_PRIORITY(t0)	# priority 1: above the threshold 0
	li	t1, PLIC_ENABLE
	add	t1, t1, t0
	slli	t2, a0, 7
	add	t1, t1, t2
	li	t2, 1 << UART_IRQ
	sw	t2, 0(t1)
	li	t1, PLIC_THRESHOLD
	add	t1, t1, t0
	slli	t2, a0, 12
	add	t1, t1, t2
	sw	zero, 0(t1)
	ret

# An external interrupt: claim it, empty the receiver into the ring, complete it. Runs with
# interrupts off on the one hart that has SEIP enabled, hence alone with ring_head.
console_interrupt:
	li	t0, PLIC_BASE + PLIC_THRESHOLD + 4 + KERNEL_OFFSET
	ld	t1, plic_context
	slli	t1, t1, 12
	add	t0, t0, t1
	lw	t6, 0(t0)		# claim: which source? 0 if none any more
	beqz	t6, 3f
	li	t1, UART_BASE + KERNEL_OFFSET
	la	t5, ring
1:	lbu	t2, UART_LSR(t1)
	andi	t2, t2, LSR_RECEIVED
	beqz	t2, 2f
	lbu	t2, UART_DATA(t1)
	ld	t3, ring_head
	ld	t4, ring_tail
	sub	t4, t3, t4
	addi	t4, t4, -RING_SIZE
	beqz	t4, 1b			# full: the byte is lost
	andi	t4, t3, RING_SIZE - 1
	add	t4, t4, t5
	sb	t2, 0(t4)
	addi	t3, t3, 1
	fence	w, w			# the byte before the count that announces it
	sd	t3, ring_head, t4
	j	1b
2:	sw	t6, 0(t0)		# complete
3:	ret

# Returns a0 = next byte of input, -1 if there is none. One reader at a time: console_lock.
console_get:
	ld	t0, ring_tail
	ld	t1, ring_head
	fence	r, r
	li	a0, -1
	beq	t0, t1, 1f
	andi	t1, t0, RING_SIZE - 1
	la	t2, ring
	add	t2, t2, t1
	lbu	a0, 0(t2)
	addi	t0, t0, 1
	sd	t0, ring_tail, t1
1:	ret

	.data
	.balign	8
console_lock:	.dword	0
plic_context:	.dword	0
ring_head:	.dword	0		# bytes ever received, bytes ever read
ring_tail:	.dword	0
ring:		.space	RING_SIZE
