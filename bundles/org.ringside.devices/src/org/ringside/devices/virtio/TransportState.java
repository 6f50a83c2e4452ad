package org.ringside.devices.virtio;

import java.util.List;

/**
 * The state of a virtio device's transport, which is a part of each such device's own state.
 *
 * @param status register of that name
 * @param featuresSel which word of the device's features is shown
 * @param driverFeaturesSel which word of the driver's features is written
 * @param features that the driver accepted
 * @param queueSel the queue that is set up
 * @param interrupts register InterruptStatus
 * @param generation of the configuration
 * @param pending queues to be served when the deadline has come, a bit for each
 * @param deadline on the machine's clock
 * @param free when the device has moved all bytes of the requests served, on the machine's clock
 */
public record TransportState(int status, int featuresSel, int driverFeaturesSel, long features, int queueSel, int interrupts,
		int generation, int pending, long deadline, long free, List<QueueState> queues) {

	/**
	 * One queue.
	 *
	 * @param size entries of the rings, a power of two
	 * @param descriptors machine address of the descriptor table
	 * @param driver machine address of the available ring
	 * @param device machine address of the used ring
	 * @param next entry of the available ring to take, counting through
	 * @param used entries of the used ring that were filled, counting through
	 */
	public record QueueState(int size, boolean ready, long descriptors, long driver, long device, int next, int used) {

		public QueueState {
			if (!Virtqueue.legalSize(size, Virtqueue.MOST_ENTRIES)) {
				throw new IllegalArgumentException("a queue of " + size + " entries cannot be");
			}
		}
	}

	public TransportState {
		queues = List.copyOf(queues);
	}
}
