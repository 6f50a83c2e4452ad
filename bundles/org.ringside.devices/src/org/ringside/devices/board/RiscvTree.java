package org.ringside.devices.board;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.ringside.devices.Clint;
import org.ringside.devices.fdt.FdtNode;

/** How RISC-V harts are described (Linux's bindings {@code riscv/cpus.yaml} and {@code riscv,cpu-intc.yaml}). */
final class RiscvTree {

	private static final String BASE = "rv64i";
	private static final int NANOSECONDS = 1_000_000_000;
	/** Bytes of a block that cache instructions work on. */
	private static final int CACHE_BLOCK = 64;

	private RiscvTree() {
	}

	static boolean isFor(Board.Isa isa) {
		return isa.id().startsWith("riscv");
	}

	/** The ISA string as older kernels read it, and what newer ones read instead: the same in pieces. */
	private static void extensions(FdtNode cpu, String text) {
		String[] parts = text.split("_");
		List<String> names = new ArrayList<>(Arrays.asList(parts[0].substring(BASE.length() - 1).split("")));
		names.addAll(Arrays.asList(parts).subList(1, parts.length));
		cpu.text("riscv,isa", text).text("riscv,isa-base", BASE).text("riscv,isa-extensions", names.toArray(String[]::new));
		if (names.contains("zicbom")) {
			cpu.cells("riscv,cbom-block-size", CACHE_BLOCK);
		}
		if (names.contains("zicboz")) {
			cpu.cells("riscv,cboz-block-size", CACHE_BLOCK);
		}
	}

	/** Adds the harts and returns the node of each one's interrupt controller. */
	static List<FdtNode> harts(FdtNode root, Board.Isa isa, int count) {
		FdtNode cpus = root.child("cpus").cells("#address-cells", 1).cells("#size-cells", 0);
		cpus.cells("timebase-frequency", (int) (NANOSECONDS / Clint.TICK));
		List<FdtNode> controllers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			FdtNode cpu = cpus.child("cpu@" + i).text("device_type", "cpu").cells("reg", i).text("status", "okay");
			cpu.text("compatible", "riscv");
			extensions(cpu, isa.features().getOrDefault("extensions", "rv64imafdc"));
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
