/**
 * What makes a machine's steps. An {@link org.ringside.engine.Executor} executes the instructions of one hart, in one of
 * several ways that the guest cannot tell apart; a {@link org.ringside.engine.Runner} lets the harts take
 * {@linkplain org.ringside.engine.Turns turns} and answers why it stopped; {@link org.ringside.engine.Probes} stop it where
 * somebody wants to look.
 *
 * <pre>{@code
 * Scheduler scheduler = new Scheduler(machine, isa, ExecutorMaker.shipped().getLast());
 * machine.powerOn(0x8000_0000L);
 * scheduler.probes().add(new Breakpoint(0x8000_0100L));
 * Runner.Stop stop = scheduler.run(1_000_000);
 * }</pre>
 *
 * <p>How a run is cut into pieces is never seen by the guest: stopping, saving, restoring and going on at any step, on any
 * executor, gives the same steps. The loops cost some nanoseconds an instruction, the reference some hundred.
 *
 * <dl>
 * <dt>step</dt><dd>an instruction completed, or a trap or an interrupt taken</dd>
 * <dt>slice</dt><dd>steps of one hart that an executor makes between two looks of the runner</dd>
 * <dt>turn</dt><dd>steps of one hart before the next one's, in as many slices as it takes</dd>
 * <dt>probe</dt><dd>a breakpoint or watchpoint; costs nothing where none is set</dd>
 * <dt>pass</dt><dd>of a hart: to go on from where it stopped for a probe</dd>
 * </dl>
 */
package org.ringside.engine;
