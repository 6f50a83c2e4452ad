package org.ringside.benchmark;

import org.ringside.devices.Clint;
import org.ringside.devices.GoldfishRtc;
import org.ringside.devices.Ns16550a;
import org.ringside.devices.Plic;
import org.ringside.devices.SifiveTest;
import org.ringside.devices.board.VirtBoard;
import org.ringside.devices.virtio.VirtioSlot;
import org.ringside.engine.ExecutorMaker;
import org.ringside.guest.bare.Bare;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.catalog.Catalog;

/** What a benchmark needs of what is shipped, without a service registry. */
final class Shipped {

	private Shipped() {
	}

	static Catalog catalog() {
		return Catalog.of(new RiscvArchitecture(), new VirtBoard(), new Clint.Maker(), new Plic.Maker(), new Ns16550a.Maker(), new SifiveTest.Maker(),
				new GoldfishRtc.Maker(), new VirtioSlot.Maker(), new Bare(), ExecutorMaker.shipped().getFirst(), ExecutorMaker.shipped().getLast());
	}
}
