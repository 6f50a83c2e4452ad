package org.ringside.devices.board;

import java.util.ArrayList;
import java.util.List;

import org.ringside.devices.Clint;
import org.ringside.devices.fdt.FdtNode;

/** How RISC-V harts are described (Linux's bindings {@code riscv/cpus.yaml} and {@code riscv,cpu-intc.yaml}). */
final class RiscvTree {

	private static final int NANOSECONDS = 1_000_000_000;

	private RiscvTree() {
	}

	static boolean isFor(Board.Isa isa) {
		return isa.id().startsWith("riscv");
	}

	/** Adds the harts and returns the node of each one's interrupt controller. */
	static List<FdtNode> harts(FdtNode root, Board.Isa isa, int count) {
		FdtNode cpus = root.child("cpus").cells("#address-cells", 1).cells("#size-cells", 0);
		cpus.cells("timebase-frequency", (int) (NANOSECONDS / Clint.TICK));
		List<FdtNode> controllers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			FdtNode cpu = cpus.child("cpu@" + i).text("device_type", "cpu").cells("reg", i).text("status", "okay");
			cpu.text("compatible", "riscv").text("riscv,isa", isa.features().getOrDefault("extensions", "rv64imac"));
			String mmu = isa.features().getOrDefault("mmu", "sv39");
			cpu.text("mmu-type", "riscv," + (mmu.equals("bare") ? "none" : mmu));
			cpu.handle();
			controllers.add(cpu.child("interrupt-controller").text("compatible", "riscv,cpu-intc").flag("interrupt-controller")
					.cells("#interrupt-cells", 1));
			controllers.getLast().handle();
		}
		FdtNode cluster = cpus.child("cpu-map").child("cluster0");
		for (int i = 0; i < count; i++) {
			cluster.child("core" + i).cells("cpu", cpus.child("cpu@" + i).handle());
		}
		return controllers;
	}
}
