/**
 * A run, seen from outside: what command line, workbench and experiments have in common. Headless, and without knowledge
 * of any plug-in: boards, guests, firmware and engines are found in a {@link org.ringside.machine.catalog.Catalog}.
 *
 * <p>An {@link org.ringside.lab.Experiment} says what is run, an {@link org.ringside.lab.Input} what is typed and when, and
 * both together determine a {@link org.ringside.lab.Run}, whose {@link org.ringside.lab.Report} is equal each time but
 * for the time on the wall. A run can be {@linkplain org.ringside.lab.SavedRun saved} at any step and goes on as if
 * nothing had been.
 *
 * <pre>{@code
 * Experiment experiment = Experiment.standard().withHarts(2);
 * try (Run run = Run.of(catalog, experiment, Inputs.none())) {
 * 	Ending ending = run.play(Run.WITHOUT_END, Duration.ofSeconds(10));
 * 	System.out.print(run.report(ending).json());
 * }
 * }</pre>
 *
 * <p>A guest with its kernel, disks and options can be {@linkplain org.ringside.lab.InstalledGuests installed}: a folder of
 * the user's has it by name, and a pack, which is one file, carries it to another machine.
 *
 * <p>A {@link org.ringside.lab.Debugger} holds a run, steps its harts and stops it at breakpoints and watchpoints, without
 * changing it; {@link org.ringside.lab.gdb.GdbServer} is one for gdb.
 *
 * <p>Where contributions are plug-ins, {@link org.ringside.lab.ServiceCatalog} finds them, and
 * {@link org.ringside.lab.Problems} says why one is missing.
 *
 * <dl>
 * <dt>chunk</dt><dd>steps that are made without looking outside, a few milliseconds of them; never seen by the guest</dd>
 * <dt>offered, delivered, taken</dt><dd>of a byte typed: by whoever types, to the serial line, by the device</dd>
 * <dt>live</dt><dd>of an input: somebody may type at any time, so idle time passes as on the wall</dd>
 * <dt>moment</dt><dd>nanoseconds of machine time since power-on</dd>
 * </dl>
 */
package org.ringside.lab;
