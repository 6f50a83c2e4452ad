package org.ringside.guest.sbi.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

import org.ringside.devices.board.Board;
import org.ringside.devices.board.BoardMachine;
import org.ringside.devices.board.MachineBuilder;
import org.ringside.devices.board.VirtBoard;
import org.ringside.engine.ExecutorMaker;
import org.ringside.guest.Boot;
import org.ringside.guest.FirmwareContext;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestFile;
import org.ringside.guest.Loader;
import org.ringside.guest.sbi.Kernel;
import org.ringside.guest.sbi.Sbi;
import org.ringside.isa.Isa;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.privileged.Owner;
import org.ringside.testkit.Bench;
import org.ringside.testkit.FlatCatalog;

/** The virt board with {@code calls.s} in S mode, under the built-in firmware or one from a file. */
final class CallsMachine implements GuestContext, FirmwareContext {

	private static final int HARTS = 2;
	private static final long MEMORY = 8 << 20;
	private static final int MACHINE_LEVEL = 3;
	private static final Catalog CATALOG = FlatCatalog.ofClassPath();
	private static final Isa ISA = Isa.of(new RiscvArchitecture());
	private static final long KERNEL = 0x8020_0000L;
	private static final byte[] PROGRAM = assembled();

	/** What was printed, one character for a byte. */
	final StringBuilder printed = new StringBuilder();
	final Bench bench;
	private final Optional<GuestFile> firmware;
	private final BoardMachine built;
	private final Guest guest;
	private final Loader.Loaded loaded;

	CallsMachine(ExecutorMaker executor, Optional<GuestFile> firmware) {
		this(executor, firmware, true);
	}

	/** @param timers whether supervisors have timers of their own */
	CallsMachine(ExecutorMaker executor, Optional<GuestFile> firmware, boolean timers) {
		this.firmware = firmware;
		String text = new VirtBoard().board().text();
		built = new MachineBuilder(Board.parse("virt.board", timers ? text : text.replace("_sstc", "")), CATALOG).harts(HARTS).memory(MEMORY)
				.serial("uart0", value -> printed.append((char) value)).build();
		Machine machine = built.machine();
		guest = new Kernel().create(new Kernel.Options(), this);
		loaded = Loader.load(guest, this,
				chosen -> built.deviceTree(chosen.commandLine(), chosen.initialDiskStart(), chosen.initialDiskEnd()), machine.bus());
		if (guest.boot().kind() == Boot.Kind.FIRMWARE) {
			Owner<?> owner = new Sbi().create(new Sbi.Options(), this);
			machine.harts().forEach(hart -> machine.own(hart, MACHINE_LEVEL, owner));
			machine.add("firmware", owner);
		}
		machine.powerOn(entry());
		for (Hart hart : machine.harts()) {
			guest.boot().registers().forEach(
					(name, value) -> hart.writeRegister(hart.registerNamed(name), value.value(hart.index, loaded.deviceTree())));
		}
		bench = new Bench(machine, ISA, executor);
	}

	static String resource(String name) {
		try (InputStream in = CallsMachine.class.getResourceAsStream(name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		} catch (IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
	}

	private static byte[] assembled() {
		try {
			return new Assembler(ISA).origin(KERNEL).assemble("calls.s", resource("calls.s")).flat();
		} catch (AssemblyException e) {
			throw new AssertionError(e.getMessage(), e);
		}
	}

	@Override
	public Optional<GuestFile> kernel() {
		return Optional.of(new GuestFile("calls", PROGRAM));
	}

	@Override
	public Optional<GuestFile> firmware() {
		return firmware;
	}

	@Override
	public int harts() {
		return HARTS;
	}

	@Override
	public long memoryBase() {
		return built.memoryBase();
	}

	@Override
	public long memorySize() {
		return built.memorySize();
	}

	@Override
	public OptionalLong device(String kind) {
		return built.address(kind);
	}

	@Override
	public long entry() {
		return guest.boot().entry();
	}

	@Override
	public long deviceTree() {
		return loaded.deviceTree();
	}
}
