package org.ringside.devices.board;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ringside.devices.InterruptController;
import org.ringside.devices.virtio.VirtioDevice;
import org.ringside.machine.Clock;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.Hart;
import org.ringside.machine.Line;
import org.ringside.machine.Machine;
import org.ringside.machine.RemappingUnit;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Options;

/**
 * Makes the devices of a board for one machine. A device that asks for a line waits for the controller at its other end,
 * which is made first.
 */
final class DeviceShelf {

	private final Board board;
	private final Catalog catalog;
	private final Machine machine;
	private final Map<String, DeviceContext.Serial> serials;
	private final Map<String, DeviceContext.Storage> media;
	/** Names of the slots that devices were plugged into. */
	private final Set<String> plugged;
	private final long seed;
	private final Map<String, BoardMachine.Placed> made = new LinkedHashMap<>();
	private final Set<String> beingMade = new HashSet<>();

	DeviceShelf(Board board, Catalog catalog, Machine machine, Map<String, DeviceContext.Serial> serials,
			Map<String, DeviceContext.Storage> media, Set<String> plugged, long seed) {
		this.board = board;
		this.catalog = catalog;
		this.machine = machine;
		this.serials = serials;
		this.media = media;
		this.plugged = plugged;
		this.seed = seed;
	}

	/** Makes all devices and adds them to the machine and its bus, in the board's order. */
	void fill() {
		for (Board.DeviceLine line : board.devices()) {
			BoardMachine.Placed placed = placed(line);
			MachineBuilder.map(line.place(), line.name(), line.base(), placed.size(),
					() -> machine.bus().map(line.base(), placed.size(), line.name(), placed.device()));
			MachineBuilder.placed(line.place(), () -> machine.add(line.name(), placed.device()));
		}
	}

	/** In the board's order. */
	List<BoardMachine.Placed> devices() {
		return board.devices().stream().map(line -> made.get(line.name())).toList();
	}

	private BoardMachine.Placed placed(Board.DeviceLine line) {
		BoardMachine.Placed placed = made.get(line.name());
		if (placed == null) {
			if (!beingMade.add(line.name())) {
				throw new BoardException(line.place(), "the interrupt lines of " + line.name() + " lead back to itself: cut one");
			}
			placed = make(line);
			made.put(line.name(), placed);
		}
		return placed;
	}

	private BoardMachine.Placed make(Board.DeviceLine line) {
		DeviceMaker<?> maker = maker(line);
		Slot slot = new Slot(line);
		Device<?> device = create(maker, line, slot);
		if (plugged.contains(line.name()) && !(device instanceof VirtioDevice<?>)) {
			throw new BoardException(line.kind() + " is no virtio device, and a slot takes no other: place it in the board's text");
		}
		for (Board.Wire wire : line.wires()) {
			if (!slot.asked.contains(wire.line())) {
				throw new BoardException(wire.place(), "%s has no line \"%s\": %s".formatted(line.kind(), wire.line(),
						slot.asked.isEmpty() ? "leave it out" : "choose one of " + String.join(", ", slot.asked)));
			}
		}
		return new BoardMachine.Placed(line, line.size().orElse(maker.size()), device, slot.requester);
	}

	private static <O extends Record> Device<?> create(DeviceMaker<O> maker, Board.DeviceLine line, Slot slot) {
		O options;
		try {
			options = Options.parse(maker.options(), line.options());
		} catch (IllegalArgumentException e) {
			throw new BoardException(line.place(), line.kind() + ": " + e.getMessage());
		}
		return maker.create(options, slot);
	}

	@SuppressWarnings("rawtypes") // the catalog knows kinds by their raw classes
	private DeviceMaker<?> maker(Board.DeviceLine line) {
		List<Catalog.Entry<DeviceMaker>> known = catalog.all(DeviceMaker.class);
		return catalog.find(DeviceMaker.class, line.kind()).orElseThrow(() -> new BoardException(line.place(),
				unknown("device", line.kind(), known.stream().map(Catalog.Entry::id).toList()))).maker();
	}

	static String unknown(String what, String id, List<String> known) {
		return "there is no " + what + " \"" + id + "\": "
				+ (known.isEmpty() ? "no plugin contributes any" : "choose one of " + String.join(", ", known));
	}

	/** What one device is handed. */
	private final class Slot implements DeviceContext {

		private final Board.DeviceLine device;
		private final int requester;
		private final List<String> asked = new ArrayList<>();

		Slot(Board.DeviceLine device) {
			this.device = device;
			requester = RemappingUnit.FIRST_DEVICE + board.devices().indexOf(device);
		}

		@Override
		public Clock clock() {
			return machine.clock();
		}

		@Override
		public Line line(String name) {
			asked.add(name);
			for (Board.Wire wire : device.wires()) {
				if (wire.line().equals(name)) {
					return input(wire);
				}
			}
			return Line.unconnected();
		}

		private Line input(Board.Wire wire) {
			Board.DeviceLine to = board.device(wire.controller()).orElseThrow();
			if (!(placed(to).device() instanceof InterruptController controller)) {
				throw new BoardException(wire.place(), wire.controller() + " takes no interrupt lines: lead it to a controller");
			}
			try {
				return controller.input(wire.input());
			} catch (IllegalArgumentException e) {
				throw new BoardException(wire.place(), wire.controller() + ": " + e.getMessage());
			}
		}

		@Override
		public int harts() {
			return machine.harts().size();
		}

		@Override
		public Line pin(int index, String name) {
			Hart hart = machine.harts().get(index);
			try {
				int pin = hart.pinNamed(name);
				return new Line(high -> hart.pin(pin, high));
			} catch (IllegalArgumentException e) {
				throw new BoardException(device.place(), device.kind() + ": " + e.getMessage());
			}
		}

		@Override
		public void shiftTime(long ticks) {
			machine.harts().forEach(hart -> hart.shiftTime(ticks));
		}

		@Override
		public Serial serial() {
			return serials.getOrDefault(device.name(), _ -> {
				// nobody listens
			});
		}

		@Override
		public Power power() {
			return machine;
		}

		@Override
		public DmaPort dma() {
			return machine.remapping().port(requester);
		}

		@Override
		public Storage storage() {
			return media.getOrDefault(device.name(), Storage.NONE);
		}

		@Override
		public long seed() {
			return seed * 31 + device.name().hashCode();
		}
	}
}
