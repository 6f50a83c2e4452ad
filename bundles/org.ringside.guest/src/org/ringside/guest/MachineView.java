package org.ringside.guest;

import org.ringside.machine.Bus;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;

/** A guest that has the machine to itself. Devices are not read, since reading them may change them. */
record MachineView(Machine machine, Symbols symbols) implements GuestView {

	@Override
	public int harts() {
		return machine.harts().size();
	}

	@Override
	public long register(int hart, String name) {
		Hart of = machine.harts().get(hart);
		return of.readRegister(of.registerNamed(name));
	}

	@Override
	public long read(long address, int width) {
		long value = 0;
		byte[] bytes = bytes(address, width);
		for (int i = width; --i >= 0;) {
			value = value << 8 | bytes[i] & 0xff;
		}
		return value;
	}

	@Override
	public byte[] bytes(long address, int length) {
		Bus bus = machine.bus();
		byte[] bytes = new byte[length];
		for (int at = 0; at < length;) {
			int in = (int) (address + at) & Memory.FRAME - 1;
			int part = Math.min(length - at, Memory.FRAME - in);
			int frame = bus.frameAt(address + at);
			if (frame != Bus.OUTSIDE) {
				byte[] read = machine.memory().read((long) frame * Memory.FRAME + in, part);
				System.arraycopy(read, 0, bytes, at, part);
			}
			at += part;
		}
		return bytes;
	}
}
