package org.ringside.devices.board;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.ringside.devices.virtio.VirtioBlk;
import org.ringside.devices.virtio.VirtioSlot;
import org.ringside.isa.Architecture;
import org.ringside.isa.HartComponent;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.catalog.Catalog;

/**
 * Builds machines from a board: memory, harts, devices, wires. What the board leaves open is set here.
 *
 * <pre>{@code
 * BoardMachine built = new MachineBuilder(board, catalog).harts(2).serial("uart0", terminal).build();
 * built.machine().powerOn(entry);
 * }</pre>
 */
public final class MachineBuilder {

	private final Catalog catalog;
	private Board board;
	private final Map<String, DeviceContext.Serial> serials = new HashMap<>();
	private final Map<String, DeviceContext.Storage> media = new HashMap<>();
	private final Set<String> plugged = new HashSet<>();
	private int harts;
	private long memory;
	private Optional<Memory> frames = Optional.empty();
	private long seed;

	/** @param catalog where devices and ISAs are found */
	public MachineBuilder(Board board, Catalog catalog) {
		this.board = board;
		this.catalog = catalog;
		this.harts = board.harts().standard();
		this.memory = board.memory().size();
	}

	/** How many harts there are; 0 for as many as the board says. */
	public MachineBuilder harts(int number) {
		Board.Harts may = board.harts();
		if (number < 0 || number > may.most()) {
			throw new BoardException("%d harts: board %s may have 1 to %d".formatted(number, board.id(), may.most()));
		}
		harts = number == 0 ? may.standard() : number;
		return this;
	}

	/** Bytes of memory; 0 for as much as the board says. */
	public MachineBuilder memory(long bytes) {
		if (bytes < 0 || bytes % Memory.FRAME != 0 || bytes > Board.MOST_MEMORY) {
			throw new BoardException("memory of %d bytes: choose a multiple of %d up to %d GiB".formatted(bytes, Memory.FRAME,
					Board.MOST_MEMORY >> 30));
		}
		memory = bytes == 0 ? board.memory().size() : bytes;
		return this;
	}

	/** Has the machine be in memory that there is already, of as many bytes: a virtual one. */
	public MachineBuilder in(Memory window) {
		frames = Optional.of(window);
		return memory(window.size());
	}

	/** Bytes of memory that the machine will have. */
	public long memory() {
		return memory;
	}

	/** Seed of all that is random on the machine. */
	public MachineBuilder seed(long seed) {
		this.seed = seed;
		return this;
	}

	/** The other end of the serial line of a device; what others send is lost. */
	public MachineBuilder serial(String device, DeviceContext.Serial end) {
		serials.put(device, end);
		return this;
	}

	/** What is in the drive of that name; the others are empty. */
	public MachineBuilder storage(String device, DeviceContext.Storage medium) {
		media.put(device, medium);
		return this;
	}

	/**
	 * Puts a virtio device into the board's first slot that is empty.
	 *
	 * @param kind id of its contribution
	 * @param options {@code name=value} each
	 * @return the slot's name, which is the device's from now on
	 * @throws BoardException if no slot is empty
	 */
	public String plug(String kind, List<String> options) {
		Board.DeviceLine slot = board.devices().stream().filter(line -> line.kind().equals(VirtioSlot.ID)).findFirst()
				.orElseThrow(() -> new BoardException("%s finds no empty slot on board %s: leave a device out, or add a line \"device NAME %s at ...\""
						.formatted(kind, board.id(), VirtioSlot.ID)));
		Board.DeviceLine line = new Board.DeviceLine(slot.name(), kind, slot.base(), slot.size(), slot.wires(), options, slot.place());
		board = board.withDevice(line);
		plugged.add(line.name());
		return line.name();
	}

	/** Puts a medium into the first drive that the board itself has and that is empty, or else into a new one; as {@link #plug}. */
	public String insert(DeviceContext.Storage medium) {
		String drive = board.devices().stream().filter(line -> line.kind().equals(VirtioBlk.ID) && !media.containsKey(line.name()))
				.map(Board.DeviceLine::name).findFirst().orElseGet(() -> plug(VirtioBlk.ID, List.of()));
		storage(drive, medium);
		return drive;
	}

	/**
	 * Builds a machine; it is not powered on.
	 *
	 * @throws BoardException if the board cannot be built, with the place in its text
	 */
	public BoardMachine build() {
		Machine machine = new Machine(board.rate(), frames.orElseGet(() -> new Memory(memory)));
		Board.MemoryArea area = board.memory();
		map(area.place(), "memory", area.base(), memory, () -> machine.bus().mapMemory(area.base(), 0, (int) (memory / Memory.FRAME)));
		addHarts(machine);
		DeviceShelf shelf = new DeviceShelf(board, catalog, machine, serials, media, plugged, seed);
		shelf.fill();
		return new BoardMachine(board, machine, memory, seed, shelf.devices());
	}

	private void addHarts(Machine machine) {
		Board.Isa isa = board.isa();
		List<Catalog.Entry<Architecture>> known = catalog.all(Architecture.class);
		Architecture architecture = catalog.find(Architecture.class, isa.id()).orElseThrow(() -> new BoardException(isa.place(),
				DeviceShelf.unknown("ISA", isa.id(), known.stream().map(Catalog.Entry::id).toList()))).maker();
		for (int i = 0; i < harts; i++) {
			Hart hart;
			try {
				hart = architecture.createHart(i, isa.features());
			} catch (IllegalArgumentException e) {
				throw new BoardException(isa.place(), e.getMessage());
			}
			machine.add(hart);
			machine.add("hart" + i, new HartComponent(architecture, hart));
		}
	}

	/** Maps a range; one that wraps around or overlaps another is refused. */
	static void map(Place place, String name, long base, long size, Runnable mapping) {
		if (Long.compareUnsigned(base + size - 1, base) < 0) {
			throw new BoardException(place, "%s of 0x%x bytes at 0x%x goes beyond the last address: move it down".formatted(name,
					size, base));
		}
		placed(place, mapping);
	}

	/** Does something that may be refused for what the text says at a place. */
	static void placed(Place place, Runnable action) {
		try {
			action.run();
		} catch (IllegalArgumentException e) {
			throw new BoardException(place, e.getMessage());
		}
	}
}
