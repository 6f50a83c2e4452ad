/**
 * The embedded guest: a small real kernel in RISC-V assembly, assembled when it is started.
 *
 * <p>It boots under the built-in SBI, turns Sv39 on, starts every hart that there is, runs four programs in address
 * spaces of their own, preempts them, gives them pages on demand, kills the one that breaks the rules, and powers the
 * machine off with status 0 if all ended as they should. Its sources are in the folder {@code kernel} beside this one, and
 * are meant to be read from {@code primer.s} on.
 *
 * <p>To change a line and boot it, copy the folder and name the copy:
 *
 * <pre>{@code
 * cp -r bundles/org.ringside.guest.primer/src/org/ringside/guest/primer/kernel mine
 * $EDITOR mine/user.s                                  # or mine/layout.s: "what to play with"
 * releng/ringside run primer --set source=mine
 * }</pre>
 *
 * <p>No other step is needed, and no other tool. A mistake is told with file, line and column. Processes, the one that
 * each hart runs, and system calls are still found in a changed kernel, since all addresses and offsets are taken from
 * the symbols of {@code layout.s}, as long as the names stay.
 *
 * <dl>
 * <dt>primer</dt><dd>a book to learn reading from</dd>
 * <dt>process</dt><dd>a row of the kernel's {@code proc_table}; its number is also its address space id</dd>
 * </dl>
 */
package org.ringside.guest.primer;
