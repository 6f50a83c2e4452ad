package org.ringside.devices.virtio;

import org.ringside.machine.DeviceContext.Storage;

/** A medium in an array. */
final class MemoryDisk implements Storage {

	final byte[] bytes;
	final Use use;
	int flushes;

	MemoryDisk(int size, Use use) {
		bytes = new byte[size];
		this.use = use;
		for (int i = 0; i < size; i++) {
			bytes[i] = (byte) (i * 31 + i / 512);
		}
	}

	@Override
	public long size() {
		return bytes.length;
	}

	@Override
	public Use use() {
		return use;
	}

	@Override
	public void read(long at, byte[] to, int offset, int length) {
		System.arraycopy(bytes, (int) at, to, offset, length);
	}

	@Override
	public void write(long at, byte[] from, int offset, int length) {
		if (use != Use.WRITTEN) {
			throw new AssertionError("this medium must not be written");
		}
		System.arraycopy(from, offset, bytes, (int) at, length);
	}

	@Override
	public void flush() {
		flushes++;
	}
}
