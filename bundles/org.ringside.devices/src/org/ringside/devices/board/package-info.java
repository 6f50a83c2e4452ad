/**
 * Boards are text files. A {@link org.ringside.devices.board.Board} is read from one, a
 * {@link org.ringside.devices.board.MachineBuilder} makes machines from it, and the same text becomes the device tree
 * that kernels are handed. A board is contributed by a {@link org.ringside.devices.board.BoardSource}, or given by the
 * user as a file.
 *
 * <pre>
 * board       toy "A small board"                 # name and label
 * compatible  riscv-virtio                        # of the device tree's root; may be left out
 * isa         riscv64 extensions=rv64imafdc mmu=sv39
 * harts       1 max 8                             # if nobody says; at most
 * rate        10                                  # nanoseconds per step
 * memory      0x80000000 128M                     # machine address, size
 *
 * device plic   plic      at 0x0c000000 size 0x600000 sources=53
 * device uart0  ns16550a  at 0x10000000 irq plic 10
 *
 * console uart0                                   # where the user's terminal is
 * </pre>
 *
 * <p>A device has a name of its own, which is also the path of its state, and the id of its contribution; then the
 * machine address of its registers, their size if it is not the usual one, the controllers and inputs that its lines
 * lead to ({@code irq} is the line of that name, others are written {@code line NAME CONTROLLER NUMBER}), and its options.
 * Numbers are decimal or begin with {@code 0x}, and may end with K, M or G. What is wrong is refused with file, line,
 * column and the mend ({@link org.ringside.devices.board.BoardException}).
 *
 * <dl>
 * <dt>wire</dt><dd>an interrupt line of a device and the input of a controller that it leads to</dd>
 * <dt>rate</dt><dd>how long a step takes, in the machine's time</dd>
 * </dl>
 */
package org.ringside.devices.board;
