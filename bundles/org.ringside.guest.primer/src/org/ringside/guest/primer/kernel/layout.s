# layout.s: every number that more than one file must agree on.
# They are all .equ symbols, hence in the symbol table of the ELF file as absolute symbols:
# an introspection tool reads the shape of the process table from there.

	.option	norelax			# gp is the user's; nothing may be addressed through it

# ---- physical addresses ---------------------------------------------------------------
	.equ	PAGE_SIZE,	4096
	.equ	KERNEL_BASE,	0x80200000	# where the firmware jumps to
	.equ	KERNEL_REGION,	0x200000	# kernel and all its frames: one megapage
	.equ	UART_BASE,	0x10000000	# ns16550a
	.equ	PLIC_BASE,	0x0c000000	# interrupt controller
	.equ	TEST_BASE,	0x00100000	# sifive_test: ends the run with a status
	.equ	UART_IRQ,	10

# ---- virtual addresses ----------------------------------------------------------------
# Sv39 has 2^39 bytes: the lower half is the user's, the upper half (addresses whose bits
# 63..38 are all ones) is the kernel's and the same in every address space.
	.equ	KERNEL_OFFSET,	0xffffffc000000000	# virtual = physical + KERNEL_OFFSET
	.equ	USER_BASE,	0x10000		# a program's first page; page 0 stays unmapped
	.equ	USER_STACK_TOP,	0x40000000	# the stack grows down from here, on demand
	.equ	USER_STACK_MAX,	0x10000
	.equ	USER_HEAP_MAX,	0x100000	# brk may not go further above USER_BASE

# ---- page table entries (Sv39) -----------------------------------------------------------
	.equ	PTE_V,		0x001		# valid
	.equ	PTE_R,		0x002
	.equ	PTE_W,		0x004
	.equ	PTE_X,		0x008
	.equ	PTE_U,		0x010		# the user may use it, the kernel only with SUM
	.equ	PTE_G,		0x020		# global: in every address space
	.equ	PTE_A,		0x040		# accessed
	.equ	PTE_D,		0x080		# dirty
	.equ	PTE_OWNED,	0x100		# RSW, ours to define: the frame is freed with the process
	# A and D are set from the start: some harts set them by themselves, others raise a page
	# fault so that the kernel does; a kernel that pages nothing out needs neither.
	.equ	PTE_KERNEL,	PTE_V + PTE_G + PTE_A
	.equ	PTE_KERNEL_RX,	PTE_KERNEL + PTE_R + PTE_X
	.equ	PTE_KERNEL_R,	PTE_KERNEL + PTE_R
	.equ	PTE_KERNEL_RW,	PTE_KERNEL + PTE_R + PTE_W + PTE_D
	.equ	PTE_USER_RX,	PTE_V + PTE_R + PTE_X + PTE_U + PTE_A
	.equ	PTE_USER_RW,	PTE_V + PTE_R + PTE_W + PTE_U + PTE_A + PTE_D + PTE_OWNED

# ---- control and status registers (Supervisor) -----------------------------------------
	.equ	SSTATUS_SIE,	0x00002		# bit 1: fits the immediate forms
	.equ	SSTATUS_SPIE,	0x00020		# SIE after sret
	.equ	SSTATUS_SPP,	0x00100		# mode after sret: 1 = S
	.equ	SSTATUS_SUM,	0x40000		# the kernel may use user pages
	.equ	SIP_SSIP,	0x002		# software interrupt (from another hart)
	.equ	SIP_STIP,	0x020		# timer
	.equ	SIP_SEIP,	0x200		# external (the PLIC)
	.equ	SATP_SV39,	0x8000000000000000
	.equ	SATP_ASID,	44		# first bit of the address space id

	.equ	CAUSE_ECALL_U,	8		# exceptions
	.equ	CAUSE_FETCH,	12		# page fault on instruction fetch
	.equ	CAUSE_LOAD,	13
	.equ	CAUSE_STORE,	15
	.equ	IRQ_SOFTWARE,	1		# interrupts; bit 63 of scause is set
	.equ	IRQ_TIMER,	5
	.equ	IRQ_EXTERNAL,	9

# ---- a hart: one row of hart_table, indexed by hart id; in the kernel tp points at it ---
	.equ	MAX_HARTS,	8
	.equ	HART_ID,	0
	.equ	HART_CURRENT,	8		# its process (kernel virtual address), 0 = idle
	.equ	HART_STACK,	16		# top of its kernel stack
	.equ	HART_SAVED_SP,	24		# the user's sp, for the first steps of a trap
	.equ	HART_TIMERS,	32		# counters, for the closing report
	.equ	HART_IPIS,	40
	.equ	HART_EXTERNALS,	48
	.equ	HART_SYSCALLS,	56
	.equ	HART_FAULTS,	64
	.equ	HART_IDLES,	72		# times it executed wfi
	.equ	HART_SIZE,	128
	.equ	KERNEL_STACK,	4096

# ---- a process: one row of proc_table -----------------------------------------------------
	.equ	MAX_PROCS,	8
	.equ	PROC_PID,	0		# 1, 2, 3 ...; also its address space id
	.equ	PROC_STATE,	8		# STATE_..., below
	.equ	PROC_NEXT,	16		# next in the run queue (kernel virtual), 0 = last
	.equ	PROC_SATP,	24		# its satp: mode, ASID, root table's frame number
	.equ	PROC_BRK,	32		# end of its heap
	.equ	PROC_WAKE,	40		# STATE_SLEEPING: time at which it becomes ready
	.equ	PROC_EXIT,	48		# STATE_EXITED: its exit status
	.equ	PROC_EXPECT,	56		# the status that program_table expects
	.equ	PROC_HART,	64		# hart it runs on, or ran on last
	.equ	PROC_SYSCALLS,	72		# counters, for the closing report
	.equ	PROC_PAGES,	80		# pages given to it on demand
	.equ	PROC_PREEMPTS,	88		# time slices it used up
	.equ	PROC_NAME,	96		# 16 bytes, zero-terminated
	.equ	PROC_REGS,	128		# x1..x31 at PROC_REGS + 8 * number, while not running
	.equ	PROC_PC,	128		# x0 needs no room: its place holds the pc
	.equ	PROC_SIZE,	384

	.equ	STATE_FREE,	0
	.equ	STATE_READY,	1		# in the run queue
	.equ	STATE_RUNNING,	2
	.equ	STATE_SLEEPING,	3
	.equ	STATE_EXITED,	4

	.equ	KILLED,		128		# exit status of a killed process: 128 + scause

# ---- a program: one row of program_table -------------------------------------------------
	.equ	PROGRAM_NAME,	0		# 16 bytes
	.equ	PROGRAM_ENTRY,	16		# address of its first instruction in the image
	.equ	PROGRAM_EXPECT,	24		# exit status if all is well
	.equ	PROGRAM_SIZE,	32

# ---- a system call: one row of syscall_table; number in a7, arguments in a0.., result a0 --
	.equ	SYS_EXIT,	0		# exit(status)
	.equ	SYS_WRITE,	1		# write(fd, buffer, length)
	.equ	SYS_READ,	2		# read(fd, buffer, length): 0 at once if there is no input
	.equ	SYS_YIELD,	3		# yield()
	.equ	SYS_SLEEP,	4		# sleep(milliseconds)
	.equ	SYS_GETPID,	5		# getpid()
	.equ	SYS_BRK,	6		# brk(address): the new end of the heap; 0 asks
	.equ	SYSCALL_COUNT,	7
	.equ	SYSCALL_HANDLER, 0
	.equ	SYSCALL_ARGS,	8		# how many arguments it takes
	.equ	SYSCALL_NAME,	16		# 16 bytes, zero-terminated
	.equ	SYSCALL_SIZE,	32

	.equ	EBADF,		-9		# results of system calls that failed
	.equ	ENOMEM,		-12
	.equ	EFAULT,		-14
	.equ	ENOSYS,		-38

# ---- what to play with -------------------------------------------------------------------
	.equ	SLICES_PER_SECOND, 2000		# a time slice is half a millisecond
	.equ	PRIMES_LIMIT,	18000		# work of the program `primes` ...
	.equ	PRIMES_STEP,	3000		# ... which reports every so many numbers
	.equ	HEAP_ROUNDS,	4		# of the program `heap`
	.equ	ECHO_LOOKS,	10		# `echo` leaves after so many looks in vain ...
	.equ	ECHO_PAUSE,	20		# ... with so many milliseconds between them

# Sections begin on pages of their own, so that each page has one purpose and one permission.
	.section .rodata
	.balign	PAGE_SIZE
	.data
	.balign	PAGE_SIZE
	.bss
	.balign	PAGE_SIZE
