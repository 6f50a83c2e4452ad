package org.ringside.guest.primer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

import org.ringside.devices.board.BoardMachine;
import org.ringside.devices.board.MachineBuilder;
import org.ringside.devices.board.VirtBoard;
import org.ringside.engine.ExecutorMaker;
import org.ringside.engine.Scheduler;
import org.ringside.guest.FirmwareContext;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestContext;
import org.ringside.guest.GuestView;
import org.ringside.guest.Introspection;
import org.ringside.guest.Loader;
import org.ringside.guest.Symbols;
import org.ringside.guest.sbi.Sbi;
import org.ringside.isa.Isa;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.BusError;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.privileged.Owner;
import org.ringside.machine.state.Digest;
import org.ringside.testkit.FlatCatalog;

/** The primer on the virt board, entered by the built-in SBI, at its first instruction. */
final class Booted implements AutoCloseable, GuestView, GuestContext, DeviceContext.Serial {

	static final ExecutorMaker REFERENCE = ExecutorMaker.shipped().getFirst();
	static final ExecutorMaker INTERPRETER = ExecutorMaker.shipped().getLast();

	private static final Catalog CATALOG = FlatCatalog.ofClassPath();

	final Guest guest;
	final Machine machine;
	final Scheduler scheduler;
	private final BoardMachine built;
	private final ByteArrayOutputStream console = new ByteArrayOutputStream();
	private final Introspection introspection;

	Booted(Guest guest, int harts, ExecutorMaker engine) {
		this.guest = guest;
		introspection = guest.introspection().orElseThrow();
		built = new MachineBuilder(new VirtBoard().board(), CATALOG).harts(harts).serial("uart0", this).build();
		machine = built.machine();
		Loader.Loaded loaded = Loader.load(guest, this, chosen -> built.deviceTree(chosen.commandLine(), chosen.initialDiskStart(),
				chosen.initialDiskEnd()), machine.bus());
		Sbi sbi = new Sbi();
		Owner<?> firmware = sbi.create(new Sbi.Options(), board(loaded.deviceTree()));
		for (Hart hart : machine.harts()) {
			machine.own(hart, sbi.level(), firmware);
		}
		machine.add("firmware", firmware);
		machine.powerOn(guest.boot().entry());
		scheduler = new Scheduler(machine, Isa.of(new RiscvArchitecture()), engine);
	}

	/** The kernel with its own sources. */
	static Booted primer(int harts, ExecutorMaker engine) {
		return new Booted(new Primer().create(new Primer.Options(Path.of("")), null), harts, engine);
	}

	/** Runs until the machine is off; its exit status, or -1 if it was not off after so many steps. */
	int finish(long steps) {
		scheduler.run(steps);
		return machine.exit().map(Machine.Exit::status).orElse(-1);
	}

	/** Without the carriage returns that a terminal wants. */
	String printed() {
		return console.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
	}

	String digest() {
		return new Digest().of(machine.save());
	}

	Introspection introspection() {
		return introspection;
	}

	@Override
	public void close() {
		scheduler.close();
	}

	// ---- GuestView, GuestContext

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
	public Symbols symbols() {
		return guest.image().symbols();
	}

	@Override
	public long read(long address, int width) {
		try {
			int frame = machine.bus().frameAt(address);
			return frame < 0 ? 0 : machine.bus().read(address, width, 0);
		} catch (BusError e) {
			return 0;
		}
	}

	@Override
	public byte[] bytes(long address, int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) read(address + i, 1);
		}
		return bytes;
	}

	@Override
	public long memoryBase() {
		return built.memoryBase();
	}

	@Override
	public long memorySize() {
		return built.memorySize();
	}

	private FirmwareContext board(long deviceTree) {
		return new FirmwareContext() {

			@Override
			public int harts() {
				return machine.harts().size();
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
				return deviceTree;
			}
		};
	}

	// ---- the other end of the serial line: nobody types

	@Override
	public void sent(int value) {
		console.write(value);
	}
}
