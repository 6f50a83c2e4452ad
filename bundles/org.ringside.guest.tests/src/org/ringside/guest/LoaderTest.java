package org.ringside.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.ringside.machine.Bus;
import org.ringside.machine.Memory;

class LoaderTest {

	static final long BASE = 0x8000_0000L;

	record Machine(long memorySize, Optional<GuestFile> initialDisk, Bus bus) implements GuestContext {

		static Machine of(long size, int disk) {
			Memory memory = new Memory(size);
			Bus bus = new Bus("memory", memory);
			bus.mapMemory(BASE, 0, memory.frames());
			byte[] bytes = new byte[disk];
			java.util.Arrays.fill(bytes, (byte) 7);
			return new Machine(size, disk == 0 ? Optional.empty() : Optional.of(new GuestFile("disk", bytes)), bus);
		}

		@Override
		public long memoryBase() {
			return BASE;
		}

		@Override
		public int harts() {
			return 1;
		}

		@Override
		public String commandLine() {
			return "quiet";
		}

		Loader.Loaded load(Image image) {
			return Loader.load(Guest.of(image, Boot.reset(image.entry(), Map.of())), this, LoaderTest::tree, bus);
		}
	}

	/** 24 bytes: the command line, and where the disk is. */
	static byte[] tree(DeviceTree.Chosen chosen) {
		return ByteBuffer.allocate(24).put(chosen.commandLine().getBytes()).putLong(8, chosen.initialDiskStart())
				.putLong(16, chosen.initialDiskEnd()).array();
	}

	@Test
	void segmentsGoToTheirAddressesAndZerosFollowThem() {
		Machine machine = Machine.of(1 << 20, 0);
		machine.bus.write(BASE + 0x1008, 8, -1, 0);
		machine.load(new Image(BASE, List.of(new Segment("data", BASE + 0x1000, new byte[] { 1, 2 }, 0x20_000)), Symbols.NONE));
		assertEquals(0x0201, machine.bus.read(BASE + 0x1000, 8, 0));
		assertEquals(0, machine.bus.read(BASE + 0x1008, 8, 0));
		assertFalse(machine.bus.memory().used(0x10));
	}

	@Test
	void inALargeMemoryTheTreeStaysBelowThreeGigabytes() {
		Loader.Loaded loaded = Machine.of(2L << 30, 5000).load(Image.of(BASE));
		assertEquals((3L << 30) - (2 << 20), loaded.deviceTree());
		assertEquals((3L << 30) - (4 << 20), loaded.initialDiskStart());
	}

	@Test
	void theTreeGoesToTheHighestLargePageAndTheDiskBelowIt() {
		Machine machine = Machine.of(128 << 20, 5000);
		Loader.Loaded loaded = machine.load(Image.of(BASE));
		assertEquals(BASE + (126 << 20), loaded.deviceTree());
		assertEquals(BASE + (124 << 20), loaded.initialDiskStart());
		assertEquals(5000, loaded.initialDiskEnd() - loaded.initialDiskStart());
		assertEquals(loaded.initialDiskStart(), Long.reverseBytes(machine.bus.read(loaded.deviceTree() + 8, 8, 0)));
		assertEquals(7, machine.bus.read(loaded.initialDiskEnd() - 1, 1, 0));
	}

	@Test
	void theTreeAvoidsTheImageAndASmallMemoryStillHoldsIt() {
		Machine machine = Machine.of(128 << 20, 0);
		Loader.Loaded loaded = machine.load(Image.of(BASE, Segment.of("top", BASE + (125 << 20), new byte[3 << 20])));
		assertEquals(BASE + (124 << 20), loaded.deviceTree());
		assertArrayEquals(tree(new DeviceTree.Chosen("quiet", loaded.deviceTree(), loaded.deviceTree())),
				machine.bus.memory().read(124 << 20, 24));

		assertEquals(BASE + 4096 - 24, Machine.of(4096, 0).load(Image.of(BASE, Segment.of("code", BASE, new byte[4000]))).deviceTree());
		assertEquals("the device tree of 24 bytes has no room beside the guest in 4 KiB of memory: use a larger --memory",
				assertThrows(GuestException.class,
						() -> Machine.of(4096, 0).load(Image.of(BASE, Segment.of("code", BASE, new byte[4090])))).getMessage());
	}

	@Test
	void aSegmentOutsideOfMemoryIsNamed() {
		for (long address : new long[] { 0, BASE - 1, BASE + (1 << 20) - 1, -1 }) {
			GuestException e = assertThrows(GuestException.class,
					() -> Machine.of(1 << 20, 0).load(Image.of(BASE, Segment.of("code", address, new byte[2]))));
			assertEquals("code at 0x%x to 0x%x is outside of memory, which is at 0x80000000 to 0x80100000: use a larger --memory or link it elsewhere"
					.formatted(address, address + 2), e.getMessage());
		}
	}

	@Test
	void segmentsThatOverlapAreRefused() {
		GuestException e = assertThrows(GuestException.class,
				() -> Image.of(0, Segment.of("a", 16, new byte[16]), Segment.of("b", 31, new byte[1])));
		assertEquals("b at 0x1f to 0x20 overlaps a at 0x10 to 0x20: load one of them elsewhere", e.getMessage());
	}

	@Test
	void anAddressIsInTheSymbolBeforeItUnlessThatEndsEarlier() {
		Symbols symbols = Symbols.of(List.of(new Symbols.Symbol("main", 16, 8), new Symbols.Symbol("label", 16, 0),
				new Symbols.Symbol("open", 32, 0), new Symbols.Symbol("kernel", 0xffff_ffc0_0000_0000L, 4)));
		assertEquals("main", symbols.at(23).orElseThrow().name());
		assertEquals(Optional.empty(), symbols.at(24));
		assertEquals(Optional.empty(), symbols.at(15));
		assertEquals("open", symbols.at(1000).orElseThrow().name());
		assertEquals("kernel", symbols.at(0xffff_ffc0_0000_0003L).orElseThrow().name());
		assertEquals("the guest has no symbol none",
				assertThrows(GuestException.class, () -> symbols.address("none")).getMessage());
	}
}
