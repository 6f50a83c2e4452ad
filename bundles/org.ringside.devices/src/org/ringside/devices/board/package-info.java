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
 * device slot0 virtio-mmio at 0x10001000 irq plic 1
 * device disk0 virtio-blk  at 0x10002000 irq plic 2
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
 * <p>A {@code virtio-mmio} is an empty slot: {@link org.ringside.devices.board.MachineBuilder#plug} puts a virtio device
 * into the first one, which keeps the slot's name, place and wires. A disk image goes into the first drive that the
 * board has and that is empty, and into a slot where there is none.
 *
 * <dl>
 * <dt>slot</dt><dd>a place for a virtio device that whoever builds the machine chooses</dd>
 * <dt>wire</dt><dd>an interrupt line of a device and the input of a controller that it leads to</dd>
 * <dt>rate</dt><dd>how long a step takes, in the machine's time</dd>
 * </dl>
 */
package org.ringside.devices.board;
