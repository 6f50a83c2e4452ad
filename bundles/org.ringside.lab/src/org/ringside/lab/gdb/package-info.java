/**
 * A run under gdb: a server of gdb's remote protocol ("Debugging with GDB", appendix "Remote Serial Protocol") for one
 * machine or virtual machine, on the loopback interface.
 *
 * <pre>{@code
 * ringside run --gdb 1234 --symbols primer.elf
 * gdb-multiarch primer.elf -ex 'target remote :1234' -ex 'break kmain' -ex continue
 * }</pre>
 *
 * <p>Harts are gdb's threads, from 1. Registers are described from the rows of the instruction set; their numbers and
 * features are those that its {@link org.ringside.isa.Description} gives for gdb. Addresses are virtual, as the chosen hart
 * translates data; {@code maint packet Qqemu.PhyMemMode:1} makes them machine addresses.
 *
 * <p>The run is one, whoever looks: a hart that steps lets the others make the steps of their turns, and a run that was
 * stopped, stepped and looked at ends with the report of one that was not. Only what gdb writes changes it.
 *
 * <p>Reading and writing the connection happen on threads of their own; all else on the thread that plays the run, between
 * two chunks of it.
 *
 * <dl>
 * <dt>packet</dt><dd>{@code $text#sum}: a request, or a reply</dd>
 * <dt>stop reply</dt><dd>the packet that says why the run is held, as reply to what let it go on</dd>
 * </dl>
 */
package org.ringside.lab.gdb;
