/**
 * The built-in firmware of RISC-V machines: a supervisor execution environment after the RISC-V Supervisor Binary
 * Interface Specification, version 2.0. It is a Java program that owns level M of every hart, and acts through the
 * privileged contract alone: timer, interprocessor interrupts, console and power are the board's own devices, used by
 * their machine addresses.
 *
 * <p>{@link org.ringside.guest.sbi.Sbi} makes the firmware, {@link org.ringside.guest.sbi.Kernel} the guest that is
 * entered by it, or by firmware from a file.
 *
 * <pre>{@code
 * Owner<?> firmware = new Sbi().create(new Sbi.Options(), context);
 * machine.own(hart, 3, firmware);
 * }</pre>
 *
 * <dl>
 * <dt>EID, FID</dt><dd>extension and function of a call, in a7 and a6</dd>
 * <dt>boot hart</dt><dd>hart 0, which enters the payload; the others wait for {@code hart_start}</dd>
 * <dt>request</dt><dd>what one hart wants another's firmware to do, left in the state and announced by a software interrupt</dd>
 * </dl>
 */
package org.ringside.guest.sbi;
