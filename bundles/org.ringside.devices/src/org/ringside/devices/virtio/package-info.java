/**
 * Virtio devices on the MMIO transport, version 2 (Virtual I/O Device 1.2, OASIS). A device of one type is one class that
 * knows its features, its queues, its configuration and what its requests mean; registers, negotiation, rings,
 * interrupts, time and state of the transport are {@link org.ringside.devices.virtio.VirtioDevice}'s. Boards have slots
 * ({@link org.ringside.devices.virtio.VirtioSlot}), into which devices are plugged.
 *
 * <pre>{@code
 * public final class Bell extends VirtioDevice<Bell.State> {
 *
 * 	public record State(TransportState transport, long rung) {
 * 	}
 *
 * 	private Bell(DeviceContext context) {
 * 		super(context, 42, 0, 16);                   // type, features, entries of each queue
 * 	}
 *
 * 	protected void serve(Virtqueue queue) {
 * 		for (Optional<Chain> chain = queue.take(); chain.isPresent(); chain = queue.take()) {
 * 			rung += chain.get().readable();
 * 			chain.get().complete(0);
 * 		}
 * 	}
 * 	…
 * }
 * }</pre>
 *
 * <p>A driver's rings may hold anything at any time. The device sees them through its DMA port only, bounds what it does
 * in one moment of the machine's time, and asks for a reset if they make no sense.
 *
 * <dl>
 * <dt>queue</dt><dd>three arrays in the driver's memory: descriptors, what the driver makes available, what the device has used</dd>
 * <dt>chain</dt><dd>the buffers of one request: first what the device reads, then what it writes</dd>
 * <dt>indirect</dt><dd>a chain in a table of its own, which takes one descriptor of the queue</dd>
 * <dt>notification</dt><dd>the driver's write that says that a queue has something new</dd>
 * </dl>
 */
package org.ringside.devices.virtio;
