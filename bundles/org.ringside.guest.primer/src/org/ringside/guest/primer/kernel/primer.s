# primer: a small real kernel for RISC-V, complete enough to be read in an evening.
#
# It is started in S mode by the SBI firmware at physical address 0x80200000 with
#   a0 = this hart's id, a1 = physical address of the device tree,
# prints the story of its boot, runs four user programs in address spaces of their own on
# as many harts as it finds, and powers the machine off when the last of them has ended.
#
# Read the files in the order in which they are included. Words that name a chapter
# ("Supervisor", "Sv39", "SBI") are chapters of the RISC-V privileged manual and of the
# RISC-V SBI specification.
#
# The image is linked at its physical address and runs, after the first page of boot.s, at
# that address plus KERNEL_OFFSET. All code reaches its data relative to the pc, so the same
# instructions work in both places. Every symbol in the symbol table is therefore a physical
# address: a tool that looks into memory from outside needs no page table to follow it.
#
# Build with GNU tools instead of the built-in assembler:
#   riscv64-linux-gnu-as -march=rv64imac_zicsr_zifencei -I . -o primer.o primer.s
#   riscv64-linux-gnu-ld --no-relax -n -Ttext=0x80200000 -o primer.elf primer.o
# (-n keeps the file headers out of the image, --no-relax the code away from gp), and on QEMU
#   qemu-system-riscv64 -machine virt -smp 2 -nographic -bios default -kernel primer.elf
#
# Exit status of the machine: 0 if every program ended as `program_table` expects and every
# frame came back; 1 if a program ended otherwise; 2 if frames were lost; 3 after a panic.

	.include "layout.s"		# constants: addresses, bits, the shape of every structure
	.include "macros.s"		# printing, calls to the firmware
	.include "boot.s"		# from the firmware's hand-over to the scheduler
	.include "fdt.s"		# what the device tree says about the board
	.include "sbi.s"		# calls to the firmware
	.include "console.s"		# the serial line and printk
	.include "memory.s"		# frames, page tables, demand-zero pages, user copies
	.include "trap.s"		# the trap vector and what each cause leads to
	.include "process.s"		# locks, process table, beginning and end of a process
	.include "schedule.s"		# run queue, scheduler, idle loop, closing report
	.include "syscall.s"		# the system calls
	.include "user.s"		# the user programs; must come last in .text

	.section .rodata
	.balign	PAGE_SIZE
rodata_end:

	.bss
	.balign	PAGE_SIZE
	.globl	kernel_end
kernel_end:				# frames from here to the end of the region are free
