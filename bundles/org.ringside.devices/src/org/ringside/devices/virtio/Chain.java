package org.ringside.devices.virtio;

import java.util.Arrays;

import org.ringside.machine.DeviceContext;

/**
 * A request: the buffers of one descriptor chain, seen as two runs of bytes, one that the device reads and then one that
 * it writes. Offsets count from the first byte of each run. A chain is completed before the handler that took it
 * returns, so that no state holds one.
 *
 * <p>Every method that touches the driver's memory throws {@link org.ringside.machine.BusError} if a buffer is not
 * memory, and {@link RingFault} for an offset beyond the buffers; the transport catches both.
 */
public final class Chain {

	private final Virtqueue queue;
	private final DeviceContext.DmaPort dma;
	private final int head;
	private final Run readable = new Run();
	private final Run writable = new Run();
	private boolean completed;

	/** One run of bytes, in the pieces in which it lies in memory. */
	private static final class Run {
		private long[] addresses = new long[4];
		private long[] lengths = new long[4];
		private int count;
		private long total;
		/** Where the last access was: its piece, and the offset of the piece's first byte. Requests go through their bytes in order. */
		private int piece;
		private long begin;

		void add(long address, long length) {
			if (count == addresses.length) {
				addresses = Arrays.copyOf(addresses, 2 * count);
				lengths = Arrays.copyOf(lengths, 2 * count);
			}
			addresses[count] = address;
			lengths[count++] = length;
			total += length;
		}

		/** Moves to the piece with the byte at an offset. */
		void seek(long offset) {
			if (offset < begin) {
				piece = 0;
				begin = 0;
			}
			while (offset - begin >= lengths[piece]) {
				begin += lengths[piece++];
			}
		}
	}

	Chain(Virtqueue queue, DeviceContext.DmaPort dma, int head) {
		this.queue = queue;
		this.dma = dma;
		this.head = head;
	}

	/** Adds a buffer, whose length is unsigned. What is written comes after what is read. */
	void add(long address, int length, boolean written) {
		if (!written && writable.count > 0) {
			throw RingFault.RING_FAULT;
		}
		(written ? writable : readable).add(address, Integer.toUnsignedLong(length));
	}

	/** Bytes that the device may read, up to 4 TiB. */
	public long readable() {
		return readable.total;
	}

	/** Bytes that the device may write. */
	public long writable() {
		return writable.total;
	}

	/** Reads bytes from an offset of what the driver wrote. */
	public void read(long offset, byte[] to, int at, int length) {
		within(readable, offset, length);
		for (int done = 0; done < length;) {
			readable.seek(offset + done);
			long in = offset + done - readable.begin;
			int part = (int) Math.min(length - done, readable.lengths[readable.piece] - in);
			dma.read(readable.addresses[readable.piece] + in, to, at + done, part);
			done += part;
		}
	}

	/** Reads a few bytes, such as a header. */
	public byte[] read(long offset, int length) {
		if (length > readable.total) {
			throw RingFault.RING_FAULT;
		}
		byte[] bytes = new byte[length];
		read(offset, bytes, 0, length);
		return bytes;
	}

	/** Writes bytes at an offset of what the driver reads. */
	public void write(long offset, byte[] from, int at, int length) {
		within(writable, offset, length);
		for (int done = 0; done < length;) {
			writable.seek(offset + done);
			long in = offset + done - writable.begin;
			int part = (int) Math.min(length - done, writable.lengths[writable.piece] - in);
			dma.write(writable.addresses[writable.piece] + in, from, at + done, part);
			done += part;
		}
	}

	private void within(Run run, long offset, int length) {
		if (offset < 0 || length < 0 || length > run.total - offset) {
			throw RingFault.RING_FAULT;
		}
		queue.moved(length);
	}

	/**
	 * Gives the buffers back to the driver.
	 *
	 * @param written bytes from the first that the device may write
	 */
	public void complete(long written) {
		if (completed) {
			throw new IllegalStateException("a chain was completed twice");
		}
		completed = true;
		queue.completed(head, (int) Math.min(written, 0xffff_ffffL));
	}
}
