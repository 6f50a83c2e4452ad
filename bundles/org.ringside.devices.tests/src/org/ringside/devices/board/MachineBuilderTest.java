package org.ringside.devices.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.devices.Clint;
import org.ringside.devices.GoldfishRtc;
import org.ringside.devices.Ns16550a;
import org.ringside.devices.Plic;
import org.ringside.devices.SifiveTest;
import org.ringside.devices.virtio.VirtioBlk;
import org.ringside.devices.virtio.VirtioRng;
import org.ringside.devices.virtio.VirtioSlot;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.BusError;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.catalog.Catalog;

class MachineBuilderTest {

	static final Catalog CATALOG = Catalog.of(new Clint.Maker(), new Plic.Maker(), new Ns16550a.Maker(), new SifiveTest.Maker(),
			new GoldfishRtc.Maker(), new VirtioSlot.Maker(), new VirtioBlk.Maker(), new VirtioRng.Maker(), new RiscvArchitecture(),
			new VirtBoard());

	private static final String HEAD = """
			board b "A board"
			isa riscv64
			memory 0x80000000 1M
			device plic plic at 0xc000000
			""";

	private static BoardMachine virt(int harts) {
		return new MachineBuilder(new VirtBoard().board(), CATALOG).harts(harts).build();
	}

	private static BoardMachine build(String more) {
		return new MachineBuilder(Board.parse("b.board", HEAD + more), CATALOG).build();
	}

	@Test
	void theBoardIsFoundInTheCatalog() {
		assertEquals("virt", CATALOG.find(BoardSource.class, "virt").orElseThrow().maker().board().id());
	}

	@Test
	void componentsComeInTheBoardsOrder() {
		List<String> paths = List.copyOf(virt(2).machine().components().keySet());
		assertEquals(List.of("hart0", "hart1", "test", "rtc", "clint", "plic", "uart0", "virtio0", "virtio1", "virtio2", "virtio3",
				"virtio4", "virtio5", "virtio6", "virtio7"), paths.subList(paths.indexOf("hart0"), paths.size()));
	}

	@Test
	void memoryAndDevicesAreWhereTheBoardSays() {
		BoardMachine built = virt(1);
		Machine machine = built.machine();
		machine.bus().write(0x87ff_fff8L, 8, 42, 0);
		assertEquals(42, machine.bus().read(0x87ff_fff8L, 8, 0));
		assertThrows(BusError.class, () -> machine.bus().read(0x8800_0000L, 8, 0));
		assertEquals(0x60, machine.bus().read(0x1000_0005, 1, 0));
		assertEquals(OptionalLong.of(0x200_0000), built.address("clint"));
		assertEquals(OptionalLong.empty(), built.address("lamp"));
	}

	@Test
	void aLineReachesThePinOfAHartThroughTheController() {
		Machine machine = virt(2).machine();
		machine.powerOn(0x8000_0000L);
		long before = machine.harts().get(1).readRegister(machine.harts().get(1).registerNamed("mip"));
		machine.bus().write(0xc00_0028, 4, 1, 0);
		machine.bus().write(0xc00_2180, 4, 1 << 10, 0);
		machine.bus().write(0x1000_0001, 1, 2, 0);
		long after = machine.harts().get(1).readRegister(machine.harts().get(1).registerNamed("mip"));
		assertEquals(1 << 9, after & ~before);
	}

	@Test
	void writingTheTimeIsSeenByAllHarts() {
		Machine machine = virt(2).machine();
		machine.clock().advance(50);
		machine.bus().write(0x200_bff8, 8, 1000, 0);
		machine.clock().advance(10);
		for (Hart hart : machine.harts()) {
			assertEquals(1001, hart.readRegister(hart.registerNamed("time")));
		}
		machine.powerOn(0x8000_0000L);
		assertEquals(6, machine.harts().get(1).readRegister(machine.harts().get(1).registerNamed("time")));
	}

	@Test
	void thePowerSwitchIsTheMachines() {
		Machine machine = virt(1).machine();
		machine.bus().write(0x10_0000, 4, 0x7_3333, 0);
		assertEquals(Optional.of(new Machine.Exit(Machine.Exit.Kind.POWER_OFF, 7)), machine.exit());
	}

	@Test
	void theSerialLineEndsWhereItIsToldTo() {
		StringBuilder sent = new StringBuilder();
		BoardMachine built = new MachineBuilder(new VirtBoard().board(), CATALOG).serial("uart0", new DeviceContext.Serial() {
			@Override
			public void sent(int value) {
				sent.append((char) value);
			}

			@Override
			public int receive() {
				return 'r';
			}

			@Override
			public boolean ready() {
				return true;
			}

			@Override
			public void onReady(Runnable handler) {
				// always ready
			}
		}).build();
		built.machine().bus().write(0x1000_0000, 1, 's', 0);
		assertEquals("s", sent.toString());
		assertEquals(1, built.machine().bus().read(0x1000_0005, 1, 0) & 1);
		assertEquals('r', built.machine().bus().read(0x1000_0000, 1, 0));
	}

	@Test
	void hartsAndMemoryCanBeChosen() {
		BoardMachine built = new MachineBuilder(new VirtBoard().board(), CATALOG).harts(8).memory(8 << 20).build();
		assertEquals(8, built.machine().harts().size());
		assertEquals(8 << 20, built.machine().memory().size());
		assertEquals(1, new MachineBuilder(new VirtBoard().board(), CATALOG).harts(0).memory(0).build().machine().harts().size());
	}

	@Test
	void whatCannotBeChosenIsRefused() {
		MachineBuilder builder = new MachineBuilder(new VirtBoard().board(), CATALOG);
		assertEquals("9 harts: board virt may have 1 to 8",
				assertThrows(BoardException.class, () -> builder.harts(9)).getMessage());
		assertEquals("memory of 1000 bytes: choose a multiple of 4096 up to 64 GiB",
				assertThrows(BoardException.class, () -> builder.memory(1000)).getMessage());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			device a lamp at 0                            | 5:10: there is no device "lamp": choose one of clint, goldfish_rtc, ns16550a, plic, sifive_test, virtio-blk, virtio-mmio, virtio-rng
			device a clint at 0xc100000                   | 5:10: a at 0xc100000 overlaps plic at 0xc000000: move one of them
			device a clint at 0x80000000                  | 5:10: a at 0x80000000 overlaps memory at 0x80000000: move one of them
			device a clint at 0xffffffffffff8000          | 5:10: a of 0x10000 bytes at 0xffffffffffff8000 goes beyond the last address: move it down
			device a ns16550a at 0 irq plic 97            | 5:28: plic: there is no input 97: choose 1 to 96
			device a ns16550a at 0 irq a 1                | 5:10: the interrupt lines of a lead back to itself: cut one
			device a ns16550a at 0 line rx plic 1         | 5:32: ns16550a has no line "rx": choose one of irq
			device a clint at 0 irq plic 1                | 5:25: clint has no line "irq": leave it out
			device a ns16550a at 0 clock=fast             | 5:10: ns16550a: option clock: "fast" is no whole number: write it like 4096, 4K or 0x1000
			device hart0 plic at 0                        | 5:14: two components are called hart0: rename one
			device a plic at 0 sources=0                  | 5:10: plic: sources=0: choose 1 to 1023
			""")
	void aWrongBoardIsRefusedWithItsPlaceAndTheMend(String line, String message) {
		assertEquals("b.board:" + message, assertThrows(BoardException.class, () -> build(line)).getMessage());
	}

	@Test
	void aLineIntoSomethingElseThanAControllerIsRefused() {
		assertEquals("b.board:5:28: t takes no interrupt lines: lead it to a controller", assertThrows(BoardException.class,
				() -> build("device a ns16550a at 0 irq t 1\ndevice t sifive_test at 0x1000\n")).getMessage());
	}

	@Test
	void memoryBeyondTheLastAddressIsRefused() {
		assertEquals("b.board:3:1: memory of 0x2000 bytes at 0xfffffffffffff000 goes beyond the last address: move it down",
				assertThrows(BoardException.class, () -> new MachineBuilder(
						Board.parse("b.board", "board b \"B\"\nisa riscv64\nmemory 0xfffffffffffff000 8K\n"), CATALOG).build()).getMessage());
	}

	@Test
	void anUnknownIsaOrFeatureIsRefused() {
		String head = "board b \"B\"\nmemory 0 1M\n";
		assertEquals("b.board:3:5: there is no ISA \"vax\": choose one of riscv64", assertThrows(BoardException.class,
				() -> new MachineBuilder(Board.parse("b.board", head + "isa vax"), CATALOG).build()).getMessage());
		assertTrue(assertThrows(BoardException.class,
				() -> new MachineBuilder(Board.parse("b.board", head + "isa riscv64 mmu=sv99"), CATALOG).build()).getMessage()
				.startsWith("b.board:3:5: mmu=sv99"));
	}

	@Test
	void aControllerMayComeAfterWhatIsWiredToIt() {
		BoardMachine built = build("device u ns16550a at 0 irq late 5\ndevice late plic at 0x4000000\n");
		built.machine().bus().write(1, 1, 2, 0);
		assertEquals(1 << 5, built.machine().bus().read(0x400_1000, 4, 0));
	}

	@Test
	void equalSeedsMakeEqualTrees() {
		byte[] one = new MachineBuilder(new VirtBoard().board(), CATALOG).seed(7).build().deviceTree("x", 0, 0);
		byte[] same = new MachineBuilder(new VirtBoard().board(), CATALOG).seed(7).build().deviceTree("x", 0, 0);
		byte[] other = new MachineBuilder(new VirtBoard().board(), CATALOG).seed(8).build().deviceTree("x", 0, 0);
		assertArrayEquals(one, same);
		assertEquals(one.length, other.length);
		assertFalse(Arrays.equals(one, other));
	}

	@Test
	void pluggedDevicesFillTheSlotsFromTheFirst() {
		MachineBuilder builder = new MachineBuilder(new VirtBoard().board(), CATALOG);
		assertEquals("virtio0", builder.insert(DeviceContext.Storage.NONE));
		assertEquals("virtio1", builder.plug("virtio-rng", List.of()));
		Machine machine = builder.build().machine();
		assertEquals(2, machine.bus().read(0x1000_1008, 4, 0));
		assertEquals(4, machine.bus().read(0x1000_2008, 4, 0));
		assertEquals(0, machine.bus().read(0x1000_3008, 4, 0));
		for (int i = 2; i < 8; i++) {
			builder.plug("virtio-rng", List.of());
		}
		assertTrue(assertThrows(BoardException.class, () -> builder.plug("virtio-rng", List.of())).getMessage()
				.startsWith("virtio-rng finds no empty slot on board virt"));
	}

	@Test
	void aSlotTakesVirtioDevicesOnly() {
		MachineBuilder builder = new MachineBuilder(new VirtBoard().board(), CATALOG);
		builder.plug("ns16550a", List.of());
		assertEquals("ns16550a is no virtio device, and a slot takes no other: place it in the board's text",
				assertThrows(BoardException.class, builder::build).getMessage());
	}

	@Test
	void aBoardsOwnDriveIsFilledBeforeASlot() {
		MachineBuilder builder = new MachineBuilder(Board.parse("b.board", HEAD + "device s virtio-mmio at 0x1000\ndevice d virtio-blk at 0x2000\n"),
				CATALOG);
		assertEquals("d", builder.insert(DeviceContext.Storage.NONE));
		assertEquals("s", builder.insert(DeviceContext.Storage.NONE));
	}
}
