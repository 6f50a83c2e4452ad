/**
 * Linux as a guest: a kernel for 64-bit RISC-V from whatever distribution, as it is.
 *
 * <pre>{@code
 * ringside run linux --kernel Image --initrd initrd.cpio --append "console=ttyS0 quiet"
 * ringside run linux --kernel Image --initrd initrd.cpio --firmware fw_jump.bin --harts 4
 * }</pre>
 *
 * <p>The kernel is entered as its document {@code Documentation/arch/riscv/boot.rst} says: by the built-in firmware, or by
 * firmware from a file, such as OpenSBI. It finds its command line and the RAM disk in the device tree. Without a command
 * line it gets {@code console=ttyS0}. {@code panic=-1} is added to one that does not say what is to happen in a panic: the
 * kernel then resets the machine, which ends the run with a line that says why, where it would wait for ever otherwise. A
 * reset without a panic starts the machine anew.
 *
 * <p>Tasks, system calls and messages are read from the kernel's memory, through the symbols that it keeps for its own
 * messages (kallsyms) and the description of its types that it keeps for BPF (BTF): no number of a kernel's version is
 * written here. Without these two, which Debian's kernels have, a kernel runs as well and tells nothing.
 *
 * <dl>
 * <dt>kallsyms</dt><dd>the kernel's compressed table of its own symbols, inside its image</dd>
 * <dt>BTF</dt><dd>the description of the kernel's types: which member of which structure is where</dd>
 * <dt>panic</dt><dd>the kernel gives up, and says so in its last message</dd>
 * </dl>
 */
package org.ringside.guest.linux;
