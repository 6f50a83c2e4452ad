/**
 * Hypervisors: privileged software, in Java, that runs a virtual machine on a physical one.
 *
 * <p>The VM is a {@link org.ringside.machine.Machine} like any other: harts, buses, devices, clock, and Java owners of its
 * levels, built by the board's builder from the board's text. A virtual CPU is a hart of it. What is different is its memory,
 * which is a {@linkplain org.ringside.machine.Memory#window window} of the physical machine's, and who makes its steps: a
 * {@link org.ringside.engine.Runner} that a {@link org.ringside.hypervisor.Hypervisor} is. So the state of VM and bare
 * machine can be compared part by part, and must be equal at every step.
 *
 * <p>The hypervisor owns the most privileged level of the physical hart and acts through
 * {@link org.ringside.machine.privileged.Privileged} alone; what is peculiar to the architecture it is told by
 * {@link org.ringside.machine.privileged.Deprivileged}. A step of the VM is made in one of three ways: <em>directly</em>, by
 * the hardware, which is let run for exactly as many steps as the VM's turns and deadlines permit; <em>emulated</em>, by the
 * virtual CPU, which executes the one instruction itself on the VM's buses and devices; <em>reflected</em>, by the virtual
 * CPU, which takes the trap or interrupt. Time is the VM's own: an exit costs it nothing.
 *
 * <p>What it costs is exits: each saves or loads some thirty registers through the contract, a microsecond or two.
 *
 * <dl>
 * <dt>exit</dt><dd>the hardware enters the hypervisor; {@linkplain org.ringside.hypervisor.Exits counted} by kind and cause</dd>
 * <dt>shadow tables</dt><dd>the tables that the hardware translates by, made page by page from the guest's own when a page is
 * first touched; a set for each mode, mode of data access and table root of the guest</dd>
 * <dt>trace</dt><dd>the write protection of a frame that holds the guest's tables, so that shadow entries made from an entry go
 * when it changes</dd>
 * </dl>
 *
 * <pre>{@code
 * Hypervisor hypervisor = maker.create(options, context);
 * BoardMachine built = new MachineBuilder(board, catalog).in(hypervisor.memory()).build();
 * // load the guest, switch the machine on
 * Runner runner = hypervisor.take(built.machine());
 * runner.run(1_000_000);
 * hypervisor.exits().causes().forEach(System.out::println);
 * }</pre>
 */
package org.ringside.hypervisor;
