/**
 * Bare programs: a file that is entered out of reset, in M mode, on every hart, with nothing below it.
 *
 * <p>An ELF file goes to its addresses and begins at its entry, with the number of the hart in a0 and the address of the
 * device tree in a1; any other file is taken as it is, to the start of memory, and begins there. Only a program that is
 * linked 2 MiB into memory is for a supervisor, and entered by firmware, unless the user wants none. If the program has the
 * symbols {@code tohost} and {@code fromhost}, Spike's host-target interface answers them: it ends the run with the
 * program's status, prints, and serves the system calls that the programs of riscv-tests make.
 *
 * <pre>{@code
 * ringside run rv64ui-p-add          # status 0 if it passes, the number of the failed test if not
 * }</pre>
 *
 * <dl>
 * <dt>HTIF</dt><dd>host-target interface: two doublewords in memory, one for each direction</dd>
 * </dl>
 */
package org.ringside.guest.bare;
