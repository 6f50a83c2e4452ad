/**
 * RISC-V: one class for each chapter of the manuals, in their order, and the state of a hart.
 *
 * <p>Sources: The RISC-V Instruction Set Manual, Volume I: Unprivileged ISA, 20191213, and Volume II: Privileged
 * Architecture, 1.12. Where these leave a choice, it is mostly that of QEMU 7.2, which the tests compare with: misaligned
 * loads and stores are performed, {@code ebreak} leaves 0 in {@code mtval}, {@code wfi} is illegal in U, a conditional
 * store without a reservation accesses nothing, hardware sets the A and D bits unless {@code ad=trap}. Where QEMU 7.2
 * departs from the manuals, it is the manuals': a reserved MPP is not kept, fields without a meaning read as zero, the
 * event counters all exist and are zero, an atomic's faults are a store's, and without an entry of the PMP S and U can
 * access nothing.
 *
 * <pre>{@code
 * Hart hart = new RiscvArchitecture().createHart(0, Map.of("mmu", "sv39", "ad", "trap"));
 * }</pre>
 *
 * <p>What a hart may lack, by its board's ISA string, is in {@code Extensions}; a chapter of it says so once, and its rows
 * do not exist for a hart without. All of them are there if nothing is said: F and D, Zba, Zbb, Zbc, Zbs, Zicond,
 * Zicbom, Zicboz, Svinval, Svpbmt and Sstc. Tables are of three levels, or of up to four or five with {@code mmu=sv48} or
 * {@code mmu=sv57}. Beside the two volumes: RISC-V Bit-Manipulation 1.0.0, Base Cache Management Operations 1.0,
 * Supervisor-mode Time Compare 1.0.0, Integer Conditional Operations 1.0. QEMU 7.2 lets U execute Svinval's fences, which the
 * manual does not.
 *
 * <p>Floating point comes in three layers: the rows ({@code SingleFloat}, {@code DoubleFloat}), whose flags are companions of
 * their results; the host's arithmetic, which also tells whether a result is exact ({@code Binary32}, {@code Binary64}); and
 * integers for what is left, near the ends of the range and in other rounding modes ({@code SoftFloat}). Whether it is on,
 * and whether {@code frm} holds a mode, are bits of the context.
 *
 * <dl>
 * <dt>CSR</dt><dd>control and status register; its number says who may use it</dd>
 * <dt>WARL</dt><dd>a field that any value may be written to, and that reads as a legal one</dd>
 * <dt>M, S, U</dt><dd>machine, supervisor and user mode: levels 3, 1 and 0</dd>
 * <dt>PMP</dt><dd>physical memory protection: what M lets S and U, or with a lock itself, do where</dd>
 * </dl>
 */
package org.ringside.isa.riscv;
