/**
 * Measures the interpreter against QEMU's TCG, in system mode, on the guests beside this folder.
 *
 * <p>A round runs one guest once on each, one after the other, so that both meet the same state of the computer; rounds
 * are repeated and medians taken. Ringside has a process of its own for each guest, in which the rounds follow one
 * another: the first finds a cold virtual machine, as a person does who types one command; the later ones do not.
 *
 * <dl>
 * <dt>time</dt><dd>from power-on to power-off. Of QEMU it is the process's, less that of an empty guest; of Ringside it is
 * that of the run itself, less nothing</dd>
 * <dt>ratio</dt><dd>QEMU's time divided by ours: 1 is as fast as QEMU</dd>
 * <dt>processor time</dt><dd>what the operating system charged, all threads: what remains comparable while something else
 * uses the computer</dd>
 * </dl>
 */
package org.ringside.benchmark;
