package org.ringside.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.ringside.machine.privileged.Remapping;

/**
 * The unit between devices and memory. It hands each device its port, whose accesses carry the device's requester id,
 * and sends them where privileged software says ({@link Remapping}): to the same machine address while the requester is
 * not confined, through the requester's table of pages when it is. An access is checked as a whole before any of it is
 * performed. What a device writes is seen by watchers of memory, and breaks the reservations of harts, as a store of
 * another hart would.
 *
 * <p>Ports reach frames of memory only, never another device.
 */
public final class RemappingUnit implements Component<RemappingUnit.State> {

	/** Requester id of the first device of a board; the ids below are those of harts. */
	public static final int FIRST_DEVICE = 0x100;

	private static final int PAGE = Memory.FRAME;

	/**
	 * What is programmed for one requester.
	 *
	 * @param pages device addresses that are mapped, ascending
	 * @param targets for each of them the machine address, with the rights in the low bits
	 */
	public record Table(int requester, boolean confined, long faults, long[] pages, long[] targets) {
	}

	/** @param lastRequester of the last fault, or -1 */
	public record State(List<Table> requesters, int lastRequester, long lastAddress, boolean lastWrite) {
	}

	private final class Requester {
		private final int id;
		private final TreeMap<Long, Long> pages = new TreeMap<>(Long::compareUnsigned);
		private boolean confined;
		private long faults;

		Requester(int id) {
			this.id = id;
		}

		/** Machine address for a byte that the device addresses; throws if it has not the right. */
		long machineAddress(long address, int right) {
			if (!confined) {
				return address;
			}
			Long target = pages.get(address & -PAGE);
			if (target == null || (target & right) == 0) {
				throw refused(this, address, right);
			}
			return target & -PAGE | address & PAGE - 1;
		}
	}

	private final Bus bus;
	private final List<Hart> harts;
	private final TreeMap<Integer, Requester> requesters = new TreeMap<>();
	private Optional<Remapping.Fault> last = Optional.empty();

	/**
	 * @param bus whose memory devices reach
	 * @param harts whose reservations they break; may grow later
	 */
	public RemappingUnit(Bus bus, List<Hart> harts) {
		this.bus = bus;
		this.harts = harts;
	}

	/** The port of the device with that requester id. */
	public DeviceContext.DmaPort port(int requester) {
		return new Port(requester(requester));
	}

	private Requester requester(int id) {
		return requesters.computeIfAbsent(id, Requester::new);
	}

	private BusError refused(Requester requester, long address, int right) {
		requester.faults++;
		last = Optional.of(new Remapping.Fault(requester.id, address, right == Remapping.WRITE));
		return BusError.BUS_ERROR;
	}

	/** One device's way to memory. */
	private final class Port implements DeviceContext.DmaPort {

		private final Requester requester;

		Port(Requester requester) {
			this.requester = requester;
		}

		@Override
		public void check(long address, long length, boolean write) {
			int right = write ? Remapping.WRITE : Remapping.READ;
			for (long done = 0, part; done < length; done += part) {
				part = part(address + done, length - done);
				offset(address + done, part, right);
			}
		}

		/** How many of the bytes from an address on are translated together. */
		private long part(long address, long length) {
			return requester.confined ? Math.min(length, PAGE - (address & PAGE - 1)) : length;
		}

		private long offset(long address, long length, int right) {
			long machine = requester.machineAddress(address, right);
			try {
				return bus.memoryOffset(machine, length);
			} catch (BusError e) {
				throw refused(requester, address, right);
			}
		}

		@Override
		public void read(long address, byte[] to, int at, int length) {
			checkParts(address, length, false);
			for (int done = 0, part; done < length; done += part) {
				part = (int) part(address + done, length - done);
				bus.memory().read(offset(address + done, part, Remapping.READ), to, at + done, part);
			}
		}

		@Override
		public void write(long address, byte[] from, int at, int length) {
			checkParts(address, length, true);
			for (int done = 0, part; done < length; done += part) {
				part = (int) part(address + done, length - done);
				bus.memory().write(offset(address + done, part, Remapping.WRITE), from, at + done, part);
				long machine = requester.machineAddress(address + done, Remapping.WRITE);
				for (Hart hart : harts) {
					hart.storeSeen(machine, part);
				}
			}
		}

		/** What is translated as a whole is checked when it is accessed. */
		private void checkParts(long address, int length, boolean write) {
			if (part(address, length) < length) {
				check(address, length, write);
			}
		}
	}

	/** The unit in the hands of privileged software, for whoever implements the contract; {@code metered} runs at each use. */
	public Remapping control(Runnable metered) {
		return new Remapping() {

			@Override
			public void confine(int requester) {
				metered.run();
				requester(requester).confined = true;
			}

			@Override
			public void release(int requester) {
				metered.run();
				requester(requester).confined = false;
				requester(requester).pages.clear();
			}

			@Override
			public void map(int requester, long deviceAddress, long machineAddress, int rights) {
				metered.run();
				if (((deviceAddress | machineAddress) & PAGE - 1) != 0 || rights < READ || rights > (READ | WRITE)
						|| !requester(requester).confined) {
					throw new IllegalArgumentException("mapping of 0x%x to 0x%x with rights %d for requester %d: confine it first, map whole pages, and let it read or write"
							.formatted(deviceAddress, machineAddress, rights, requester));
				}
				requester(requester).pages.put(deviceAddress, machineAddress | rights);
			}

			@Override
			public void unmap(int requester, long deviceAddress) {
				metered.run();
				requester(requester).pages.remove(deviceAddress & -PAGE);
			}

			@Override
			public long faults(int requester) {
				metered.run();
				return requester(requester).faults;
			}

			@Override
			public Optional<Fault> lastFault() {
				metered.run();
				return last;
			}
		};
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	/** Requesters of whom nothing is known but their id are left out, so that asking for a port changes no digest. */
	@Override
	public State state() {
		List<Table> tables = new ArrayList<>();
		for (Requester each : requesters.values()) {
			if (each.confined || each.faults != 0) {
				tables.add(new Table(each.id, each.confined, each.faults, each.pages.keySet().stream().mapToLong(Long::longValue).toArray(),
						each.pages.values().stream().mapToLong(Long::longValue).toArray()));
			}
		}
		return new State(List.copyOf(tables), last.map(Remapping.Fault::requester).orElse(-1),
				last.map(Remapping.Fault::address).orElse(0L), last.map(Remapping.Fault::write).orElse(false));
	}

	/** No requester is confined any more, and none has faulted: the state after power-on. */
	void reset() {
		for (Requester each : requesters.values()) {
			each.confined = false;
			each.faults = 0;
			each.pages.clear();
		}
		last = Optional.empty();
	}

	@Override
	public void restore(State state) {
		reset();
		for (Table table : state.requesters()) {
			Requester requester = requester(table.requester());
			requester.confined = table.confined();
			requester.faults = table.faults();
			Map<Long, Long> pages = requester.pages;
			for (int i = 0; i < table.pages().length; i++) {
				pages.put(table.pages()[i], table.targets()[i]);
			}
		}
		last = state.lastRequester() < 0 ? Optional.empty()
				: Optional.of(new Remapping.Fault(state.lastRequester(), state.lastAddress(), state.lastWrite()));
	}
}
