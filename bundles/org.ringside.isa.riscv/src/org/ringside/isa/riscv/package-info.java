/**
 * RISC-V: one class for each chapter of the manuals, in their order, and the state of a hart.
 *
 * <p>Sources: The RISC-V Instruction Set Manual, Volume I: Unprivileged ISA, 20191213, and Volume II: Privileged
 * Architecture, 1.12. Where these leave a choice, it is that of QEMU's {@code virt} machine.
 *
 * <pre>{@code
 * Hart hart = new RiscvArchitecture().createHart(0, Map.of("mmu", "sv39", "ad", "trap"));
 * }</pre>
 *
 * <dl>
 * <dt>CSR</dt><dd>control and status register; its number says who may use it</dd>
 * <dt>WARL</dt><dd>a field that any value may be written to, and that reads as a legal one</dd>
 * <dt>M, S, U</dt><dd>machine, supervisor and user mode: levels 3, 1 and 0</dd>
 * <dt>PMP</dt><dd>physical memory protection: what M lets S and U, or with a lock itself, do where</dd>
 * </dl>
 */
package org.ringside.isa.riscv;
