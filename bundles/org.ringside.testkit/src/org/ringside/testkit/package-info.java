/**
 * Conformance kits: what our own instruction sets, devices and executors are held to, for whoever writes another.
 *
 * <p>A kit takes what it needs to make the thing under test again and again, does everything that must not matter, and
 * throws an {@link java.lang.AssertionError} that says what differs. Kits are called from a test; where a kit is many tests
 * of one thing, it is a class to extend ({@link org.ringside.testkit.DeviceKit}, {@link org.ringside.testkit.GuestKit}).
 * {@link org.ringside.testkit.ContributionsKit} is for all that a bundle contributes.
 *
 * <p>For an instruction set: {@link org.ringside.testkit.IsaKit} for its description, {@link org.ringside.testkit.Lockstep}
 * over {@link org.ringside.testkit.RandomCode} for its semantics on every executor, and
 * {@link org.ringside.testkit.SnapshotKit} for its state; {@link org.ringside.testkit.ProbeKit} for executors that stop at
 * breakpoints and watchpoints.
 *
 * <pre>{@code
 * @Test
 * void executorsAgreeAndStateIsComplete() {
 *     Bench.Maker maker = executor -> new Bench(machine(), isa, executor);
 *     try (Lockstep both = new Lockstep(maker, reference, interpreter)) {
 *         both.run(100_000, 100);
 *     }
 *     SnapshotKit.everyStep(maker, interpreter, 5_000, 1_000, 50);
 * }
 * }</pre>
 *
 * <dl>
 * <dt>bench</dt><dd>a machine under test, with what runs it</dd>
 * <dt>lockstep</dt><dd>two executors run the same machine, and all state is compared</dd>
 * <dt>odd</dt><dd>the kit's own instruction set, made of what RISC-V lacks, and a machine around it</dd>
 * </dl>
 */
package org.ringside.testkit;
