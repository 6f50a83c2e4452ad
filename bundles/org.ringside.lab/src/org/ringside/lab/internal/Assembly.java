package org.ringside.lab.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.devices.board.Board;
import org.ringside.devices.board.BoardMachine;
import org.ringside.devices.board.BoardSource;
import org.ringside.devices.board.MachineBuilder;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Runner;
import org.ringside.engine.Scheduler;
import org.ringside.guest.Boot;
import org.ringside.guest.FirmwareMaker;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestMaker;
import org.ringside.guest.Loader;
import org.ringside.hypervisor.Hypervisor;
import org.ringside.hypervisor.HypervisorContext;
import org.ringside.hypervisor.HypervisorMaker;
import org.ringside.isa.Architecture;
import org.ringside.isa.Isa;
import org.ringside.lab.Experiment;
import org.ringside.lab.LabException;
import org.ringside.machine.Component;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Options;
import org.ringside.machine.privileged.Owner;

/**
 * A machine put together as an experiment says, its guest loaded, powered on, with nothing executed: board, guest,
 * firmware and engine are found in the catalog.
 */
public record Assembly(Experiment experiment, BoardMachine built, Guest guest, SerialLine line, Isa isa, Runner runner,
		PowerSwitch power, Disks disks, Optional<Hypervisor> hypervisor)
		implements AutoCloseable {

	/**
	 * Puts it together.
	 *
	 * @throws LabException or the exception of the part that is wrong, with a line for the user
	 */
	public static Assembly of(Catalog catalog, Experiment experiment) {
		Disks disks = Disks.open(experiment.disks());
		boolean complete = false;
		try {
			Assembly assembly = of(catalog, experiment, disks);
			complete = true;
			return assembly;
		} finally {
			if (!complete) {
				disks.close();
			}
		}
	}

	private static Assembly of(Catalog catalog, Experiment experiment, Disks disks) {
		SerialLine line = new SerialLine();
		Board board = board(catalog, experiment);
		ExecutorMaker engine = maker(catalog, ExecutorMaker.class, "engine", experiment.engine());
		MachineBuilder builder = new MachineBuilder(board, catalog).harts(experiment.harts()).memory(experiment.memory()).seed(experiment.seed());
		disks.images().forEach(builder::insert);
		plug(catalog, experiment.devices(), builder, board, line);
		Optional<Hypervisor> hypervisor = hypervisor(catalog, experiment, board, builder, engine);
		hypervisor.ifPresent(under -> builder.in(under.memory()));
		BoardMachine built = builder.build();
		Machine machine = built.machine();
		Surroundings around = new Surroundings(experiment, built, line);
		Guest guest = guest(catalog, experiment, board, around);
		Loader.Loaded loaded = Loader.load(guest, around, chosen -> built.deviceTree(chosen.commandLine(), chosen.initialDiskStart(),
				chosen.initialDiskEnd()), machine.bus());
		PowerSwitch power = boot(catalog, experiment, guest, around.loaded(guest.boot().entry(), loaded.deviceTree()));
		guest.connect(around.devices(), machine.bus()).forEach(machine::add);
		Isa isa = Isa.of(maker(catalog, Architecture.class, "ISA", board.isa().id()));
		Runner runner = hypervisor.map(under -> under.take(machine)).orElseGet(() -> new Scheduler(machine, isa, engine));
		machine.add("serial", line.component());
		line.connect(machine.clock());
		return new Assembly(experiment, built, guest, line, isa, runner, power, disks, hypervisor);
	}

	/** Fills slots with devices. The first console among them takes the keyboard from the board's own, which still prints. */
	private static void plug(Catalog catalog, List<String> devices, MachineBuilder builder, Board board, SerialLine line) {
		DeviceContext.Serial end = line;
		for (String device : devices) {
			List<String> words = List.of(device.strip().split("\\s+"));
			String slot = builder.plug(words.getFirst(), words.subList(1, words.size()));
			if (catalog.find(DeviceMaker.class, words.getFirst()).filter(entry -> entry.maker().console()).isPresent()) {
				builder.serial(slot, end);
				end = line.printer();
			}
		}
		builder.serial(board.console(), end);
	}

	/** The machine. */
	public Machine machine() {
		return built.machine();
	}

	@Override
	public void close() {
		runner.close();
		disks.close();
	}

	private static Optional<Hypervisor> hypervisor(Catalog catalog, Experiment experiment, Board board, MachineBuilder builder,
			ExecutorMaker engine) {
		if (experiment.hypervisor().equals(Experiment.BARE)) {
			return Optional.empty();
		}
		Architecture architecture = maker(catalog, Architecture.class, "ISA", board.isa().id());
		HypervisorContext context = new HypervisorContext(architecture, Isa.of(architecture), board.isa().features(), board.rate(),
				board.memory().base(), builder.memory(), engine);
		List<String> words = List.of(experiment.hypervisor().split(",", -1));
		return Optional.of(create(maker(catalog, HypervisorMaker.class, "hypervisor", words.getFirst()), words, context));
	}

	private static <O extends Record> Hypervisor create(HypervisorMaker<O> maker, List<String> words, HypervisorContext context) {
		try {
			return maker.create(Options.parse(maker.options(), words.subList(1, words.size())), context);
		} catch (IllegalArgumentException e) {
			throw new LabException("hypervisor " + words.getFirst() + ": " + e.getMessage(), e);
		}
	}

	private static Board board(Catalog catalog, Experiment experiment) {
		return experiment.file(Experiment.Role.BOARD)
				.map(file -> Board.parse(file.name(), new String(file.bytes(), StandardCharsets.UTF_8)))
				.orElseGet(() -> maker(catalog, BoardSource.class, "board", experiment.board()).board());
	}

	private static Guest guest(Catalog catalog, Experiment experiment, Board board, Surroundings around) {
		Catalog.Entry<?> entry = entry(catalog, GuestMaker.class, "guest", experiment.guest());
		if (!fits(entry, board)) {
			throw new LabException("guest " + entry.id() + " is for " + entry.isa() + ", and board " + board.id() + " has " + board.isa().id()
					+ ": choose another --board");
		}
		return create((GuestMaker<?>) activated(entry), entry, experiment, around);
	}

	private static <O extends Record> Guest create(GuestMaker<O> maker, Catalog.Entry<?> entry, Experiment experiment, Surroundings around) {
		try {
			return maker.create(Options.parse(maker.options(), experiment.options()), around);
		} catch (IllegalArgumentException e) {
			throw new LabException("guest " + entry.id() + ": " + e.getMessage(), e);
		}
	}

	private static PowerSwitch boot(Catalog catalog, Experiment experiment, Guest guest, Surroundings around) {
		Boot boot = guest.boot();
		boolean none = experiment.firmware().equals(Experiment.NONE);
		// a guest that says what it finds in registers at its entry can do without
		boolean entered = boot.kind() == Boot.Kind.FIRMWARE && !(none && !boot.registers().isEmpty());
		if (entered && none) {
			throw new LabException("guest " + experiment.guest() + " is entered by firmware: leave out --firmware none");
		}
		if (entered && experiment.firmware().equals(Experiment.FILE)) {
			throw new LabException("guest " + experiment.guest() + " takes no firmware from a file: use --firmware builtin, or the guest kernel");
		}
		// firmware in a file is a part of what the guest loads, and comes out of reset
		boolean firmware = entered || experiment.firmware().equals(Experiment.BUILT_IN);
		if (firmware) {
			own(catalog, around);
		}
		PowerSwitch power = new PowerSwitch(around.machine(), boot, firmware, around.deviceTree(), reboots(experiment, guest) > 0);
		power.on();
		return power;
	}

	/** How often the guest may reset the machine without an end of the run. */
	public int reboots() {
		return reboots(experiment, guest);
	}

	private static int reboots(Experiment experiment, Guest guest) {
		return experiment.reboots() != Experiment.AS_OFTEN_AS_GUEST ? experiment.reboots() : guest.reboots() ? Experiment.REBOOTS : 0;
	}

	private static void own(Catalog catalog, Surroundings around) {
		Board board = around.board();
		Catalog.Entry<?> entry = catalog.all(FirmwareMaker.class).stream().filter(candidate -> fits(candidate, board)).findFirst()
				.orElseThrow(() -> new LabException("there is no built-in firmware for " + board.isa().id() + ": use --firmware none or a file"));
		FirmwareMaker<?> maker = (FirmwareMaker<?>) activated(entry);
		Owner<?> owner = create(maker, around);
		for (Hart hart : around.machine().harts()) {
			around.machine().own(hart, maker.level(), owner);
		}
		around.machine().add("firmware", owner);
	}

	private static <O extends Record> Owner<?> create(FirmwareMaker<O> maker, Surroundings around) {
		return maker.create(Options.defaults(maker.options()), around);
	}

	private static boolean fits(Catalog.Entry<?> entry, Board board) {
		return entry.isa().isEmpty() || board.isa().id().startsWith(entry.isa());
	}

	private static <T> T maker(Catalog catalog, Class<T> kind, String word, String id) {
		return kind.cast(activated(entry(catalog, kind, word, id)));
	}

	private static Catalog.Entry<?> entry(Catalog catalog, Class<?> kind, String word, String id) {
		Optional<? extends Catalog.Entry<?>> found = catalog.find(kind, id);
		if (found.isEmpty()) {
			List<String> ids = catalog.all(kind).stream().map(Catalog.Entry::id).distinct().toList();
			throw new LabException("there is no " + word + " \"" + id + "\": "
					+ (ids.isEmpty() ? "none is installed" : "choose one of " + String.join(", ", ids)));
		}
		return found.get();
	}

	private static Object activated(Catalog.Entry<?> entry) {
		try {
			return entry.maker();
		} catch (IllegalStateException e) {
			throw new LabException(e.getMessage(), e);
		}
	}
}
